import type { Host } from '../../../kernel/context.ts'
import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts'
import { jsonResponse } from '../../../kernel/http.ts'
import { findPoolAnywhere, type Pool } from '../state.ts'
import { listDomains } from '../hosted-state.ts'
import { hostedUrl } from './hosted/address.ts'
import { issuerOf } from './issuer.ts'
import { keysOf, publicJwk } from './keys.ts'

const DOCUMENT_PATH = /^\/([^/]+)\/\.well-known\/(jwks\.json|openid-configuration)$/

/** A pool's public documents. A path that is none of them is no concern of this function: undefined. */
export async function poolDocument(request: HttpRequest, host: Host): Promise<HttpResponse | undefined> {
  const [, poolId, document] = DOCUMENT_PATH.exec(request.path) ?? []
  if (poolId === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return undefined
  const pool = findPoolAnywhere(host, poolId)
  if (!pool) return jsonResponse(404, { message: `User pool ${poolId} does not exist.` }, CORS)
  const body = document === 'jwks.json' ? await jwks(pool, host) : discovery(pool, host)
  return jsonResponse(200, body, { ...CORS, 'cache-control': 'public, max-age=86400' })
}

const CORS = { 'access-control-allow-origin': '*' }

async function jwks(pool: Pool, host: Host): Promise<object> {
  const { id, access, retired = [] } = await keysOf(host, pool.id)
  return { keys: [publicJwk(id), publicJwk(access), ...retired] }
}

/** The endpoints of managed login are only there where the pool has a domain, as in AWS; they are at this engine. */
function discovery(pool: Pool, host: Host): object {
  const issuer = issuerOf(host, pool)
  const domain = listDomains(host, pool)[0]
  return {
    ...(domain ? endpoints(hostedUrl(host, domain.name)) : {}),
    id_token_signing_alg_values_supported: ['RS256'],
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  }
}

const endpoints = (base: string) => ({
  authorization_endpoint: `${base}/oauth2/authorize`,
  code_challenge_methods_supported: ['S256'],
  end_session_endpoint: `${base}/logout`,
  revocation_endpoint: `${base}/oauth2/revoke`,
  token_endpoint: `${base}/oauth2/token`,
  userinfo_endpoint: `${base}/oauth2/userInfo`,
})
