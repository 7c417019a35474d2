import { createHash } from 'node:crypto'
import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider'
import { AwsError } from '../../../../kernel/errors.ts'
import { jsonResponse, type HttpResponse } from '../../../../kernel/http.ts'
import { grantsOf, type Grant } from '../../hosted-state.ts'
import { findUser, type Client } from '../../state.ts'
import { safeEqual } from '../password.ts'
import { readRefreshToken, refresh, revoke, rotate, signIn } from '../sessions.ts'
import { issueClientToken } from '../tokens.ts'
import { allowedFlows, authenticateClient } from './client-authentication.ts'
import { OAuthError, OPEN } from './oauth-error.ts'
import { readForm, type Visit } from './visit.ts'

type GrantType = (visit: Visit, client: Client, form: URLSearchParams) => Promise<object>

const GRANTS: Readonly<Record<string, GrantType>> = {
  authorization_code: byCode,
  refresh_token: byRefreshToken,
  client_credentials: byClientCredentials,
}

/** `POST /oauth2/token`. Throws `OAuthError`. */
export async function token(visit: Visit): Promise<HttpResponse> {
  const form = await readForm(visit)
  const type = form?.get('grant_type')
  if (!form || !type) throw new OAuthError('invalid_request')
  const client = authenticateClient(visit, form)
  const grant = Object.hasOwn(GRANTS, type) ? GRANTS[type] : undefined
  if (!grant) throw new OAuthError('unsupported_grant_type')
  try {
    return jsonResponse(200, await grant(visit, client, form), OPEN)
  } catch (error) {
    // What the API would say of the token, the user or the pool's function.
    if (error instanceof AwsError) throw new OAuthError('invalid_grant', error.code.includes('Lambda') ? { description: error.message } : {})
    throw error
  }
}

async function byCode({ ctx, pool }: Visit, client: Client, form: URLSearchParams): Promise<object> {
  if (!allowedFlows(client).includes('code')) throw new OAuthError('unauthorized_client')
  const [code, redirectUri] = [form.get('code'), form.get('redirect_uri')]
  if (!code || !redirectUri) throw new OAuthError('invalid_request')
  const grant = grantsOf(ctx, pool).get(code)
  if (!grant || grant.clientId !== client.id) throw new OAuthError('invalid_grant')
  // Whoever shows a code spends it, whether or not the rest is right.
  grantsOf(ctx, pool).delete(code)
  const user = findUser(ctx, pool, grant.username)
  const holds = grant.expiresAt > ctx.now && grant.redirectUri === redirectUri && provesOrigin(grant, form.get('code_verifier'))
  if (!holds || !user?.enabled) throw new OAuthError('invalid_grant')
  const { scopes, authTime_s, nonce } = grant
  const about = { pool, client, user, scopes, authTime_s, source: 'HostedAuth' as const, ...(nonce === undefined ? {} : { nonce }) }
  const result = await signIn(ctx, about)
  return { ...tokenAnswer(result), refresh_token: result.RefreshToken }
}

/** PKCE: the verifier whose SHA-256 came with the request for the code, and none where none did. */
function provesOrigin({ codeChallenge }: Grant, verifier: string | null): boolean {
  if (codeChallenge === undefined) return verifier === null
  return verifier !== null && safeEqual(createHash('sha256').update(verifier).digest('base64url'), codeChallenge)
}

async function byRefreshToken({ ctx, pool }: Visit, client: Client, form: URLSearchParams): Promise<object> {
  const given = form.get('refresh_token')
  if (!given) throw new OAuthError('invalid_request')
  const found = readRefreshToken(ctx, pool, client, given)
  const rotates = client.settings.RefreshTokenRotation?.Feature === 'ENABLED'
  const next = rotates ? { refresh_token: rotate(ctx, pool, client, given) } : {}
  return { ...tokenAnswer(await refresh(ctx, { pool, client, ...found })), ...next }
}

async function byClientCredentials({ ctx, pool }: Visit, client: Client, form: URLSearchParams): Promise<object> {
  if (!client.settings.AllowedOAuthFlowsUserPoolClient) throw new OAuthError('invalid_grant')
  if (!allowedFlows(client).includes('client_credentials')) throw new OAuthError('unauthorized_client')
  const allowed = client.settings.AllowedOAuthScopes ?? []
  const wanted = (form.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '')
  if (!wanted.every((scope) => allowed.includes(scope))) throw new OAuthError('invalid_scope')
  const made = await issueClientToken(ctx, { pool, client, scopes: wanted.length > 0 ? wanted : allowed })
  return { access_token: made.accessToken, expires_in: made.expiresIn_s, token_type: 'Bearer' }
}

const tokenAnswer = ({ IdToken, AccessToken, ExpiresIn }: AuthenticationResultType) => ({
  ...(IdToken === undefined ? {} : { id_token: IdToken }),
  access_token: AccessToken,
  expires_in: ExpiresIn,
  token_type: 'Bearer',
})

/** `POST /oauth2/revoke`: ends the sign-in behind a refresh token. Throws `OAuthError`. */
export async function revokeToken(visit: Visit): Promise<HttpResponse> {
  const form = await readForm(visit)
  const given = form?.get('token')
  if (!form || !given) throw new OAuthError('invalid_request')
  const client = authenticateClient(visit, form, 401)
  if (client.settings.EnableTokenRevocation === false) throw new OAuthError('invalid_request')
  // ID and access tokens are signed and have three parts; a refresh token has five.
  if (given.split('.').length === 3) throw new OAuthError('unsupported_token_type')
  revoke(visit.ctx, visit.pool, client, given)
  return { status: 200, headers: { ...OPEN }, body: '' }
}
