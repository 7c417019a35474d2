import type {
  AdminUserGlobalSignOutCommandInput, AdminUserGlobalSignOutCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { requireUser } from '../issuer/users.ts'
import { USERNAME, USER_POOL_ID } from '../limits.ts'
import { findPool, revokeSignIns } from '../state.ts'

export const AdminUserGlobalSignOut = operation<AdminUserGlobalSignOutCommandInput, AdminUserGlobalSignOutCommandOutput>({
  action: 'cognito-idp:AdminUserGlobalSignOut',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Username: USERNAME },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    revokeSignIns(ctx, pool, requireUser(ctx, pool, input.Username!).username)
    return {}
  },
})
