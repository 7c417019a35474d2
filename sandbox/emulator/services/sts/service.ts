import * as sdk from '@aws-sdk/client-sts'
import type { Service } from '../../kernel/service.ts'
import { query } from '../../protocols/query.ts'
import { GetCallerIdentity } from './operations/get-caller-identity.ts'

export const service: Service = {
  name: 'sts',
  protocol: query(sdk, { xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/' }),
  validationCode: 'ValidationError',
  operations: { GetCallerIdentity },
}
