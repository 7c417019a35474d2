import type { HttpRequest } from '../../kernel/http.ts'

const POOL_PATH = /^\/[a-z]{2}(?:-[a-z]+)+-\d_[A-Za-z0-9]+(?:\/|$)/

/**
 * Unsigned requests that are for Cognito: a pool's documents (`/<region>_<id>/.well-known/…`), Cognito's own host
 * name, and what a browser asks before a call that names its operation in a header.
 */
export function claimsCognito(request: HttpRequest): boolean {
  return request.host.startsWith('cognito-idp.') || POOL_PATH.test(request.path) || isPreflight(request)
}

const isPreflight = ({ method, path, headers }: HttpRequest) =>
  method === 'OPTIONS' && path === '/' && /\bx-amz-target\b/i.test(headers['access-control-request-headers'] ?? '')
