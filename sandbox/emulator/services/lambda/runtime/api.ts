import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createNetServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net'
import { ApiConnection, nextHeaders } from './api-connection.ts'
import { readAll, reply } from './api-messages.ts'
import type { Extensions } from './extensions.ts'
import type { ResponseSink } from './outcome.ts'

/** One invocation as the Runtime API hands it to a function's process. */
export interface NextInvocation {
  readonly requestId: string
  readonly payload: Uint8Array
  readonly deadline_ms: number
  readonly functionArn: string
  readonly traceId: string
  /** JSON, as the caller sent it. */
  readonly clientContext?: string
}

/** What a function's process says. Each is called once for each request of its own. */
export interface RuntimeEvents {
  /** The process asks for work: it has initialised, and is done with what it had. */
  ready(): void
  response(requestId: string, payload: Buffer): void
  error(requestId: string, payload: Buffer, errorType: string | undefined): void
  /** Where an answer that comes in pieces goes to; undefined where it is wanted whole. */
  sink(requestId: string): ResponseSink | undefined
  initError(payload: Buffer, errorType: string | undefined): void
}

const NEVER_MS = 2 ** 31 - 1
const PREFIX = '/2018-06-01/runtime/'

/** The Lambda Runtime API (2018-06-01) of one execution environment, on a port of its own: the port is its identity. */
export class RuntimeApi {
  readonly #server: NetServer
  /** For what is not plain; it listens nowhere itself. */
  readonly #http: Server
  readonly #sockets = new Set<Socket>()
  readonly #events: RuntimeEvents
  readonly #extensions: Extensions
  /** Answers the pending `invocation/next`. */
  #waiting: ((invocation: NextInvocation) => void) | undefined

  constructor(events: RuntimeEvents, extensions: Extensions) {
    this.#events = events
    this.#extensions = extensions
    const options = { requestTimeout: 0, keepAliveTimeout: 0, headersTimeout: 0, connectionsCheckingInterval: NEVER_MS }
    this.#http = createServer(options, (req, res) => void this.#serve(req, res))
    this.#server = createNetServer({ noDelay: true }, (socket) => this.#accept(socket))
  }

  /** Resolves with `host:port`, the form of `AWS_LAMBDA_RUNTIME_API`. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen({ host: '127.0.0.1', port: 0 }, resolve)
    })
    this.#server.unref()
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Answers the pending `invocation/next`; the caller knows that there is one. */
  send(invocation: NextInvocation): void {
    const answer = this.#waiting
    this.#waiting = undefined
    answer?.(invocation)
  }

  close(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    new ApiConnection(socket, {
      next: (answer) => this.#wait(answer),
      left: (answer) => this.#forget(answer),
      response: (requestId, payload) => this.#events.response(requestId, payload),
      error: (requestId, payload, errorType) => this.#events.error(requestId, payload, errorType),
      otherwise: (taken) => {
        // As `node:http` has it.
        taken.allowHalfOpen = true
        this.#http.emit('connection', taken)
      },
    })
  }

  #wait(answer: (invocation: NextInvocation) => void): void {
    this.#waiting = answer
    this.#events.ready()
  }

  #forget(answer: (invocation: NextInvocation) => void): void {
    if (this.#waiting === answer) this.#waiting = undefined
  }

  async #serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = req.url ?? ''
    if (req.method === 'GET' && path === `${PREFIX}invocation/next`) {
      const answer = ({ payload, ...invocation }: NextInvocation) => {
        res.writeHead(200, { ...nextHeaders(invocation), 'content-length': payload.byteLength })
        res.end(payload)
      }
      res.once('close', () => this.#forget(answer))
      return this.#wait(answer)
    }
    if (this.#extensions.serve(req, res)) return
    const [, requestId, what] = /^(?:init|invocation\/([^/]+))\/(response|error)$/.exec(path.slice(PREFIX.length)) ?? []
    if (req.method !== 'POST' || !path.startsWith(PREFIX) || (what === 'response' && requestId === undefined) || !what)
      return reply(res, 404, { errorType: 'InvalidRequest', errorMessage: `There is no ${req.method} ${path}.` })
    const streams = req.headers['lambda-runtime-function-response-mode'] === 'streaming'
    const sink = streams && requestId !== undefined ? this.#events.sink(requestId) : undefined
    const payload = sink ? await pass(req, sink) : await readAll(req)
    const broken = req.trailers['lambda-runtime-function-error-type']
    if (streams && broken && requestId !== undefined) {
      this.#events.error(requestId, Buffer.from(req.trailers['lambda-runtime-function-error-body'] ?? '', 'base64'), broken)
      return reply(res, 202, { status: 'OK' })
    }
    reply(res, 202, { status: 'OK' })
    const errorType = req.headers['lambda-runtime-function-error-type'] as string | undefined
    if (requestId === undefined) this.#events.initError(payload, errorType)
    else if (what === 'response') this.#events.response(requestId, payload)
    else this.#events.error(requestId, payload, errorType)
  }
}

/** Hands the pieces on; nothing of them is kept. */
async function pass(req: IncomingMessage, sink: ResponseSink): Promise<Buffer> {
  sink.begin(req.headers['content-type'])
  for await (const chunk of req) sink.write(chunk as Buffer)
  return Buffer.alloc(0)
}
