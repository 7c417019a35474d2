import type {
  AdminEnableUserCommandInput, AdminEnableUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { requireUser, updateUser } from '../issuer/users.ts'
import { USERNAME, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const AdminEnableUser = operation<AdminEnableUserCommandInput, AdminEnableUserCommandOutput>({
  action: 'cognito-idp:AdminEnableUser',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Username: USERNAME },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    updateUser(ctx, pool, requireUser(ctx, pool, input.Username!), { enabled: true })
    return {}
  },
})
