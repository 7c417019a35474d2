import type { HttpRequest } from '../../../kernel/http.ts'
import type { Call } from './call.ts'

/** Only between two neighbours on the way; never part of an event. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'http2-settings'])

/** Header values by lower-case name, in the order of arrival, with those that API Gateway adds. Without `body` its length is the announced one. */
export function headersOf(call: Call, body?: Buffer): Map<string, string[]> {
  const { request } = call
  const found = new Map<string, string[]>()
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index]!.toLowerCase()
    if (name.startsWith(':') || HOP_BY_HOP.has(name)) continue
    const values = found.get(name)
    if (values) values.push(request.rawHeaders[index + 1]!)
    else found.set(name, [request.rawHeaders[index + 1]!])
  }
  const host = request.headers['host'] ?? request.headers[':authority'] ?? call.domainName
  found.set('host', [host])
  found.set('content-length', [body ? String(body.length) : (request.headers['content-length'] ?? '0')])
  if (!found.has('x-amzn-trace-id')) found.set('x-amzn-trace-id', [traceId(call)])
  found.set('x-forwarded-for', [[...(found.get('x-forwarded-for') ?? []), sourceIp(request)].join(', ')])
  found.set('x-forwarded-port', [/:(\d+)$/.exec(host)?.[1] ?? '80'])
  found.set('x-forwarded-proto', ['http'])
  return found
}

function traceId(call: Call): string {
  // One for the authorizer and the integration of a request.
  return (call.notes.traceId ??= call.trace ? `Root=${call.host.traces.idOf(call.trace)}` : 'Root=1-00000000-000000000000000000000000')
}

export function sourceIp(request: HttpRequest): string {
  return request.remoteAddress.replace(/^::ffff:/, '')
}

/** A header's values, joined with commas; undefined where it was not sent. */
export function headerOf(request: HttpRequest, name: string): string | undefined {
  const lower = name.toLowerCase()
  const values: string[] = []
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2)
    if (request.rawHeaders[index]!.toLowerCase() === lower) values.push(request.rawHeaders[index + 1]!)
  return values.length === 0 ? undefined : values.join(',')
}

/** Query parameters, decoded, by name. */
export function queryOf(request: HttpRequest): Map<string, string[]> {
  const found = new Map<string, string[]>()
  if (request.rawQuery !== '') for (const name of new Set(request.query.keys())) found.set(name, request.query.getAll(name))
  return found
}

/** Types whose bodies reach the function as text; `application/x-www-form-urlencoded` does not, in AWS either. */
const TEXT = /^(?:text\/[^;]+|application\/(?:json|javascript|xml|[^;]+\+(?:json|xml)))\s*(?:;|$)/i
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A body as events carry it. One without a type counts as text if it is UTF-8 (unverified). */
export function eventBody(request: HttpRequest, body: Buffer): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false }
  const type = request.headers['content-type']
  const encoding = request.headers['content-encoding'] ?? 'identity'
  const text = encoding === 'identity' && (type === undefined || TEXT.test(type)) ? decodeText(body) : undefined
  return text === undefined ? { body: body.toString('base64'), isBase64Encoded: true } : { body: text, isBase64Encoded: false }
}

function decodeText(body: Buffer): string | undefined {
  try {
    return utf8.decode(body)
  } catch {
    return undefined
  }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `09/Apr/2015:12:34:56 +0000` */
export function logTime(now_ms: number): string {
  const [date = '', time = ''] = new Date(now_ms).toISOString().split('T')
  const [year, month, day] = date.split('-')
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`
}
