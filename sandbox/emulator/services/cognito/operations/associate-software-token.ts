import type {
  AssociateSoftwareTokenCommandInput, AssociateSoftwareTokenCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { saveSoftwareToken, softwareTokenOwner } from '../issuer/software-token.ts'
import { newSecret } from '../issuer/totp.ts'
import { SESSION, TOKEN } from '../limits.ts'

export const AssociateSoftwareToken = operation<AssociateSoftwareTokenCommandInput, AssociateSoftwareTokenCommandOutput>({
  action: 'cognito-idp:AssociateSoftwareToken',
  resource: '*',
  needs: nothing,
  limits: { AccessToken: TOKEN, Session: SESSION },
  async handle(input, ctx) {
    const owner = await softwareTokenOwner(ctx, input)
    const SecretCode = newSecret(ctx.ids)
    return { SecretCode, ...saveSoftwareToken(ctx, owner, { secret: SecretCode, verified: false }) }
  },
})
