import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { createServer as createNetServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { systemClock, type Clock } from './clock.ts'
import { AwsError } from './errors.ts'
import { DROPPED } from './faults.ts'
import { hostName, type HttpRequest, type HttpResponse } from './http.ts'
import { Outbox } from './outbox.ts'
import { CONNECTION_HEADERS, ONE_PIECE_BYTES } from './plain-answer.ts'
import { PlainConnection } from './plain-connection.ts'
import { tooLarge } from './plain-request.ts'
import { sniff } from './sniff.ts'

/** Something that listens, with the port it got. */
export interface Front {
  readonly port: number
  /** Stops listening and ends open connections. */
  close(): Promise<void>
}

type Handler = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>
type Incoming = IncomingMessage | Http2ServerRequest
type Outgoing = ServerResponse | Http2ServerResponse

/** Past this an operation that wants its body in one piece is refused; streamed bodies have no such limit. */
const WHOLE_BODY_BYTES = 80 * 1024 * 1024

export interface ListenOptions {
  readonly host: string
  readonly port: number
  /** Whose time answers carry; the machine's without one. */
  readonly clock?: Clock
}

/**
 * Listens on `host:port` (0 picks a free one) for HTTP/1.1 and for HTTP/2 by prior knowledge, which the official
 * JavaScript Kinesis client speaks: a connection's first bytes tell them apart. Rejects with the system's error
 * (`EADDRINUSE`, `EACCES`) where it cannot listen.
 */
export async function listen(options: ListenOptions, handle: Handler): Promise<Front> {
  // V8 takes literals of which many live long when it first looks (the journal's) for ones that always will, puts what
  // else is made there among the old objects too, and so keeps whole requests until the next big garbage collection.
  setFlagsFromString('--no-allocation-site-pretenuring')
  const { clock, host, port } = options
  const date = dateOf(clock ?? systemClock())
  const protocols = createProtocols((req, res) => respond(req, res, handle, date))
  const plain = { handle, failure, date, outbox: new Outbox(), otherwise: (socket: Socket) => void protocols.http1.emit('connection', socket) }
  const sockets = new Set<Socket>()
  const server = createNetServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    sniff(socket, (protocol) => {
      // In HTTP/1.1 a client that has said all it will say still waits for its answer; in HTTP/2 it has left.
      socket.allowHalfOpen = protocol === 'http1'
      if (protocol === 'http1') new PlainConnection(socket, plain)
      else protocols.http2.emit('connection', socket)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** Clients set their own clocks by this header, to sign within the time in which a signature is taken. */
function dateOf(clock: Clock): () => string {
  let second = Number.NaN
  let text = ''
  return () => {
    const now = Math.floor(clock.machine.now() / 1000)
    // Writing a date costs as much as finding an operation, and thousands are written in a second.
    if (now !== second) [second, text] = [now, new Date(now * 1000).toUTCString()]
    return text
  }
}

/** Two servers that listen nowhere themselves. */
function createProtocols(serve: (req: Incoming, res: Outgoing) => void): Record<'http1' | 'http2', Server> {
  const http1 = createServer({ keepAliveTimeout: 65_000, requestTimeout: 0 }, serve)
  // The client decides when a body is worth sending; the answer is "continue" unless the handler answers first.
  http1.on('checkContinue', (req, res) => {
    res.writeContinue()
    serve(req, res)
  })
  return { http1, http2: createHttp2Server(serve) }
}

const ignore = () => {}

function respond(req: Incoming, res: Outgoing, handle: Handler, date: () => string): void {
  // A client that goes away in the middle is no error of ours; who reads the body is told by its own listener.
  req.on('error', ignore)
  res.on('error', ignore)
  // A small body comes with its head, but is parsed after it: a moment later it is there, and nobody needs to wait for it.
  if (hasBody(req)) queueMicrotask(() => void answer(req, res as ServerResponse, handle, date))
  else void answer(req, res as ServerResponse, handle, date)
}

const hasBody = ({ headers }: Incoming) =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'

async function answer(req: Incoming, res: ServerResponse, handle: Handler, date: () => string): Promise<void> {
  try {
    const answered = handle(new FrontRequest(req))
    send(req, res, answered instanceof Promise ? await answered : answered, date)
  } catch (error) {
    send(req, res, failure(error), date)
  }
}

const failure = (error: unknown): HttpResponse => ({
  status: error instanceof AwsError ? error.status : 500,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message: error instanceof Error ? error.message : 'Internal Server Error' }),
})

class FrontRequest implements HttpRequest {
  readonly method: string
  readonly path: string
  readonly rawQuery: string
  readonly headers: Record<string, string>
  readonly host: string
  readonly body: Incoming
  // Not `#query`: a protocol may put an object of its own in front of this one (see `compressed`).
  private parsedQuery: URLSearchParams | undefined
  private whole: Buffer | Promise<Buffer> | undefined

  constructor(req: Incoming) {
    const url = pathAndQuery(req.url ?? '/')
    const mark = url.indexOf('?')
    this.method = req.method ?? 'GET'
    this.path = mark < 0 ? url : url.slice(0, mark)
    this.rawQuery = mark < 0 ? '' : url.slice(mark + 1)
    this.headers = req.httpVersionMajor === 2 ? withoutPseudoHeaders(req.headers) : (req.headers as Record<string, string>)
    this.host = hostName(this.headers['host'] ?? '')
    this.body = req
  }

  get query(): URLSearchParams {
    return (this.parsedQuery ??= new URLSearchParams(this.rawQuery))
  }

  get rawHeaders(): readonly string[] {
    return this.body.httpVersionMajor === 2 ? Object.entries(this.headers).flat() : this.body.rawHeaders
  }

  get remoteAddress(): string {
    return this.body.socket?.remoteAddress ?? ''
  }

  get httpVersion(): string {
    return this.body.httpVersion
  }

  bytes(limit = WHOLE_BODY_BYTES): Buffer | Promise<Buffer> {
    return (this.whole ??= readAll(this.body, limit))
  }
}

/** A request line may hold a whole URL (as for a proxy), or the `*` of OPTIONS. */
function pathAndQuery(target: string): string {
  if (target.startsWith('/')) return target
  const rest = target.replace(/^[a-z]+:\/\/[^/?]*/i, '')
  return rest.startsWith('/') ? rest : rest.startsWith('?') ? `/${rest}` : '/'
}

/** HTTP/2 has method, path and host among the headers, named with a colon; of these only the host is one for us. */
function withoutPseudoHeaders(from: Incoming['headers']): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const name in from) if (name[0] !== ':') headers[name] = from[name] as string
  headers['host'] ??= (from[':authority'] as string | undefined) ?? ''
  return headers
}

const NOTHING: Buffer = Buffer.alloc(0)

/** A small body mostly comes with its head: no listener need wait for it. */
const hasCome = (body: Incoming) =>
  body.complete || (body.readableLength > 0 && body.readableLength === Number(body.headers['content-length']))

/** All of the body. Past `limit_bytes` the rest is read and dropped, so that the connection can carry the answer. */
function readAll(body: Incoming, limit_bytes: number): Buffer | Promise<Buffer> {
  if (hasCome(body) && body.readableLength <= limit_bytes) {
    const whole = body.read() as Buffer | null
    // Only a body that flows comes to its end.
    body.resume()
    return whole ?? NOTHING
  }
  return new Promise((resolve, reject) => {
    if (body.destroyed && !body.readableEnded) return reject(cutShort())
    const chunks: Buffer[] = []
    let size = 0
    body.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit_bytes) return void chunks.push(chunk)
      chunks.length = 0
      reject(tooLarge())
    })
    body.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    body.once('close', () => body.readableEnded || reject(cutShort()))
  })
}

/** Nobody hears this: the client has gone. */
const cutShort = () => new AwsError('IncompleteBody', 'The request body ended before its end.')

/** Ends the connection, with all that goes over it. */
function drop(req: Incoming): void {
  if ('stream' in req) req.stream.session?.destroy()
  else req.socket.destroy()
}

function send(req: Incoming, res: ServerResponse, response: HttpResponse, date: () => string): void {
  const { status, headers, body } = response
  if (status === DROPPED) return void drop(req)
  if (res.headersSent || res.destroyed) return void (body instanceof Readable && body.destroy())
  if (req.httpVersionMajor === 2) for (const name in headers) if (CONNECTION_HEADERS.test(name)) delete headers[name]
  const bodyless = req.method === 'HEAD' || status === 204 || status === 304
  if (!bodyless && !(body instanceof Readable) && headers['content-length'] === undefined)
    headers['content-length'] = String(body === undefined ? 0 : Buffer.byteLength(body))
  headers['date'] ??= date()
  res.writeHead(status, headers)
  if (bodyless && !(body instanceof Readable)) return void res.end()
  // As a text its bytes go out with the head's in one piece, which costs half as much as two.
  if (Buffer.isBuffer(body) && body.length <= ONE_PIECE_BYTES) return void res.end(body.toString('latin1'), 'latin1')
  if (!(body instanceof Readable)) return void res.end(body)
  if (bodyless) {
    body.destroy()
    return void res.end()
  }
  // Ending it in order would make a body that broke off look whole.
  body.once('error', (error) => res.destroy(error))
  res.once('close', () => body.destroy())
  body.pipe(res)
}
