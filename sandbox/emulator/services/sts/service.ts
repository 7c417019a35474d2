import type { Service } from '../../kernel/service.ts'
import { query } from '../../protocols/query.ts'
import { sdkSchemas } from '../../protocols/sdk-schemas.ts'
import { AssumeRole } from './operations/assume-role.ts'
import { AssumeRoleWithWebIdentity } from './operations/assume-role-with-web-identity.ts'
import { GetAccessKeyInfo } from './operations/get-access-key-info.ts'
import { GetCallerIdentity } from './operations/get-caller-identity.ts'
import { GetFederationToken } from './operations/get-federation-token.ts'
import { GetSessionToken } from './operations/get-session-token.ts'
import { conditionKeys } from './sessions.ts'

const sdk = await sdkSchemas(() => import('@aws-sdk/client-sts/dist-es/schemas/schemas_0.js'))

export const service: Service = {
  name: 'sts',
  protocol: query(sdk, { xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/' }),
  validationCode: 'ValidationError',
  conditionKeys,
  operations: { AssumeRole, AssumeRoleWithWebIdentity, GetAccessKeyInfo, GetCallerIdentity, GetFederationToken, GetSessionToken },
}
