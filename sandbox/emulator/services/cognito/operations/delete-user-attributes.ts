import type {
  DeleteUserAttributesCommandInput, DeleteUserAttributesCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { readAccessToken } from '../issuer/access-token.ts'
import { withoutAttributes } from '../issuer/attributes.ts'
import { updateUser } from '../issuer/users.ts'
import { TOKEN } from '../limits.ts'

export const DeleteUserAttributes = operation<DeleteUserAttributesCommandInput, DeleteUserAttributesCommandOutput>({
  action: 'cognito-idp:DeleteUserAttributes',
  resource: '*',
  needs: nothing,
  limits: { AccessToken: TOKEN },
  async handle(input, ctx) {
    const { pool, user } = await readAccessToken(ctx, input.AccessToken!)
    updateUser(ctx, pool, user, { attributes: withoutAttributes(pool, user, input.UserAttributeNames!) })
    return {}
  },
})
