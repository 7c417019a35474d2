import type { Host } from '../../../kernel/context.ts'
import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts'
import { jsonResponse } from '../../../kernel/http.ts'
import { findPoolAnywhere, type Pool } from '../state.ts'
import { issuerOf } from './issuer.ts'
import { keysOf, publicJwk } from './keys.ts'

const DOCUMENT_PATH = /^\/([^/]+)\/\.well-known\/(jwks\.json|openid-configuration)$/

/** A pool's public documents. A path that is none of them is no concern of this function: undefined. */
export async function poolDocument(request: HttpRequest, host: Host): Promise<HttpResponse | undefined> {
  const [, poolId, document] = DOCUMENT_PATH.exec(request.path) ?? []
  if (poolId === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return undefined
  const pool = findPoolAnywhere(host, poolId)
  if (!pool) return jsonResponse(404, { message: `User pool ${poolId} does not exist.` }, CORS)
  const body = document === 'jwks.json' ? await jwks(pool, host) : discovery(pool)
  return jsonResponse(200, body, { ...CORS, 'cache-control': 'public, max-age=86400' })
}

const CORS = { 'access-control-allow-origin': '*' }

async function jwks(pool: Pool, host: Host): Promise<object> {
  const { id, access } = await keysOf(host, pool.id)
  return { keys: [publicJwk(id), publicJwk(access)] }
}

/** As of a pool without a domain: the endpoints of managed login are missing. */
function discovery(pool: Pool): object {
  const issuer = issuerOf(pool)
  return {
    id_token_signing_alg_values_supported: ['RS256'],
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  }
}
