import type {
  AdminGetUserAuthFactorsCommandInput, AdminGetUserAuthFactorsCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { describeUserMfa } from '../issuer/mfa-settings.ts'
import { configuredFactors } from '../issuer/user-auth.ts'
import { requireUser } from '../issuer/users.ts'
import { USERNAME, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const AdminGetUserAuthFactors = operation<AdminGetUserAuthFactorsCommandInput, AdminGetUserAuthFactorsCommandOutput>({
  action: 'cognito-idp:AdminGetUserAuthFactors',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Username: USERNAME },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const user = requireUser(ctx, pool, input.Username!)
    return { Username: user.username, ...describeUserMfa(user), ConfiguredUserAuthFactors: configuredFactors(pool, user) }
  },
})
