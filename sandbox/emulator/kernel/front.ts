import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { createServer as createNetServer, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { AwsError } from './errors.ts'
import type { HttpRequest, HttpResponse } from './http.ts'

/** Something that listens, with the port it got. */
export interface Front {
  readonly port: number
  /** Stops listening and ends open connections. */
  close(): Promise<void>
}

/** Past this an operation that wants its body in one piece is refused; streamed bodies have no such limit. */
const WHOLE_BODY_BYTES = 80 * 1024 * 1024
const PREFACE_BYTE = 'P'.charCodeAt(0)

/**
 * Listens on `host:port` (0 picks a free one) for HTTP/1.1 and for HTTP/2 by prior knowledge, which the official
 * JavaScript Kinesis client speaks: a connection's first bytes tell them apart.
 */
export async function listen(
  options: { host: string; port: number },
  handle: (request: HttpRequest) => Promise<HttpResponse>,
): Promise<Front> {
  const serve = (req: IncomingMessage | Http2ServerRequest, res: ServerResponse | Http2ServerResponse) => {
    void respond(req, res, handle)
  }
  const http1 = createServer({ keepAliveTimeout: 65_000, requestTimeout: 0 }, serve)
  const http2 = createHttp2Server(serve)
  // The client decides when a body is worth sending; the answer is "continue" unless the handler answers first.
  http1.on('checkContinue', (req, res) => {
    res.writeContinue()
    serve(req, res)
  })
  const sockets = new Set<Socket>()
  const server = createNetServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.once('readable', () => hand(socket))
  })
  const hand = (socket: Socket) => {
    const first = socket.read() as Buffer | null
    if (first === null) return void socket.once('readable', () => hand(socket))
    socket.unshift(first)
    const isHttp2 = first[0] === PREFACE_BYTE && first.subarray(0, 5).toString('latin1') === 'PRI *'
    ;(isHttp2 ? http2 : http1).emit('connection', socket)
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: options.host, port: options.port }, () => resolve())
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      })
    },
  }
}

async function respond(
  req: IncomingMessage | Http2ServerRequest,
  res: ServerResponse | Http2ServerResponse,
  handle: (request: HttpRequest) => Promise<HttpResponse>,
): Promise<void> {
  try {
    send(req, res as ServerResponse, await handle(toRequest(req)))
  } catch (error) {
    send(req, res as ServerResponse, {
      status: error instanceof AwsError ? error.status : 500,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ message: error instanceof Error ? error.message : 'Internal Server Error' }),
    })
  }
}

function toRequest(req: IncomingMessage | Http2ServerRequest): HttpRequest {
  const target = req.url ?? '/'
  const url = target.startsWith('/') ? target : target.replace(/^[a-z]+:\/\/[^/]*/i, '') || '/'
  const mark = url.indexOf('?')
  const rawQuery = mark < 0 ? '' : url.slice(mark + 1)
  const headers = req.headers as Record<string, string>
  let query: URLSearchParams | undefined
  let whole: Promise<Buffer> | undefined
  return {
    method: req.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    rawQuery,
    get query() {
      return (query ??= new URLSearchParams(rawQuery))
    },
    headers,
    rawHeaders: req.rawHeaders,
    host: (headers['host'] ?? headers[':authority'] ?? '').replace(/:\d+$/, '').toLowerCase(),
    remoteAddress: req.socket?.remoteAddress ?? '',
    httpVersion: req.httpVersion,
    body: req,
    bytes: (limit = WHOLE_BODY_BYTES) => (whole ??= readAll(req, limit)),
  }
}

async function readAll(body: Readable, limit_bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += (chunk as Buffer).length
    if (size > limit_bytes)
      throw new AwsError('RequestEntityTooLargeException', 'Request body is too large.', { status: 413 })
    chunks.push(chunk as Buffer)
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}

const CONNECTION_HEADERS = new Set(['connection', 'keep-alive', 'transfer-encoding'])

function send(req: IncomingMessage | Http2ServerRequest, res: ServerResponse, response: HttpResponse): void {
  if (res.headersSent || res.destroyed) return
  const headers = response.headers
  const body = response.body
  const http2 = req.httpVersionMajor === 2
  if (http2) for (const name of CONNECTION_HEADERS) delete headers[name]
  const streamed = body instanceof Readable
  if (!streamed && req.method !== 'HEAD' && headers['content-length'] === undefined && response.status !== 204) {
    const length = body === undefined ? 0 : typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength
    headers['content-length'] = String(length)
  }
  res.writeHead(response.status, headers)
  if (req.method === 'HEAD' || body === undefined) {
    if (streamed) body.destroy()
    res.end()
  } else if (streamed) {
    body.once('error', () => res.destroy())
    res.once('close', () => body.destroy())
    body.pipe(res)
  } else {
    res.end(body)
  }
}
