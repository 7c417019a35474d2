import type { Context } from '../kernel/context.ts'
import { AwsError } from '../kernel/errors.ts'
import type { HttpRequest, HttpResponse } from '../kernel/http.ts'
import type { Match, Protocol } from '../kernel/service.ts'
import { decodeBindings, encodeBindings, type BodyCodec } from './http-bindings.ts'
import { routeTable, type Address } from './route-table.ts'
import { errorStatus, readModel, type Member, type Shape } from './shape.ts'
import { contents, escapeXml, fromXml, malformedXml, memberToXml, parseXmlRoot, XML_DECLARATION } from './xml.ts'

export interface RestXmlOptions {
  readonly xmlNamespace: string
  /** Takes the part of the address that is in the host (a bucket) out of the request. */
  readonly address: (request: HttpRequest) => Address
  readonly implemented: (operation: string) => boolean
  /** Headers for every answer. */
  readonly headers: (ctx: Context) => Record<string, string>
  /** Extra elements of an error document, after Code and Message. */
  readonly errorDetails: (ctx: Context, match: Match | undefined) => Record<string, string>
  /** Statuses that depend on the output or differ from the schema's, by operation; undefined leaves the schema's. */
  readonly statuses?: Readonly<Record<string, (output: Readonly<Record<string, unknown>>) => number | undefined>>
  /** See `BodyCodec`. */
  readonly unreadable?: (member: Member, text: string) => AwsError | undefined
  /** Answers that the schema alone does not describe, by operation: the body for an output. */
  readonly bodies?: Readonly<Record<string, (output: never) => string>>
}

/** REST with XML bodies, as S3 speaks it: `<Error>` is the root of an error document. */
export function restXml(sdk: object, options: RestXmlOptions): Protocol {
  const model = readModel(sdk)
  const route = routeTable(model, options.implemented)
  const codec = { ...xmlCodec(options.xmlNamespace), ...(options.unreadable ? { unreadable: options.unreadable } : {}) }
  return {
    signatures: () => 'storage',
    match: (request) => route(request, options.address(request)),
    decode: (match, request) =>
      decodeBindings(model.operations.get(match.operation)!.input, match.labels, request, codec),
    encode(match, output, ctx) {
      const shape = model.operations.get(match.operation)!
      const values = output as Record<string, unknown>
      const status = options.statuses?.[match.operation]?.(values) ?? shape.http?.[2] ?? 200
      const response = encodeBindings(shape.output, status, values, codec)
      const body = options.bodies?.[match.operation]
      if (body) {
        response.body = XML_DECLARATION + body(output as never)
        response.headers['content-type'] = 'application/xml'
      }
      Object.assign(response.headers, options.headers(ctx))
      return response
    },
    encodeError: (error, ctx, match) => errorDocument(error, ctx, match, options),
    unknownOperation: (request) =>
      new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
        status: 405,
        members: { Method: request.method, ResourceType: 'OBJECT' },
      }),
    required: (operation) => model.operations.get(operation)?.input.required ?? [],
    errorStatus: (code) => errorStatus(model, code),
    operationNames: () => [...model.operations.keys()],
  }
}

function xmlCodec(xmlNamespace: string): BodyCodec {
  const root = (tag: string, inner: string) => `${XML_DECLARATION}<${tag} xmlns="${xmlNamespace}">${inner}</${tag}>`
  return {
    contentType: 'application/xml',
    timestamps: 'date-time',
    readMembers: (bytes, shape) => readDocument(bytes, undefined, shape) as Record<string, unknown>,
    readPayload: (bytes, { traits, shape }) => readDocument(bytes, traits.xmlName ?? shape.traits.xmlName ?? shape.name, shape),
    writeMembers: (value, shape: Shape) => root(shape.traits.xmlName ?? shape.name, contents(value, shape)),
    writePayload: (value, { shape, traits, name }) =>
      shape.kind === 'struct'
        ? root(traits.xmlName ?? shape.traits.xmlName ?? shape.name, contents(value as Record<string, unknown>, shape))
        : XML_DECLARATION + memberToXml(value, { name, traits, shape }),
  }
}

/** A document whose root or values are not those of the schema is as wrong as one that cannot be parsed. */
function readDocument(bytes: Buffer, name: string | undefined, shape: Shape): unknown {
  const root = parseXmlRoot(bytes)
  if (name !== undefined && root.name !== name) throw malformedXml()
  try {
    return fromXml(root.value, shape)
  } catch {
    throw malformedXml()
  }
}

function errorDocument(
  error: AwsError,
  ctx: Context,
  match: Match | undefined,
  options: RestXmlOptions,
): HttpResponse {
  const headers = { ...options.headers(ctx), ...error.headers }
  // An answer to HEAD has no body, and 304 never has one: the status is all that a client sees.
  if (ctx.request?.method === 'HEAD' || error.status === 304) return { status: error.status, headers }
  const details = { Code: error.code, Message: error.message, ...error.members, ...options.errorDetails(ctx, match) }
  const inner = Object.entries(details).map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
  const body = `${XML_DECLARATION}<Error>${inner.join('')}</Error>`
  return { status: error.status, headers: { 'content-type': 'application/xml', ...headers }, body }
}
