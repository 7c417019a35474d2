import type { RevokeTokenCommandInput, RevokeTokenCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { unsupportedOperation, unsupportedTokenType } from '../errors.ts'
import { checkSecret } from '../issuer/secret-hash.ts'
import { revoke } from '../issuer/sessions.ts'
import { CLIENT_ID, TOKEN } from '../limits.ts'
import { findClientAnywhere } from '../state.ts'

export const RevokeToken = operation<RevokeTokenCommandInput, RevokeTokenCommandOutput>({
  action: 'cognito-idp:RevokeToken',
  resource: '*',
  needs: nothing,
  limits: { Token: TOKEN, ClientId: CLIENT_ID },
  handle(input, ctx) {
    const { pool, client } = findClientAnywhere(ctx, input.ClientId!)
    checkSecret(client, input.ClientSecret)
    if (client.settings.EnableTokenRevocation === false)
      throw unsupportedOperation('Token revocation is not enabled for this client')
    // ID and access tokens are signed and have three parts; a refresh token has five.
    if (input.Token!.split('.').length === 3) throw unsupportedTokenType('Unsupported token type')
    revoke(ctx, pool, client, input.Token!)
    return {}
  },
})
