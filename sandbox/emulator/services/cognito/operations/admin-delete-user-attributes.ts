import type {
  AdminDeleteUserAttributesCommandInput, AdminDeleteUserAttributesCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { withoutAttributes } from '../issuer/attributes.ts'
import { poolArn } from '../issuer/issuer.ts'
import { requireUser, updateUser } from '../issuer/users.ts'
import { USERNAME, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const AdminDeleteUserAttributes = operation<AdminDeleteUserAttributesCommandInput, AdminDeleteUserAttributesCommandOutput>({
  action: 'cognito-idp:AdminDeleteUserAttributes',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Username: USERNAME },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const user = requireUser(ctx, pool, input.Username!)
    updateUser(ctx, pool, user, { attributes: withoutAttributes(pool, user, input.UserAttributeNames!) })
    return {}
  },
})
