import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts'
import type { Protocol } from '../../../kernel/service.ts'

/** Cognito answers web pages of every origin: sign-in from a page calls it directly, without a server between. */
const ALLOWED = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
}

export function crossOrigin(protocol: Protocol): Protocol {
  const allow = (response: HttpResponse): HttpResponse => {
    Object.assign(response.headers, ALLOWED)
    return response
  }
  return {
    ...protocol,
    encode: (match, output, ctx) => allow(protocol.encode(match, output, ctx)),
    encodeError: (error, ctx, match) => allow(protocol.encodeError(error, ctx, match)),
  }
}

/** The question that a browser asks before such a call; undefined for all other requests. */
export function preflight(request: HttpRequest): HttpResponse | undefined {
  if (request.method !== 'OPTIONS') return undefined
  return {
    status: 200,
    headers: {
      ...ALLOWED,
      'access-control-allow-methods': 'GET, POST, HEAD',
      'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
      'access-control-max-age': '172800',
    },
  }
}
