import type { Readable } from 'node:stream'
import type { AwsError } from '../kernel/errors.ts'
import type { HttpRequest, HttpResponse } from '../kernel/http.ts'
import { andThen } from '../kernel/sooner.ts'
import { serializationError, formatText, parseText } from './scalars.ts'
import { hasParameters } from './route-table.ts'
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
  /**
   * The error for a header, query parameter or label that cannot be read as its member's type; undefined leaves the
   * member out. Absent: `SerializationException`.
   */
  unreadable?(member: Member, text: string): AwsError | undefined
}

/** Bound to nothing else, hence a part of the body. */
const bodyMember = ({ traits }: Member) =>
  !traits.httpLabel &&
  !traits.httpHeader &&
  !traits.httpPrefixHeaders &&
  !traits.httpQuery &&
  !traits.httpQueryParams &&
  !traits.httpPayload &&
  !traits.httpResponseCode

/** As `bodyMember`, of an answer: that has no path and no query, even where API Gateway's model binds its lists' `position` to one. */
export const answerBodyMember = ({ traits }: Member) => !traits.httpHeader && !traits.httpPrefixHeaders && !traits.httpPayload && !traits.httpResponseCode

/** A structure's members by where they are in a message: made once, so that a request walks what it has, not what it could have. */
interface Plan {
  readonly labels: readonly Member[]
  /** By lower-case header name. */
  readonly headers: ReadonlyMap<string, Member>
  /** The prefix in lower case. */
  readonly prefixed: readonly (readonly [prefix: string, member: string])[]
  readonly query: readonly Member[]
  /** How a member of an answer is written, for those that are not in its body. */
  readonly outputs: ReadonlyMap<string, Write>
  readonly body: readonly Member[]
  readonly answerBody: readonly Member[]
  readonly payload?: Member
}

type Write = (response: HttpResponse, value: unknown) => void

const plans = new WeakMap<Shape, Plan>()

function planOf(shape: Shape): Plan {
  const known = plans.get(shape)
  if (known) return known
  const pick = (trait: (member: Member) => unknown) => shape.members.filter((member) => Boolean(trait(member)))
  const payload = shape.members.find(({ traits }) => traits.httpPayload)
  const plan: Plan = {
    labels: pick(({ traits }) => traits.httpLabel),
    headers: new Map(pick(({ traits }) => traits.httpHeader).map((member) => [member.traits.httpHeader!.toLowerCase(), member])),
    prefixed: pick(({ traits }) => traits.httpPrefixHeaders).map(({ name, traits }) => [traits.httpPrefixHeaders!.toLowerCase(), name]),
    query: pick(({ traits }) => traits.httpQuery ?? traits.httpQueryParams),
    outputs: new Map(shape.members.flatMap((member) => {
      const write = writerOf(member)
      return write ? [[member.name, write] as const] : []
    })),
    body: pick(bodyMember),
    answerBody: pick(answerBodyMember),
    ...(payload ? { payload } : {}),
  }
  plans.set(shape, plan)
  return plan
}

/** The input of a REST operation out of its path labels, query, headers and body. A streaming payload stays a stream. */
export function decodeBindings(
  shape: Shape,
  labels: Readonly<Record<string, string>>,
  request: HttpRequest,
  codec: BodyCodec,
): object | Promise<object> {
  const input: Record<string, unknown> = {}
  const plan = planOf(shape)
  readLabels(input, plan, labels, codec)
  readHeaders(input, plan, request, codec)
  if (hasParameters(request)) readQuery(input, plan, request.query, codec)
  if (plan.payload) return readPayload(input, plan.payload, request, codec)
  if (plan.body.length === 0) return input
  return andThen(request.bytes(), (bytes) => {
    if (bytes.length === 0) return input
    const read = codec.readMembers(bytes, shape)
    for (const { name } of plan.body) if (read[name] !== undefined) input[name] = read[name]
    return input
  })
}

function readLabels(input: Record<string, unknown>, plan: Plan, labels: Readonly<Record<string, string>>, codec: BodyCodec) {
  for (const member of plan.labels) {
    const label = labels[member.name]
    if (label !== undefined) set(input, member, label, codec, fromLabel)
  }
}

function readHeaders(input: Record<string, unknown>, plan: Plan, { headers }: HttpRequest, codec: BodyCodec): void {
  for (const [, map] of plan.prefixed) input[map] = {}
  for (const name in headers) {
    const member = plan.headers.get(name)
    if (member) set(input, member, headers[name]!, codec, fromHeader)
    // Header names are lower case on the wire; the part after the prefix is the key, as S3 metadata has it.
    for (const [prefix, map] of plan.prefixed)
      if (name.startsWith(prefix)) (input[map] as Record<string, string>)[name.slice(prefix.length)] = headers[name]!
  }
}

function readQuery(input: Record<string, unknown>, plan: Plan, query: URLSearchParams, codec: BodyCodec): void {
  for (const member of plan.query) {
    const text = member.traits.httpQuery === undefined ? '' : query.get(member.traits.httpQuery)
    if (text !== null) set(input, member, text, codec, () => fromQuery(query, member))
  }
}

function set(input: Record<string, unknown>, member: Member, text: string, codec: BodyCodec, read: (text: string, shape: Shape) => unknown): void {
  const { shape } = member
  try {
    input[member.name] = read(text, shape)
  } catch (error) {
    if (!codec.unreadable) throw error
    const refusal = codec.unreadable(member, text)
    if (refusal) throw refusal
  }
}

function readPayload(input: Record<string, unknown>, member: Member, request: HttpRequest, codec: BodyCodec): object | Promise<object> {
  const { kind } = member.shape
  if (member.traits.streaming && kind === 'blob') {
    input[member.name] = request.arrived ?? request.body
    return input
  }
  return andThen(request.bytes(), (bytes) => {
    if (bytes.length > 0)
      input[member.name] = kind === 'blob' ? bytes : kind === 'string' ? bytes.toString() : codec.readPayload(bytes, member)
    return input
  })
}

function decodeLabel(label: string): string {
  if (!label.includes('%')) return label
  try {
    return decodeURIComponent(label)
  } catch {
    throw serializationError(`The path has an invalid escape: ${label}`)
  }
}

const fromLabel = (text: string, shape: Shape) => parseText(decodeLabel(text), shape, 'date-time')

function fromHeader(text: string, shape: Shape): unknown {
  if (shape.kind !== 'list') return parseText(text, shape, 'http-date')
  const element = shape.element!.shape
  return text.split(',').map((item) => parseText(item.trim(), element, 'http-date'))
}

function fromQuery(query: URLSearchParams, { traits, shape }: Member): unknown {
  if (traits.httpQueryParams) {
    const map: Record<string, unknown> = {}
    for (const name of query.keys()) map[name] = shape.element!.shape.kind === 'list' ? query.getAll(name) : query.get(name)
    return map
  }
  const name = traits.httpQuery!
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
  const plan = planOf(shape)
  for (const name in output) {
    const value = output[name]
    if (value !== undefined && value !== null) plan.outputs.get(name)?.(response, value)
  }
  if (plan.payload) writePayload(response, plan.payload, output[plan.payload.name], codec)
  else if (plan.answerBody.length > 0) {
    response.headers['content-type'] ??= codec.contentType
    response.body = codec.writeMembers(output, shape)
  }
  return response
}

/** Undefined for what is in the body. */
function writerOf({ traits, shape }: Member): Write | undefined {
  if (traits.httpHeader) {
    const name = traits.httpHeader.toLowerCase()
    const one = (item: unknown) => (typeof item === 'string' ? item : formatText(item, shape.kind === 'list' ? shape.element!.shape : shape, 'http-date'))
    return ({ headers }, value) => (headers[name] = Array.isArray(value) ? value.map(one).join(', ') : one(value))
  }
  if (traits.httpResponseCode) return (response, value) => (response.status = value as number)
  if (!traits.httpPrefixHeaders) return undefined
  const prefix = traits.httpPrefixHeaders.toLowerCase()
  return ({ headers }, value) => {
    for (const key in value as Record<string, string>) headers[prefix + key] = (value as Record<string, string>)[key]!
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
