import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { AwsError } from './errors.ts'
import { hostName, type HttpRequest } from './http.ts'
import { remembered } from './remembered.ts'

/** Longer heads are for a parser that refuses them properly. */
const LONGEST_HEAD_BYTES = 16 * 1024
const END_OF_HEAD = Buffer.from('\r\n\r\n')
const REQUEST_LINE = /^(GET|HEAD|PUT|POST|DELETE|PATCH|OPTIONS) (\/[\x21-\x7e]*) HTTP\/1\.1$/
const UNUSUAL = /[^\t\x20-\x7e\r\n]/
/** A name in lower case; empty for what is no name, or one that asks for more than a plain request does. */
const plainName = remembered((name) => {
  const lower = name.toLowerCase()
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !NOT_PLAIN.has(lower) ? lower : ''
})
const NOT_PLAIN = new Set(['transfer-encoding', 'expect', 'upgrade', 'http2-settings', 'te', 'trailer', 'proxy-connection', 'keep-alive', '__proto__'])

/**
 * The request that `bytes` begin with, where it is plain: whole, of HTTP/1.1, with a body of known length or none, no
 * header twice, and nothing asked of the connection but to stay. That is how nearly all come, and this reads them in a
 * third of the time that `node:http` takes. Undefined for all others: they need not be wrong, and `node:http` decides.
 * `names` are of the headers of the request before, most often the same, and are then those of this one.
 */
export function readPlain(bytes: Buffer, socket: Socket, names: HeaderName[]): PlainRequest | undefined {
  const end = bytes.indexOf(END_OF_HEAD)
  if (end < 0 || end > LONGEST_HEAD_BYTES) return undefined
  const head = bytes.toString('latin1', 0, end + 2)
  if (UNUSUAL.test(head)) return undefined
  const first = endOfLine(head, 0)
  if (first < 0) return undefined
  // A text of its own: a path lives on in what is stored and in the journal, and as a part of the head would keep all of it.
  const line = REQUEST_LINE.exec(bytes.toString('latin1', 0, first))
  const headers = line && readHeaders(head, first + 2, names)
  if (!headers || headers['host'] === undefined) return undefined
  const length = headers['content-length'] ?? '0'
  const from = end + END_OF_HEAD.length
  if (!/^\d{1,9}$/.test(length) || bytes.length - from < Number(length)) return undefined
  return new PlainRequest(line[1]!, line[2]!, headers, head.slice(first + 2), bytes.subarray(from, from + Number(length)), from, socket)
}

/** Negative, and so before everything, where a line ends in half of what ends one. */
function endOfLine(head: string, at: number): number {
  const end = head.indexOf('\r', at)
  return head.indexOf('\n', at) === end + 1 ? end : -1
}

/** A header's name as it was written, with its colon, and in lower case. */
export interface HeaderName {
  readonly start: string
  readonly lower: string
}

function readHeaders(head: string, first: number, names: HeaderName[]): Record<string, string> | undefined {
  const headers: Record<string, string> = {}
  for (let at = first, index = 0; at < head.length; index++) {
    const end = endOfLine(head, at)
    if (end < at) return undefined
    const expected = names[index]
    const name = expected && head.startsWith(expected.start, at) ? expected : readName(head, at, end)
    if (!name || headers[name.lower] !== undefined) return undefined
    names[index] = name
    const colon = at + name.start.length - 1
    // Mostly one space stands before a value and none behind it.
    const value = head.slice(head[colon + 1] === ' ' ? colon + 2 : colon + 1, end)
    headers[name.lower] = isTrimmed(value) ? value : value.trim()
    at = end + 2
  }
  const { connection } = headers
  return connection === undefined || connection.toLowerCase() === 'keep-alive' ? headers : undefined
}

function readName(head: string, at: number, end: number): HeaderName | undefined {
  const colon = head.indexOf(':', at)
  if (colon < 0 || colon > end) return undefined
  const lower = plainName(head.slice(at, colon))
  return lower === '' ? undefined : { start: head.slice(at, colon + 1), lower }
}

const isTrimmed = (value: string) => value.charCodeAt(0) !== 32 && value.charCodeAt(0) !== 9 && value.charCodeAt(value.length - 1) > 32

/** A request that is all there. */
export class PlainRequest implements HttpRequest {
  readonly method: string
  readonly path: string
  readonly rawQuery: string
  readonly headers: Record<string, string>
  readonly host: string
  readonly httpVersion = '1.1'
  readonly arrived: Buffer
  /** Bytes of all of it. */
  readonly size: number
  // Not `#lines`: a protocol may put an object of its own in front of this one (see `compressed`).
  private readonly lines: string
  private readonly socket: Socket
  private parsedQuery: URLSearchParams | undefined
  private stream: Readable | undefined

  constructor(method: string, target: string, headers: Record<string, string>, lines: string, content: Buffer, headSize: number, socket: Socket) {
    const mark = target.indexOf('?')
    this.method = method
    this.path = mark < 0 ? target : target.slice(0, mark)
    this.rawQuery = mark < 0 ? '' : target.slice(mark + 1)
    this.headers = headers
    this.host = hostName(headers['host']!)
    this.arrived = content
    this.size = headSize + content.length
    this.lines = lines
    this.socket = socket
  }

  get query(): URLSearchParams {
    return (this.parsedQuery ??= new URLSearchParams(this.rawQuery))
  }

  get rawHeaders(): readonly string[] {
    return this.lines.split('\r\n').slice(0, -1).flatMap((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trim()]
    })
  }

  get remoteAddress(): string {
    return this.socket.remoteAddress ?? ''
  }

  get body(): Readable {
    return (this.stream ??= Readable.from(this.arrived.length > 0 ? [this.arrived] : [], { objectMode: false }))
  }

  bytes(limit_bytes = Infinity): Buffer {
    if (this.arrived.length > limit_bytes) throw tooLarge()
    return this.arrived
  }
}

export const tooLarge = () => new AwsError('RequestEntityTooLargeException', 'Request body is too large.', { status: 413 })
