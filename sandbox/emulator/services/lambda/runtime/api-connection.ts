import type { Socket } from 'node:net'
import { readPlain, type HeaderName, type PlainRequest } from '../../../kernel/plain-request.ts'
import type { NextInvocation } from './api.ts'

const NEXT = '/2018-06-01/runtime/invocation/next'
const RESULT = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/
const ACCEPTED = 'HTTP/1.1 202 Accepted\r\ncontent-type: application/json\r\ncontent-length: 15\r\n\r\n{"status":"OK"}'

export interface ApiConnectionEvents {
  /** The process asks for work: what is given to `answer` is what it gets. */
  next(answer: (invocation: NextInvocation) => void): void
  /** It has gone, and wants no answer any more. */
  left(answer: (invocation: NextInvocation) => void): void
  response(requestId: string, payload: Buffer): void
  error(requestId: string, payload: Buffer, errorType: string | undefined): void
  /** Takes over the connection, on which all that is yet to be answered has been put back. */
  otherwise(socket: Socket): void
}

/**
 * One connection to a Runtime API, as long as nothing but `invocation/next` and whole results come over it, which is
 * nearly always: `node:http` would take several times as long for them. A runtime may send its answer and its request
 * for more work together.
 */
export class ApiConnection {
  readonly #socket: Socket
  readonly #events: ApiConnectionEvents
  readonly #names: HeaderName[] = []
  /** Came while the process was waiting for work, or is of a request that has not come whole. */
  #rest: Buffer[] = []
  #size = 0
  /** Where that request ends. */
  #wanted = 0
  #isWaiting = false
  #owesAnswer = false

  constructor(socket: Socket, events: ApiConnectionEvents) {
    this.#socket = socket
    this.#events = events
    socket.on('data', this.#onData)
    socket.on('close', this.#onClose)
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#rest.push(chunk)
    this.#size += chunk.length
    if (!this.#isWaiting && this.#size >= this.#wanted) this.#takeRest()
  }

  readonly #onClose = (): void => {
    if (this.#isWaiting) this.#events.left(this.#answer)
  }

  #takeRest(): void {
    const bytes = this.#rest.length === 1 ? this.#rest[0]! : Buffer.concat(this.#rest)
    this.#rest = []
    this.#size = this.#wanted = 0
    if (bytes.length > 0) this.#take(bytes)
  }

  #take(bytes: Buffer): void {
    const request = readPlain(bytes, this.#socket, this.#names)
    if (!request && (this.#wanted = endOf(bytes)) > bytes.length) return this.#onData(bytes)
    if (!request || !this.#serve(request)) return this.#leave(bytes)
    if (request.size < bytes.length) this.#onData(bytes.subarray(request.size))
  }

  /** Whether it was one of these. */
  #serve({ method, path, headers, arrived }: PlainRequest): boolean {
    if (method === 'GET' && path === NEXT) {
      this.#isWaiting = true
      this.#events.next(this.#answer)
      return true
    }
    const [, requestId, what] = (method === 'POST' && RESULT.exec(path)) || []
    if (requestId === undefined || headers['lambda-runtime-function-response-mode'] === 'streaming') return false
    // Whoever invoked the function comes first: it is told in this turn, its process in the next; or with its next
    // invocation, if it has asked for that already.
    this.#owesAnswer = true
    setImmediate(() => this.#isWaiting || this.#acknowledge())
    if (what === 'response') this.#events.response(requestId, arrived)
    else this.#events.error(requestId, arrived, headers['lambda-runtime-function-error-type'])
    return true
  }

  #acknowledge(): void {
    const owed = this.#owed()
    if (owed !== '') this.#socket.write(owed, 'latin1')
  }

  /** What is yet to be said to the result that came last; the caller says it. */
  #owed(): string {
    const owed = this.#owesAnswer ? ACCEPTED : ''
    this.#owesAnswer = false
    return owed
  }

  readonly #answer = ({ payload, ...invocation }: NextInvocation): void => {
    this.#isWaiting = false
    // In one piece: each write wakes the process.
    this.#socket.write(Buffer.concat([Buffer.from(`${this.#owed()}${headOf(invocation, payload.byteLength)}`), payload]))
    this.#takeRest()
  }

  #leave(bytes: Buffer): void {
    this.#acknowledge()
    this.#socket.off('data', this.#onData)
    this.#socket.off('close', this.#onClose)
    this.#socket.unshift(bytes)
    this.#events.otherwise(this.#socket)
  }
}

/** Where a result ends whose head has come; 0 where it is none, or what comes is not plain. */
function endOf(bytes: Buffer): number {
  const end = bytes.indexOf('\r\n\r\n')
  const head = bytes.toString('latin1', 0, Math.max(end, 0) + 2)
  const length = /\r\ncontent-length: *(\d+) *\r\n/i.exec(head)?.[1]
  const isPlain = head.startsWith('POST ') && RESULT.test(head.split(' ', 2)[1]!) && !/\r\n(expect|transfer-encoding|lambda-runtime-function-response-mode):/i.test(head)
  return isPlain && length !== undefined ? end + 4 + Number(length) : 0
}

function headOf(invocation: Omit<NextInvocation, 'payload'>, length: number): string {
  const headers = Object.entries(nextHeaders(invocation)).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n${headers.join('')}\r\n`
}

/** What `invocation/next` tells of an invocation beside its event. */
export function nextHeaders(invocation: Omit<NextInvocation, 'payload'>): Record<string, string> {
  return {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': invocation.requestId,
    'lambda-runtime-deadline-ms': String(invocation.deadline_ms),
    'lambda-runtime-invoked-function-arn': invocation.functionArn,
    'lambda-runtime-trace-id': invocation.traceId,
    ...(invocation.clientContext === undefined ? {} : { 'lambda-runtime-client-context': inOneLine(invocation.clientContext) }),
  }
}

/** The same JSON with nothing but what a header may have. */
const inOneLine = (json: string) =>
  json.replace(/[^\x20-\x7e]/g, (sign) => (sign < ' ' ? ' ' : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`))
