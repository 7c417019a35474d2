import type { HttpRequest } from '../../kernel/http.ts'

const HOSTED_PATH = '/_aws/cognito/'
const HOSTED_HOST = '.amazoncognito.com'
const POOL_PATH = /^\/[a-z]{2}(?:-[a-z]+)+-\d_[A-Za-z0-9]+(?:\/|$)/

/**
 * Unsigned requests that are for Cognito: a pool's documents (`/<region>_<id>/.well-known/…`), Cognito's own host
 * name, a pool's pages (`/_aws/cognito/<domain>/…`, `<domain>.auth.<region>.amazoncognito.com`), and what a
 * browser asks before a call that names its operation in a header.
 */
export function claimsCognito(request: HttpRequest): boolean {
  if (request.path.startsWith(HOSTED_PATH) || request.host.endsWith(HOSTED_HOST)) return true
  return request.host.startsWith('cognito-idp.') || POOL_PATH.test(request.path) || isPreflight(request)
}

const isPreflight = ({ method, path, headers }: HttpRequest) =>
  method === 'OPTIONS' && path === '/' && /\bx-amz-target\b/i.test(headers['access-control-request-headers'] ?? '')
