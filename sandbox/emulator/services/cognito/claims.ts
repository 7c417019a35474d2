import type { HttpRequest } from '../../kernel/http.ts'

const POOL_PATH = /^\/[a-z]{2}(?:-[a-z]+)+-\d_[A-Za-z0-9]+(?:\/|$)/

/** Unsigned requests for a pool's documents: `/<region>_<id>/.well-known/…`, or Cognito's own host name. */
export function claimsCognito(request: HttpRequest): boolean {
  return request.host.startsWith('cognito-idp.') || POOL_PATH.test(request.path)
}
