import type {
  VerifyUserAttributeCommandInput, VerifyUserAttributeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { invalidParameter } from '../errors.ts'
import { readAccessToken } from '../issuer/access-token.ts'
import { acceptCode } from '../issuer/messages.ts'
import { updateUser } from '../issuer/users.ts'
import { TOKEN } from '../limits.ts'

export const VerifyUserAttribute = operation<VerifyUserAttributeCommandInput, VerifyUserAttributeCommandOutput>({
  action: 'cognito-idp:VerifyUserAttribute',
  resource: '*',
  needs: nothing,
  limits: { AccessToken: TOKEN },
  async handle(input, ctx) {
    const { pool, user } = await readAccessToken(ctx, input.AccessToken!)
    const name = input.AttributeName!
    if (name !== 'email' && name !== 'phone_number') throw invalidParameter(`Cannot verify attribute ${name}`)
    const codes = acceptCode(ctx, user, name, input.Code!)
    updateUser(ctx, pool, user, { codes, attributes: { ...user.attributes, [`${name}_verified`]: 'true' } })
    return {}
  },
})
