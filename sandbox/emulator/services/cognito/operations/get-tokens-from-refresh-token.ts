import type {
  GetTokensFromRefreshTokenCommandInput, GetTokensFromRefreshTokenCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { checkSecret } from '../issuer/secret-hash.ts'
import { readRefreshToken, refresh, rotate } from '../issuer/sessions.ts'
import { CLIENT_ID, TOKEN } from '../limits.ts'
import { findClientAnywhere } from '../state.ts'

/** A new refresh token comes with it where the client rotates them. */
export const GetTokensFromRefreshToken = operation<GetTokensFromRefreshTokenCommandInput, GetTokensFromRefreshTokenCommandOutput>({
  action: 'cognito-idp:GetTokensFromRefreshToken',
  resource: '*',
  needs: nothing,
  limits: { RefreshToken: TOKEN, ClientId: CLIENT_ID },
  async handle(input, ctx) {
    const { pool, client } = findClientAnywhere(ctx, input.ClientId!)
    checkSecret(client, input.ClientSecret)
    const token = input.RefreshToken!
    const found = readRefreshToken(ctx, pool, client, token)
    const rotates = client.settings.RefreshTokenRotation?.Feature === 'ENABLED'
    const next = rotates ? { RefreshToken: rotate(ctx, pool, client, token) } : {}
    return { AuthenticationResult: { ...(await refresh(ctx, { pool, client, metadata: input.ClientMetadata, ...found })), ...next } }
  },
})
