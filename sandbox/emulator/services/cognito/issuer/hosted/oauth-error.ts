import { jsonResponse, type HttpResponse } from '../../../../kernel/http.ts'

export type OAuthErrorCode =
  | 'invalid_request' | 'invalid_client' | 'invalid_grant' | 'unauthorized_client' | 'unsupported_grant_type' | 'invalid_scope'
  | 'invalid_token' | 'unsupported_token_type' | 'login_required'

/** What an OAuth endpoint refuses, as OAuth names it. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode
  readonly status: number
  readonly description: string | undefined

  constructor(code: OAuthErrorCode, options: { status?: number; description?: string } = {}) {
    super(options.description ?? code)
    this.code = code
    this.status = options.status ?? 400
    this.description = options.description
  }
}

/** Pages of every origin may call the OAuth endpoints; nothing that they say is to be kept. */
export const OPEN = { 'access-control-allow-origin': '*', 'cache-control': 'no-store', pragma: 'no-cache' }

export function refused({ code, description, status }: OAuthError): HttpResponse {
  return jsonResponse(status, { error: code, ...(description === undefined ? {} : { error_description: description }) }, OPEN)
}
