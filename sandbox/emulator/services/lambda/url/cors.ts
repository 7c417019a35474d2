import type { Cors } from '@aws-sdk/client-lambda'
import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts'

export const isPreflight = ({ method, headers }: HttpRequest) =>
  method === 'OPTIONS' && headers['origin'] !== undefined && headers['access-control-request-method'] !== undefined

/** The answer to a preflight: the function is not asked. Without the headers the browser refuses by itself. */
export function preflight(cors: Cors, request: HttpRequest): HttpResponse {
  const allowed = allowOrigin(cors, request)
  if (!allowed) return { status: 200, headers: {} }
  const headers: Record<string, string> = { ...allowed }
  if (cors.AllowMethods?.length) headers['access-control-allow-methods'] = cors.AllowMethods.join(',')
  if (cors.AllowHeaders?.length) headers['access-control-allow-headers'] = cors.AllowHeaders.join(',')
  if (cors.MaxAge !== undefined) headers['access-control-max-age'] = String(cors.MaxAge)
  return { status: 200, headers }
}

/** Adds what lets a page of another origin read the answer; the URL's settings go before the function's own headers. */
export function withCors(cors: Cors | undefined, request: HttpRequest, response: HttpResponse): HttpResponse {
  const allowed = cors && allowOrigin(cors, request)
  if (!allowed) return response
  const exposed = cors.ExposeHeaders?.length ? { 'access-control-expose-headers': cors.ExposeHeaders.join(',') } : {}
  return { ...response, headers: { ...response.headers, ...allowed, ...exposed } }
}

function allowOrigin(cors: Cors, { headers }: HttpRequest): Record<string, string> | undefined {
  const origin = headers['origin']
  if (origin === undefined || !cors.AllowOrigins?.some((allowed) => matches(allowed, origin))) return undefined
  return {
    'access-control-allow-origin': origin,
    vary: 'Origin',
    ...(cors.AllowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
  }
}

/** `*` stands for any origin, and within one for any part of it (`http://*.example.com`). */
function matches(allowed: string, origin: string): boolean {
  const parts = allowed.toLowerCase().split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(origin.toLowerCase())
}
