import type { Readable } from 'node:stream'
import type { HttpRequest, HttpResponse } from '../kernel/http.ts'
import { serializationError, formatText, parseText } from './scalars.ts'
import type { Member, Shape, TimestampFormat } from './shape.ts'

/** How a REST protocol writes the part of a message that is in the body. */
export interface BodyCodec {
  readonly contentType: string
  readonly timestamps: TimestampFormat
  /** Body members of `shape` (all that are bound to nothing else) out of the body. */
  readMembers(bytes: Buffer, shape: Shape): Record<string, unknown>
  /** One member that is the whole body. */
  readPayload(bytes: Buffer, member: Member): unknown
  writeMembers(value: Record<string, unknown>, shape: Shape): string
  writePayload(value: unknown, member: Member): string
}

/** Bound to nothing else, hence a part of the body. */
export const bodyMember = ({ traits }: Member) =>
  !traits.httpLabel && !traits.httpHeader && !traits.httpPrefixHeaders && !traits.httpQuery && !traits.httpQueryParams && !traits.httpPayload && !traits.httpResponseCode

/** The input of a REST operation out of its path labels, query, headers and body. A streaming payload stays a stream. */
export async function decodeBindings(
  shape: Shape,
  labels: Readonly<Record<string, string>>,
  request: HttpRequest,
  codec: BodyCodec,
): Promise<object> {
  const input: Record<string, unknown> = {}
  let wantsBody = false
  for (const member of shape.members) {
    if (bodyMember(member)) wantsBody = true
    else if (member.traits.httpPayload) await readPayload(input, member, request, codec)
    else readBound(input, member, labels, request)
  }
  if (wantsBody) {
    const bytes = await request.bytes()
    if (bytes.length > 0) {
      const read = codec.readMembers(bytes, shape)
      for (const member of shape.members)
        if (bodyMember(member) && read[member.name] !== undefined) input[member.name] = read[member.name]
    }
  }
  return input
}

async function readPayload(input: Record<string, unknown>, member: Member, request: HttpRequest, codec: BodyCodec) {
  if (member.traits.streaming && member.shape.kind === 'blob') {
    input[member.name] = request.body
    return
  }
  const bytes = await request.bytes()
  if (bytes.length === 0) return
  const kind = member.shape.kind
  input[member.name] = kind === 'blob' ? bytes : kind === 'string' ? bytes.toString() : codec.readPayload(bytes, member)
}

function readBound(
  input: Record<string, unknown>,
  member: Member,
  labels: Readonly<Record<string, string>>,
  request: HttpRequest,
): void {
  const { traits, shape, name } = member
  if (traits.httpLabel) {
    const label = labels[name]
    if (label !== undefined) input[name] = parseText(decodeLabel(label), shape, 'date-time')
  } else if (traits.httpHeader) {
    const text = request.headers[traits.httpHeader.toLowerCase()]
    if (text !== undefined) input[name] = fromHeader(text, shape)
  } else if (traits.httpPrefixHeaders) {
    input[name] = prefixed(request, traits.httpPrefixHeaders.toLowerCase())
  } else if (request.rawQuery !== '') {
    const value = fromQuery(request.query, member)
    if (value !== undefined) input[name] = value
  }
}

function decodeLabel(label: string): string {
  try {
    return decodeURIComponent(label)
  } catch {
    throw serializationError(`The path has an invalid escape: ${label}`)
  }
}

function fromHeader(text: string, shape: Shape): unknown {
  if (shape.kind !== 'list') return parseText(text, shape, 'http-date')
  return text.split(',').map((item) => parseText(item.trim(), shape.element!.shape, 'http-date'))
}

/** Header names are lower case on the wire; the part after the prefix is the key, as S3 metadata has it. */
function prefixed(request: HttpRequest, prefix: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers))
    if (name.startsWith(prefix)) found[name.slice(prefix.length)] = value
  return found
}

function fromQuery(query: URLSearchParams, { traits, shape }: Member): unknown {
  if (traits.httpQueryParams) {
    const map: Record<string, unknown> = {}
    for (const name of query.keys()) map[name] = shape.element!.shape.kind === 'list' ? query.getAll(name) : query.get(name)
    return map
  }
  const name = traits.httpQuery!
  if (!query.has(name)) return undefined
  if (shape.kind === 'list') return query.getAll(name).map((text) => parseText(text, shape.element!.shape, 'date-time'))
  return parseText(query.get(name)!, shape, 'date-time')
}

/** The answer of a REST operation: status, headers and body out of its output. */
export function encodeBindings(
  shape: Shape,
  status: number,
  output: Record<string, unknown>,
  codec: BodyCodec,
): HttpResponse {
  const response: HttpResponse = { status, headers: {} }
  let bodyMembers = false
  let payload: Member | undefined
  for (const member of shape.members) {
    if (member.traits.httpPayload) payload = member
    else if (bodyMember(member)) bodyMembers = true
    else if (output[member.name] !== undefined && output[member.name] !== null) writeBound(response, member, output[member.name])
  }
  if (payload) writePayload(response, payload, output[payload.name], codec)
  else if (bodyMembers) {
    response.headers['content-type'] ??= codec.contentType
    response.body = codec.writeMembers(output, shape)
  }
  return response
}

function writeBound(response: HttpResponse, { traits, shape }: Member, value: unknown): void {
  if (traits.httpResponseCode) response.status = value as number
  else if (traits.httpPrefixHeaders) {
    for (const [key, text] of Object.entries(value as Record<string, string>))
      response.headers[`${traits.httpPrefixHeaders.toLowerCase()}${key}`] = text
  } else if (traits.httpHeader) {
    const one = (item: unknown) => formatText(item, shape.kind === 'list' ? shape.element!.shape : shape, 'http-date')
    response.headers[traits.httpHeader.toLowerCase()] = Array.isArray(value) ? value.map(one).join(', ') : one(value)
  }
}

function writePayload(response: HttpResponse, member: Member, value: unknown, codec: BodyCodec): void {
  if (value === undefined || value === null) return
  if (member.shape.kind === 'blob' || member.shape.kind === 'string') {
    response.body = value as string | Uint8Array | Readable
    return
  }
  response.headers['content-type'] ??= codec.contentType
  response.body = codec.writePayload(value, member)
}
