import { Socket } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPlain, type HeaderName } from './plain-request.ts'

const read = (text: string, names: HeaderName[] = []) => readPlain(Buffer.from(text, 'latin1'), new Socket(), names)

test('a plain request is read whole, and what follows it is left', () => {
  const text = 'PUT /a%20b?x=1&y HTTP/1.1\r\nHost: A.b:80\r\nX-One:  padded \t\r\nContent-Length: 3\r\nX-Empty:\r\n\r\nabcGET'
  const request = read(text)!
  expect(request).toMatchObject({
    ...{ method: 'PUT', path: '/a%20b', rawQuery: 'x=1&y', host: 'a.b', httpVersion: '1.1', size: text.length - 3 },
    headers: { host: 'A.b:80', 'x-one': 'padded', 'content-length': '3', 'x-empty': '' },
    rawHeaders: ['Host', 'A.b:80', 'X-One', 'padded', 'Content-Length', '3', 'X-Empty', ''],
  })
  expect(request.query.get('x')).toBe('1')
  expect(String(request.bytes())).toBe('abc')
  expect(() => request.bytes(2)).toThrow('too large')
})

test('its body is a stream for those who want one', async () => {
  expect(Buffer.concat(await read('PUT / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nab')!.body.toArray()).toString()).toBe('ab')
  expect(await read('GET / HTTP/1.1\r\nhost: x\r\n\r\n')!.body.toArray()).toEqual([])
})

const withHeader = (line: string) => `GET / HTTP/1.1\r\nhost: x\r\n${line}\r\n\r\n`

test.each([
  ['no host', 'GET / HTTP/1.1\r\n\r\n'],
  ['half a head', 'GET / HTTP/1.1\r\nhost: x\r\n'],
  ['half a body', 'PUT / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nab'],
  ['an older version', 'GET / HTTP/1.0\r\nhost: x\r\n\r\n'],
  ['a method of its own', 'PROPFIND / HTTP/1.1\r\nhost: x\r\n\r\n'],
  ['a whole URL', 'GET http://x/ HTTP/1.1\r\nhost: x\r\n\r\n'],
  ['a star', 'OPTIONS * HTTP/1.1\r\nhost: x\r\n\r\n'],
  ['two spaces', 'GET  / HTTP/1.1\r\nhost: x\r\n\r\n'],
  ['no line ends but line feeds', 'GET / HTTP/1.1\nhost: x\n\r\n\r\n'],
  ['a line feed alone', withHeader('a: b\nc: d')],
  ['a carriage return alone', withHeader('a: b\rc: d')],
  ['a body in chunks', withHeader('transfer-encoding: chunked')],
  ['a question first', withHeader('Expect: 100-continue')],
  ['another protocol', withHeader('upgrade: websocket')],
  ['an end of the connection', withHeader('connection: close')],
  ['headers of the connection', withHeader('connection: keep-alive, x-other')],
  ['a header twice', withHeader('A: 1\r\na: 2')],
  ['a header that every object has', withHeader('constructor: 1')],
  ['a prototype', withHeader('__proto__: 1')],
  ['a folded header', withHeader('a: b\r\n c')],
  ['a space before the colon', withHeader('a : b')],
  ['no name', withHeader(': b')],
  ['no colon', withHeader('a')],
  ['a control character', withHeader('a: b\0c')],
  ['what is not ASCII', withHeader('a: \u00e9')],
  ['a length that is none', withHeader('content-length: +1')],
  ['a negative length', withHeader('content-length: -1')],
  ['a hexadecimal length', withHeader('content-length: 0x0')],
  ['no length', withHeader('content-length:')],
  ['a head that is too long', withHeader(`a: ${'b'.repeat(17_000)}`)],
])('%s is not for this', (_name, text) => {
  expect(read(text)).toBeUndefined()
})

test('the connection may be asked to stay', () => {
  expect(read(withHeader('Connection: Keep-Alive'))).toBeDefined()
})

test('names that are expected change nothing', () => {
  const name = fc.constantFrom('a', 'A', 'ab', 'b', 'x-amz-date', 'X-Amz-Date', 'a-', 'content-type')
  const headers = fc.array(fc.tuple(name, fc.string({ unit: fc.constantFrom(...'a: \tb'), maxLength: 4 })), { maxLength: 5 })
  const text = (lines: readonly (readonly [string, string])[]) => `GET / HTTP/1.1\r\nhost: x\r\n${lines.map(([n, v]) => `${n}:${v}\r\n`).join('')}\r\n`
  const property = fc.property(fc.array(headers, { minLength: 1, maxLength: 4 }), (requests) => {
    const names: HeaderName[] = []
    for (const lines of requests) expect(read(text(lines), names)?.headers).toEqual(read(text(lines))?.headers)
  })
  fc.assert(property, { numRuns: 500 })
})
