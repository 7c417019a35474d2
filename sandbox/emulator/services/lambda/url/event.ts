import type { Host, Principal } from '../../../kernel/context.ts'
import type { HttpRequest } from '../../../kernel/http.ts'
import type { Span } from '../../../kernel/trace/span.ts'
import type { UrlConfig } from './config.ts'

/** A request to a function URL. */
export interface UrlCall {
  readonly host: Host
  readonly request: HttpRequest
  readonly url: UrlConfig
  /** As sent, without what leads to the URL. */
  readonly path: string
  readonly requestId: string
  /** Who signed; only where the URL asks for it. */
  readonly principal?: Principal
  readonly trace: Span
}

const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'http2-settings'])
const TEXT = /^(?:text\/|application\/(?:json|javascript|xml|[^;]+\+(?:json|xml)))/i
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The event of payload format 2.0, as function URLs send it; members without a value are left out. */
export function urlEvent(call: UrlCall, body: Buffer): object {
  const { request } = call
  const cookies = request.headers['cookie']?.split(/;\s*/).filter((cookie) => cookie !== '')
  const query = Object.fromEntries([...new Set(request.query.keys())].map((name) => [name, request.query.getAll(name).join(',')]))
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: decodePath(call.path),
    rawQueryString: request.rawQuery,
    ...(cookies ? { cookies } : {}),
    headers: headersOf(call),
    ...(request.rawQuery === '' ? {} : { queryStringParameters: query }),
    requestContext: requestContext(call),
    ...bodyOf(request, body),
  }
}

function requestContext({ host, request, url, path, requestId, principal }: UrlCall): object {
  const now = host.clock.now()
  return {
    accountId: principal ? url.account : 'anonymous',
    apiId: url.id,
    ...(principal ? { authorizer: { iam: identityOf(principal) } } : {}),
    domainName: `${url.id}.lambda-url.${url.region}.on.aws`,
    domainPrefix: url.id,
    http: {
      method: request.method,
      path: decodePath(path),
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: sourceIp(request),
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId,
    routeKey: '$default',
    stage: '$default',
    time: logTime(now),
    timeEpoch: now,
  }
}

function identityOf({ accessKeyId, account, arn, userId }: Principal): object {
  return { accessKey: accessKeyId, accountId: account, callerId: userId, cognitoIdentity: null, principalOrgId: null, userArn: arn, userId }
}

function headersOf({ host, request, url, trace }: UrlCall): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) if (!HOP_BY_HOP.has(name) && name !== 'cookie') headers[name] = value
  const given = request.headers['host'] ?? `${url.id}.lambda-url.${url.region}.on.aws`
  return {
    ...headers,
    host: given,
    'x-amzn-trace-id': headers['x-amzn-trace-id'] ?? `Root=${host.traces.idOf(trace)}`,
    'x-forwarded-for': [headers['x-forwarded-for'], sourceIp(request)].filter(Boolean).join(', '),
    'x-forwarded-port': /:(\d+)$/.exec(given)?.[1] ?? '80',
    'x-forwarded-proto': 'http',
  }
}

/** Text stays text; a form, and what is of no textual type, comes in base64. */
function bodyOf({ headers }: HttpRequest, body: Buffer): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false }
  const type = headers['content-type']
  try {
    if (type === undefined || TEXT.test(type)) return { body: utf8.decode(body), isBase64Encoded: false }
  } catch {
    // What claims to be text and is not goes as it is.
  }
  return { body: body.toString('base64'), isBase64Encoded: true }
}

const sourceIp = ({ remoteAddress }: HttpRequest) => remoteAddress.replace(/^::ffff:/, '')

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** `09/Apr/2015:12:34:56 +0000` */
function logTime(now: number): string {
  const [date = '', time = ''] = new Date(now).toISOString().split('T')
  const [year, month, day] = date.split('-')
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`
}
