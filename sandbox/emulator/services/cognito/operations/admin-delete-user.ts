import type {
  AdminDeleteUserCommandInput, AdminDeleteUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { requireUser } from '../issuer/users.ts'
import { USERNAME, USER_POOL_ID } from '../limits.ts'
import { findPool, removeUser } from '../state.ts'

export const AdminDeleteUser = operation<AdminDeleteUserCommandInput, AdminDeleteUserCommandOutput>({
  action: 'cognito-idp:AdminDeleteUser',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Username: USERNAME },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    removeUser(ctx, pool, requireUser(ctx, pool, input.Username!))
    return {}
  },
})
