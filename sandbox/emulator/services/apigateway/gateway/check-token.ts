import { Readable } from 'node:stream'
import type { Host } from '../../../kernel/context.ts'
import { jsonResponse, type HttpRequest, type HttpResponse } from '../../../kernel/http.ts'
import { authorize } from './authorize.ts'
import { newRequestId, readCall } from './call.ts'
import { matchRoute } from './routes.ts'

const BODY_BYTES = 64 * 1024

/**
 * `POST /_sandbox/apigateway/check-token` `{"api": "<id>", "route": "POST /uploads", "token": "…"}`: what the route's
 * authorizer says of a token, and why, without calling what is behind it. It is the same code that requests pass.
 */
export async function checkTokenOnRequest(request: HttpRequest, host: Host): Promise<HttpResponse | undefined> {
  if (request.method !== 'POST' || request.path !== '/_sandbox/apigateway/check-token') return undefined
  const { api, route, token } = parse((await request.bytes(BODY_BYTES)).toString())
  if (typeof api !== 'string' || typeof route !== 'string' || typeof token !== 'string')
    return jsonResponse(400, { message: 'Give {"api": "<id>", "route": "<METHOD /path>", "token": "…"}.' })
  const [method = 'GET', path = '/'] = route.split(' ')
  const call = readCall(requestWith(method === 'ANY' ? 'GET' : method, `/_aws/execute-api/${api}${path}`, token), host, newRequestId(host, request))
  const match = call && matchRoute(call.served.routes, call.request.method, call.path)
  if (!call || !match) return jsonResponse(404, { message: `No deployed API ${api} has a route for ${route}.` })
  const verdict = await authorize({ ...call, ...match })
  if (!('refused' in verdict)) return jsonResponse(200, { allowed: true, route: match.route.RouteKey, authorization: match.route.AuthorizationType ?? 'NONE', ...verdict })
  const { status, headers } = verdict.refused
  return jsonResponse(200, { allowed: false, route: match.route.RouteKey, status, reason: call.notes.authorizerError, challenge: headers['www-authenticate'] })
}

function requestWith(method: string, path: string, token: string): HttpRequest {
  const headers = token === '' ? {} : { authorization: `Bearer ${token}` }
  return {
    method, path, headers,
    rawQuery: '', query: new URLSearchParams(), rawHeaders: Object.entries(headers).flat(), host: 'localhost',
    remoteAddress: '127.0.0.1', httpVersion: '1.1', body: Readable.from([]), bytes: () => Buffer.alloc(0),
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    return (JSON.parse(text) as Record<string, unknown> | null) ?? {}
  } catch {
    return {}
  }
}
