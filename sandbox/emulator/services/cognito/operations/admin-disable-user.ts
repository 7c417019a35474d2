import type {
  AdminDisableUserCommandInput, AdminDisableUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { requireUser, updateUser } from '../issuer/users.ts'
import { USERNAME, USER_POOL_ID } from '../limits.ts'
import { findPool, revokeSignIns } from '../state.ts'

/** Also revokes all tokens that the user holds. */
export const AdminDisableUser = operation<AdminDisableUserCommandInput, AdminDisableUserCommandOutput>({
  action: 'cognito-idp:AdminDisableUser',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Username: USERNAME },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const user = updateUser(ctx, pool, requireUser(ctx, pool, input.Username!), { enabled: false })
    revokeSignIns(ctx, pool, user.username)
    return {}
  },
})
