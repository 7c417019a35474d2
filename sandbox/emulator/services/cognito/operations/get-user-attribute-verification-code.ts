import type {
  GetUserAttributeVerificationCodeCommandInput, GetUserAttributeVerificationCodeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { invalidParameter } from '../errors.ts'
import { readAccessToken } from '../issuer/access-token.ts'
import { sendCode } from '../issuer/messages.ts'
import { TOKEN } from '../limits.ts'

export const GetUserAttributeVerificationCode = operation<GetUserAttributeVerificationCodeCommandInput, GetUserAttributeVerificationCodeCommandOutput>({
  action: 'cognito-idp:GetUserAttributeVerificationCode',
  resource: '*',
  needs: nothing,
  limits: { AccessToken: TOKEN },
  async handle(input, ctx) {
    const { pool, client, user } = await readAccessToken(ctx, input.AccessToken!)
    const name = input.AttributeName!
    if ((name !== 'email' && name !== 'phone_number') || user.attributes[name] === undefined)
      throw invalidParameter(`Cannot send a verification code for attribute ${name}`)
    const sending = { purpose: name, by: name, source: 'VerifyUserAttribute', client, metadata: input.ClientMetadata } as const
    return { CodeDeliveryDetails: await sendCode(ctx, pool, user, sending) }
  },
})
