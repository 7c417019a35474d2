import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { HttpResponse } from '../../../kernel/http.ts'

/** The function's answer is of no form that API Gateway understands. */
export class MalformedResponse extends Error {
  override readonly name = 'MalformedResponse'
}

const DROPPED = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade'])

/** An HTTP answer out of what a function returned, for payload format `version`. Throws `MalformedResponse`. */
export function readLambdaResponse(payload: Uint8Array | undefined, version: string): HttpResponse {
  const text = Buffer.from(payload ?? []).toString()
  const value = parse(text)
  if (isObject(value) && value['statusCode'] !== undefined) return fromParts(value, version)
  if (version === '1.0') throw new MalformedResponse('it has no statusCode')
  // Format 2.0 infers: whatever has no statusCode is the body of a 200.
  return { status: 200, headers: { 'content-type': 'application/json' }, body: typeof value === 'string' ? value : text }
}

const REST_MEMBERS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded'])

/** As `readLambdaResponse`, for REST APIs: no member is required, and no other is allowed. A body in base64 stays as it is. */
export function readRestResponse(payload: Uint8Array | undefined): HttpResponse & { readonly body: string; readonly isBase64Encoded: boolean } {
  const value = parse(Buffer.from(payload ?? []).toString())
  if (!isObject(value)) throw new MalformedResponse('it is no object')
  const other = Object.keys(value).find((name) => !REST_MEMBERS.has(name))
  if (other !== undefined) throw new MalformedResponse(`it has a member ${JSON.stringify(other)}`)
  const { statusCode = 200, isBase64Encoded = false, ...parts } = value
  const headers = headersOf(parts, '1.0')
  headers['content-type'] ??= 'application/json'
  return { status: readStatus(statusCode), headers, body: readText(parts) ?? '', isBase64Encoded: isBase64Encoded === true }
}

function fromParts(value: Record<string, unknown>, version: string): HttpResponse {
  const headers = headersOf(value, version)
  headers['content-type'] ??= 'text/plain;charset=UTF-8'
  return { status: readStatus(value['statusCode']), headers, body: readBody(value) }
}

function headersOf(value: Record<string, unknown>, version: string): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {}
  readHeaders(headers, value['headers'])
  if (version === '1.0') readMultiValueHeaders(headers, value['multiValueHeaders'])
  else readCookies(headers, value['cookies'])
  return headers
}

function readStatus(given: unknown): number {
  const status = typeof given === 'string' && /^\d{3}$/.test(given) ? Number(given) : given
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599)
    throw new MalformedResponse(`its statusCode is ${JSON.stringify(given)}`)
  return status
}

function readHeaders(into: Record<string, string | string[]>, given: unknown): void {
  if (given === undefined || given === null) return
  if (!isObject(given)) throw new MalformedResponse('its headers are no object')
  for (const [name, value] of Object.entries(given)) if (value !== null) put(into, name, [value])
}

function readMultiValueHeaders(into: Record<string, string | string[]>, given: unknown): void {
  if (given === undefined || given === null) return
  if (!isObject(given)) throw new MalformedResponse('its multiValueHeaders are no object')
  for (const [name, values] of Object.entries(given)) {
    if (!Array.isArray(values)) throw new MalformedResponse(`its multiValueHeaders have no list at ${JSON.stringify(name)}`)
    put(into, name, values)
  }
}

function readCookies(into: Record<string, string | string[]>, given: unknown): void {
  if (given === undefined || given === null) return
  if (!Array.isArray(given)) throw new MalformedResponse('its cookies are no list')
  const before = into['set-cookie'] ?? []
  put(into, 'set-cookie', [...(Array.isArray(before) ? before : [before]), ...(given as unknown[])])
}

function put(into: Record<string, string | string[]>, name: string, values: readonly unknown[]): void {
  const lower = name.toLowerCase()
  if (DROPPED.has(lower)) return
  try {
    validateHeaderName(name)
    const texts = values.map(headerText)
    for (const text of texts) validateHeaderValue(name, text)
    into[lower] = texts.length === 1 ? texts[0]! : lower === 'set-cookie' ? texts : texts.join(',')
  } catch {
    throw new MalformedResponse(`its header ${JSON.stringify(name)} cannot be sent`)
  }
}

function headerText(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new MalformedResponse('a header is no text')
}

function readBody(value: Record<string, unknown>): string | Buffer {
  const body = readText(value)
  return body !== undefined && value['isBase64Encoded'] === true ? Buffer.from(body, 'base64') : (body ?? '')
}

function readText({ body }: Record<string, unknown>): string | undefined {
  if (body === undefined || body === null) return undefined
  if (typeof body !== 'string') throw new MalformedResponse('its body is no text')
  return body
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new MalformedResponse('it is no JSON')
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
