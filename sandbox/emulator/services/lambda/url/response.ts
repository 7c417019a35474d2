import type { HttpResponse } from '../../../kernel/http.ts'

/** AWS's own media type for a stream that begins with a status and headers. */
export const HTTP_INTEGRATION = 'application/vnd.awslambda.http-integration-response'
/** Between that beginning and the body. */
const DELIMITER = Buffer.alloc(8)
const DROPPED = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade'])

export const message = (status: number, text: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ Message: text }),
})

const FORBIDDEN =
  'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html'

export const forbidden = () => ({ ...message(403, FORBIDDEN), headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' } })

/** The function failed, or answered what cannot be made an answer of. */
export const badGateway = (): HttpResponse => ({ status: 502, headers: { 'content-type': 'application/json' }, body: 'Internal Server Error' })

/** As in "Invoking Lambda function URLs": what has no `statusCode` is the JSON body of a 200. */
export function responseFrom(payload: Buffer): HttpResponse {
  const value = parse(payload)
  if (!isObject(value) || value['statusCode'] === undefined)
    return { status: 200, headers: { 'content-type': 'application/json' }, body: payload }
  const { body, isBase64Encoded } = value
  const head = headFrom(value)
  if (!head) return badGateway()
  const text = body === undefined || body === null ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  return { ...head, body: isBase64Encoded === true ? Buffer.from(text, 'base64') : text }
}

/** Status and headers out of what a function says; undefined where they are none. */
export function headFrom(value: Record<string, unknown>): HttpResponse | undefined {
  const status = Number(value['statusCode'] ?? 200)
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined
  const headers: Record<string, string | string[]> = { 'content-type': 'application/json' }
  const given = value['headers']
  if (isObject(given))
    for (const [name, text] of Object.entries(given)) if (!DROPPED.has(name.toLowerCase())) headers[name.toLowerCase()] = String(text)
  const cookies = value['cookies']
  if (Array.isArray(cookies) && cookies.length > 0) headers['set-cookie'] = cookies.map(String)
  return { status, headers }
}

/** Splits the first bytes of such a stream; undefined while the delimiter has not come. */
export function splitPrelude(bytes: Buffer): { head: HttpResponse | undefined; rest: Buffer } | undefined {
  const at = bytes.indexOf(DELIMITER)
  if (at < 0) return undefined
  const value = parse(bytes.subarray(0, at))
  return { head: isObject(value) ? headFrom(value) : undefined, rest: bytes.subarray(at + DELIMITER.length) }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
}
