import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request as http1Request } from 'node:http'
import { connect as http2Connect, type ClientHttp2Session } from 'node:http2'
import { connect, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import { eventually } from '../../testing/engine.ts'
import { manualClock } from './clock.ts'
import { AwsError } from './errors.ts'
import { listen, type Front } from './front.ts'
import type { HttpRequest, HttpResponse } from './http.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function serve(handle: (request: HttpRequest) => HttpResponse | Promise<HttpResponse>): Promise<Front> {
  const front = await listen({ host: '127.0.0.1', port: 0 }, async (request) => handle(request))
  cleanups.push(() => front.close())
  return front
}

const text = (body: string): HttpResponse => ({ status: 200, headers: { 'content-type': 'text/plain' }, body })
const echo = async (request: HttpRequest): Promise<HttpResponse> => ({ status: 200, headers: {}, body: await request.bytes() })
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

interface Answer {
  readonly status: number
  readonly headers: Record<string, unknown>
  readonly body: Buffer
}
type Ask = (path: string, options?: { method?: string; body?: Buffer }) => Promise<Answer>

/** A client that sends all of its requests over one connection. */
const clients: Record<string, (front: Front) => Ask> = {
  'HTTP/1.1'(front) {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    cleanups.push(() => agent.destroy())
    return async (path, { method = 'GET', body } = {}) => {
      const request = http1Request({ host: '127.0.0.1', port: front.port, path, method, agent })
      request.end(body)
      const [response] = await once(request, 'response')
      return { status: response.statusCode, headers: response.headers, body: await buffer(response) }
    }
  },
  'HTTP/2'(front) {
    const session = http2Session(front)
    return async (path, { method = 'GET', body } = {}) => {
      const stream = session.request({ ':path': path, ':method': method }, { endStream: !body })
      if (body) stream.end(body)
      const [headers] = await once(stream, 'response')
      return { status: headers[':status'], headers, body: await buffer(stream) }
    }
  },
}

function http2Session(front: Front): ClientHttp2Session {
  // The client's own limit (MB) would refuse the largest body here.
  const session = http2Connect(`http://127.0.0.1:${front.port}`, { maxSessionMemory: 256 })
  cleanups.push(() => session.destroy())
  return session
}

function rawSocket(front: Front): { socket: Socket; received: () => string } {
  const socket = connect({ port: front.port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
  cleanups.push(() => socket.destroy())
  let all = ''
  socket.on('data', (chunk: Buffer) => (all += chunk.toString('latin1')))
  socket.on('error', () => {})
  return { socket, received: () => all }
}

describe.each(Object.entries(clients))('over %s', (name, client) => {
  test('a request arrives whole: path as sent, host, headers, and no pseudo-headers among them', async () => {
    const seen: HttpRequest[] = []
    const front = await serve((request) => (seen.push(request), text('ok')))
    expect((await client(front)('/a%20b?x=1&y')).status).toBe(200)
    const [request] = seen
    expect(request).toMatchObject({ path: '/a%20b', rawQuery: 'x=1&y', host: '127.0.0.1', method: 'GET' })
    expect(request!.headers['host']).toBe(`127.0.0.1:${front.port}`)
    expect([...Object.keys(request!.headers), ...request!.rawHeaders].filter((header) => header.startsWith(':'))).toEqual([])
    expect(request!.httpVersion).toBe(name === 'HTTP/2' ? '2.0' : '1.1')
  })

  test('many requests share one connection', async () => {
    const front = await serve((request) => text(request.path))
    const ask = client(front)
    const paths = Array.from({ length: 50 }, (_, i) => `/${i}`)
    const answers = await Promise.all(paths.map((path) => ask(path)))
    expect(answers.map((answer) => answer.body.toString())).toEqual(paths)
  })

  test('a large body comes back as it went, in one piece or as a stream', async () => {
    const body = randomBytes(20 * 1024 * 1024)
    const front = await serve(async (request) =>
      request.path === '/stream' ? { status: 200, headers: {}, body: request.body } : echo(request),
    )
    const ask = client(front)
    for (const path of ['/whole', '/stream'])
      expect(sha256((await ask(path, { method: 'PUT', body })).body)).toBe(sha256(body))
  })

  test('HEAD has the headers and no body', async () => {
    const front = await serve(() => ({ status: 200, headers: { 'content-length': '5' }, body: 'hello' }))
    const answer = await client(front)('/', { method: 'HEAD' })
    expect(answer.headers['content-length']).toBe('5')
    expect(answer.body).toHaveLength(0)
  })

  test('a body that nobody reads does not stop the connection', async () => {
    const front = await serve(() => text('not read'))
    const ask = client(front)
    const body = Buffer.alloc(3 * 1024 * 1024)
    for (const _ of [1, 2, 3]) expect((await ask('/', { method: 'PUT', body })).body.toString()).toBe('not read')
  })

  test('a body past the limit is answered 413, and the connection goes on', async () => {
    const front = await serve(async (request) => text(String((await request.bytes(1024)).length)))
    const ask = client(front)
    expect((await ask('/', { method: 'PUT', body: Buffer.alloc(2 * 1024 * 1024) })).status).toBe(413)
    expect((await ask('/', { method: 'PUT', body: Buffer.alloc(1024) })).body.toString()).toBe('1024')
  })

  test('a body that breaks off is not taken for a whole one', async () => {
    const front = await serve(() => {
      const body = Readable.from(
        (async function* () {
          yield 'the beginning'
          throw new Error('the disk is gone')
        })(),
      )
      return { status: 200, headers: {}, body }
    })
    await expect(client(front)('/')).rejects.toThrow()
  })

  test('a handler that throws is answered by its status, and headers that break the protocol do not end it', async () => {
    const front = await serve((request) => {
      if (request.path === '/teapot') throw new AwsError('Teapot', 'short and stout', { status: 418 })
      return { status: 200, headers: { Connection: 'keep-alive', 'Transfer-Encoding': 'chunked' }, body: Readable.from(['ok']) }
    })
    const ask = client(front)
    expect(await ask('/teapot')).toMatchObject({ status: 418, body: Buffer.from('{"message":"short and stout"}') })
    expect((await ask('/')).body.toString()).toBe('ok')
  })
})

test.each(['HTTP/1.1', 'HTTP/2'])('a client that leaves in the middle of its %s body ends only its own request', async (name) => {
  let whole: Buffer | Promise<Buffer> | undefined
  const front = await serve(async (request) => {
    if (request.method === 'PUT') await (whole = request.bytes())
    return text('alive')
  })
  const leave = name === 'HTTP/2' ? halfOfHttp2(front) : halfOfHttp1(front)
  await eventually('the request is there', () => (whole ? true : undefined))
  leave()
  await expect(whole).rejects.toMatchObject({ code: 'IncompleteBody' })
  expect((await clients[name]!(front)('/')).body.toString()).toBe('alive')
})

function halfOfHttp2(front: Front): () => void {
  const session = http2Session(front)
  session.on('error', () => {})
  const stream = session.request({ ':method': 'PUT', ':path': '/' })
  stream.on('error', () => {})
  stream.write('half')
  return () => session.destroy()
}

function halfOfHttp1(front: Front): () => void {
  const { socket } = rawSocket(front)
  socket.write('PUT / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf')
  return () => socket.destroy()
}

test('a client that leaves in the middle of an answer ends the stream behind it', async () => {
  const source = new Readable({ read() { this.push(Buffer.alloc(65_536)) } })
  const front = await serve(() => ({ status: 200, headers: {}, body: source }))
  const { socket } = rawSocket(front)
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
  await once(socket, 'data')
  socket.destroy()
  expect(await eventually('the source is let go', () => source.destroyed || undefined)).toBe(true)
})

test('pipelined requests in the first packet are answered in order', async () => {
  const front = await serve((request) => text(`[${request.path}]`))
  const { socket, received } = rawSocket(front)
  socket.write('GET /1 HTTP/1.1\r\nhost: x\r\n\r\nPUT /2 HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nabGET /3 HTTP/1.1\r\nhost: x\r\n\r\n')
  await eventually('three answers', () => received().includes('[/3]') || undefined)
  expect(received().match(/\[\/\d\]/g)).toEqual(['[/1]', '[/2]', '[/3]'])
})

test.each(['PUT /x HTTP/1.1\r\nhost: x\r\n\r\n', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00'])(
  'first bytes that come one by one are understood: %j',
  async (bytes) => {
    const front = await serve((request) => text(request.path))
    const { socket, received } = rawSocket(front)
    for (const byte of Buffer.from(bytes, 'latin1')) {
      socket.write(Uint8Array.of(byte))
      await new Promise((resolve) => setImmediate(resolve))
    }
    // An HTTP/2 server begins with a SETTINGS frame (type 4).
    const wanted = bytes.startsWith('PUT') ? /^HTTP\/1\.1 200 .*\/x$/s : /^\0\0.\x04/s
    expect(await eventually('an answer', () => received() || undefined)).toMatch(wanted)
  },
)

test('a client that has closed its sending side still gets its answer', async () => {
  const front = await serve(echo)
  const { socket, received } = rawSocket(front)
  socket.end('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nabc')
  await once(socket, 'end')
  expect(received()).toMatch(/^HTTP\/1\.1 200 OK.*abc$/s)
})

test('a request line with a whole URL, or a star, has a path', async () => {
  const front = await serve((request) => text(`[${request.path}|${request.rawQuery}]`))
  for (const [target, path] of [['http://a.b/c?d', '/c|d'], ['http://a.b?d', '/|d'], ['*', '/|']]) {
    const { socket, received } = rawSocket(front)
    socket.end(`OPTIONS ${target} HTTP/1.1\r\nhost: x\r\n\r\n`)
    await once(socket, 'end')
    expect(received()).toContain(`[${path}]`)
  }
})

test('what is no HTTP is refused, and a connection that says nothing is closed with its client', async () => {
  const front = await serve(echo)
  const { socket, received } = rawSocket(front)
  socket.write(Uint8Array.of(0x16, 0x03, 0x01, 0x00))
  await once(socket, 'end')
  expect(received()).toMatch(/^HTTP\/1\.1 400/)
  const silent = rawSocket(front).socket
  silent.end()
  await once(silent, 'close')
})

test('the Date of an answer is that of the clock', async () => {
  const clock = manualClock(784_111_777_000)
  const front = await listen({ host: '127.0.0.1', port: 0, clock }, async () => text('x'))
  cleanups.push(() => front.close())
  for (const client of Object.values(clients)) expect((await client(front)('/')).headers['date']).toBe('Sun, 06 Nov 1994 08:49:37 GMT')
})

test('closing ends idle connections, and the port can be taken again', async () => {
  const front = await serve(echo)
  const ask = clients['HTTP/1.1']!(front)
  await ask('/')
  await expect(listen({ host: '127.0.0.1', port: front.port }, echo)).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await front.close()
  const again = await listen({ host: '127.0.0.1', port: front.port }, echo)
  await again.close()
})

test('plain requests and others take turns on a connection, also while one is being answered', async () => {
  const front = await serve(async (request) => {
    if (request.path === '/slow') await new Promise((resolve) => setImmediate(resolve))
    return text(`[${request.path} ${(await request.bytes()).toString()}]`)
  })
  const { socket, received } = rawSocket(front)
  const plain = (path: string, body: string) => `PUT ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  const chunked = (path: string) => `PUT ${path} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n1\r\nc\r\n0\r\n\r\n`
  socket.write(plain('/slow', '1') + plain('/2', '2') + plain('/slow', '3').slice(0, -3))
  await eventually('two answers', () => received().includes('[/2 2]') || undefined)
  socket.write(plain('/slow', '3').slice(-3) + chunked('/4') + plain('/5', '5') + chunked('/slow'))
  await eventually('six answers', () => received().match(/\[.*?\]/g)?.length === 6 || undefined)
  expect(received().match(/\[.*?\]/g)).toEqual(['[/slow 1]', '[/2 2]', '[/slow 3]', '[/4 c]', '[/5 5]', '[/slow c]'])
})

test('very many requests in one packet are answered', async () => {
  const front = await serve((request) => text(request.path))
  const { socket, received } = rawSocket(front)
  socket.write('GET /x HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(5000))
  await eventually('all answers', () => received().match(/HTTP\/1\.1 200 OK/g)?.length === 5000 || undefined)
})

test('with many connections at once each gets its own answers, in order and whole, though some of them leave', async () => {
  const large = Buffer.alloc(300_000, 'l')
  const bodies: Record<string, () => NonNullable<HttpResponse['body']>> = { text: () => 'text', large: () => large, stream: () => Readable.from(['a', 'stream']) }
  const front = await listen({ host: '127.0.0.1', port: 0 }, ({ path }) => ({ status: 200, headers: { path }, body: bodies[path.split('/')[1]!]!() }))
  cleanups.push(() => front.close())
  const kinds = Object.keys(bodies)
  const all = Array.from({ length: 24 }, (_, number) => ({ number, ...rawSocket(front) }))
  const targets = (number: number, round: number) => [0, 1, 2].map((which) => `/${kinds[(number + round + which) % 3]}/${number}/${round}/${which}`)
  for (let round = 0; round < 4; round++) {
    const [leaving, staying] = [all.filter(({ number }) => number % 6 === round), all.filter(({ number }) => number % 6 > round)]
    for (const { socket, number } of [...leaving, ...staying]) socket.write(targets(number, round).map((path) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`).join(''))
    for (const { socket } of leaving) socket.destroy()
    for (const { number, received } of staying) {
      const wanted = Array.from({ length: round + 1 }, (_, past) => targets(number, past)).flat()
      await eventually(`all answers of ${number}`, () => (pathsIn(received()).length === wanted.length && received().split('l'.repeat(300_000)).length === round + 2) || undefined)
      expect(pathsIn(received())).toEqual(wanted)
    }
  }
})

const pathsIn = (answers: string) => [...answers.matchAll(/\r\npath: (\S+)\r\n/g)].map(([, path]) => path)

test.each<[string, HttpResponse, string | RegExp]>([
  ['a text beyond ASCII', { status: 200, headers: {}, body: 'ä€😀' }, 'content-length: 9'],
  ['bytes', { status: 201, headers: { etag: '"x"' }, body: Buffer.from([0xff, 0x80]) }, /^HTTP\/1\.1 201 Created\r\netag: "x"\r\ncontent-length: 2\r\n.*\r\n\r\n\xff\x80$/s],
  ['many bytes', { status: 200, headers: {}, body: Buffer.alloc(100_000, 'x') }, /content-length: 100000\r\n.*\r\n\r\nx{100000}$/s],
  ['a header twice', { status: 200, headers: { 'set-cookie': ['a=1', 'b=2'] }, body: '' }, /set-cookie: a=1\r\nset-cookie: b=2\r\n/],
  ['no content', { status: 204, headers: {} }, /^HTTP\/1\.1 204 No Content\r\ndate: [^\r]+\r\n\r\n$/],
  ['a status of its own', { status: 799, headers: {} }, /^HTTP\/1\.1 799 unknown\r\n/],
  ['a stream of known length', { status: 200, headers: { 'content-length': '2' }, body: Readable.from(['o', 'k']) }, /^(?!.*chunked).*\r\n\r\nok$/s],
  ['a stream without one', { status: 200, headers: {}, body: Readable.from(['o', '', 'k']) }, /chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n$/],
  ['a value that would be a header', { status: 200, headers: { a: 'b\r\nc: d' } }, /^HTTP\/1\.1 500 (?!.*\nc: d)/s],
  ['a name that would be a header', { status: 200, headers: { 'a: b\r\nc': 'd' } }, /^HTTP\/1\.1 500 (?!.*\nc: d)/s],
])('%s is written as HTTP has it', async (_name, response, wanted) => {
  const front = await serve(() => response)
  const { socket, received } = rawSocket(front)
  socket.end('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
  await once(socket, 'end')
  if (typeof wanted === 'string') expect(received()).toContain(wanted)
  else expect(received()).toMatch(wanted)
})

test('whoever does not read is not answered further', async () => {
  let asked = 0
  const front = await serve(() => (asked++, { status: 200, headers: {}, body: Buffer.alloc(4 * 1024 * 1024) }))
  const { socket } = rawSocket(front)
  socket.pause()
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(20))
  await eventually('some are asked for', () => asked > 0 || undefined)
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve))
  expect(asked).toBeLessThan(5)
  socket.resume()
  await eventually('all are', () => asked === 20 || undefined)
})
