import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts'
import type { Cors } from '@aws-sdk/client-apigatewayv2'

/** A browser's question before the request itself. */
export function isPreflight(request: HttpRequest): boolean {
  const { origin, 'access-control-request-method': method } = request.headers
  return request.method === 'OPTIONS' && origin !== undefined && method !== undefined
}

/** The answer to a preflight: 204, and without CORS headers where the origin is not allowed. */
export function answerPreflight(cors: Cors, request: HttpRequest): HttpResponse {
  const origin = allowedOrigin(cors, request.headers['origin'])
  if (origin === undefined) return { status: 204, headers: {} }
  return {
    status: 204,
    headers: {
      ...headersFor(cors, origin),
      ...list('access-control-allow-methods', cors.AllowMethods),
      ...list('access-control-allow-headers', cors.AllowHeaders),
      ...(cors.MaxAge === undefined ? {} : { 'access-control-max-age': String(cors.MaxAge) }),
    },
  }
}

/** Puts the configured CORS headers on an answer; once CORS is configured, those of the integration do not count. */
export function applyCors(cors: Cors | undefined, request: HttpRequest, response: HttpResponse): HttpResponse {
  if (!cors) return response
  const kept = Object.entries(response.headers).filter(([name]) => !name.startsWith('access-control-'))
  const origin = allowedOrigin(cors, request.headers['origin'])
  return { ...response, headers: { ...Object.fromEntries(kept), ...(origin === undefined ? {} : headersFor(cors, origin)) } }
}

function headersFor(cors: Cors, origin: string): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    ...(cors.AllowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...list('access-control-expose-headers', cors.ExposeHeaders),
  }
}

function list(name: string, values: readonly string[] | undefined): Record<string, string> {
  return values && values.length > 0 ? { [name]: values.join(',') } : {}
}

/** What to say in `access-control-allow-origin`; undefined for requests that are not cross-origin, or not allowed. */
function allowedOrigin(cors: Cors, origin: string | undefined): string | undefined {
  if (origin === undefined) return undefined
  for (const allowed of cors.AllowOrigins ?? []) {
    if (allowed === '*') return '*'
    // `https://*` allows every https origin.
    const prefix = allowed.endsWith('*') ? allowed.slice(0, -1) : undefined
    if (prefix === undefined ? allowed === origin : origin.startsWith(prefix)) return origin
  }
  return undefined
}
