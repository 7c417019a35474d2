import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts'
import type { Protocol } from '../../../kernel/service.ts'

/** Cognito answers web pages of every origin: sign-in from a page calls it directly, without a server between. */
const ALLOWED = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
}

/** The protocol, open to web pages; an error is named in a header too, where the libraries for pages look first. */
export function forWebPages(protocol: Protocol): Protocol {
  const open = (response: HttpResponse, more: Record<string, string> = {}): HttpResponse => {
    Object.assign(response.headers, ALLOWED, more)
    return response
  }
  return {
    ...protocol,
    encode: (match, output, ctx) => open(protocol.encode(match, output, ctx)),
    encodeError: (error, ctx, match) => open(protocol.encodeError(error, ctx, match), { 'x-amzn-errortype': `${error.code}:` }),
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
