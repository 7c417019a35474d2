import { AwsError } from '../../../../kernel/errors.ts'
import { jsonResponse, type HttpResponse } from '../../../../kernel/http.ts'
import { readAccessToken, type Bearer } from '../access-token.ts'
import { readableAttributes } from '../claims.ts'
import { OAuthError, OPEN } from './oauth-error.ts'
import type { Visit } from './visit.ts'

/** `GET /oauth2/userInfo`: what the access token's scopes let its client read; all values are strings. */
export async function userInfo(visit: Visit): Promise<HttpResponse> {
  const given = /^Bearer\s+(\S+)$/i.exec(visit.request.headers['authorization'] ?? '')?.[1]
  if (given === undefined) return refused(new OAuthError('invalid_request', { description: 'Bad OAuth2 request at UserInfo Endpoint' }))
  const bearer = await read(visit, given)
  if (bearer instanceof OAuthError) return refused(bearer)
  const { client, user, scopes } = bearer
  const attributes = Object.entries(readableAttributes(client, user, scopes)).map(([name, value]) => [name, String(value)] as const)
  return jsonResponse(200, { sub: user.sub, ...Object.fromEntries(attributes), username: user.username }, OPEN)
}

const OVER = 'Access token is expired, disabled, or deleted, or the user has globally signed out.'

async function read({ ctx, pool }: Visit, token: string): Promise<Bearer | OAuthError> {
  const invalid = (description: string) => new OAuthError('invalid_token', { status: 401, description })
  try {
    const bearer = await readAccessToken(ctx, token, 'openid')
    return bearer.pool.id === pool.id ? bearer : invalid(OVER)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return invalid(error.message.includes('required scopes') ? 'Access token does not contain openid scope' : OVER)
  }
}

function refused({ code, description, status }: OAuthError): HttpResponse {
  const about = `error="${code}", error_description="${description}"`
  return jsonResponse(status, { error: code, error_description: description }, { ...OPEN, 'www-authenticate': `Bearer ${about}` })
}
