import type {
  AdminUpdateUserAttributesCommandInput, AdminUpdateUserAttributesCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { checkMutable, mergeAttributes, readAttributes } from '../issuer/attributes.ts'
import { poolArn } from '../issuer/issuer.ts'
import { requireUser, updateUser } from '../issuer/users.ts'
import { USERNAME, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const AdminUpdateUserAttributes = operation<AdminUpdateUserAttributesCommandInput, AdminUpdateUserAttributesCommandOutput>({
  action: 'cognito-idp:AdminUpdateUserAttributes',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Username: USERNAME },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const user = requireUser(ctx, pool, input.Username!)
    const changes = readAttributes(pool, input.UserAttributes)
    checkMutable(pool, changes, user)
    updateUser(ctx, pool, user, { attributes: mergeAttributes(user, changes) })
    return {}
  },
})
