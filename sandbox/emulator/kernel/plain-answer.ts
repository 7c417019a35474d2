import { once } from 'node:events'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import type { HttpResponse } from './http.ts'
import { remembered } from './remembered.ts'

/** Larger bodies are better not copied. */
export const ONE_PIECE_BYTES = 16 * 1024

/** What the connection alone decides is not an answer's to say. */
export const CONNECTION_HEADERS = /^(connection|keep-alive|proxy-connection|transfer-encoding|upgrade|http2-settings)$/i

interface Name {
  /** `name: `; empty for what is left out. */
  readonly start: string
  readonly lower: string
}

const nameOf = remembered((name): Name => {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw new Error(`A header cannot be named ${JSON.stringify(name)}.`)
  return { start: CONNECTION_HEADERS.test(name) ? '' : `${name}: `, lower: name.toLowerCase() }
})

const statusLine = remembered((status) => `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'unknown'}\r\n`)

/**
 * Writes a whole answer of HTTP/1.1 to a request by `method`, adding `date` and what says where the body ends. Throws
 * where a header is none, before anything is written. What it gives says when the next answer may follow; undefined: now.
 */
export function writeAnswer(socket: Socket, method: string, response: HttpResponse, date: string): Promise<unknown> | undefined {
  const { body, status } = response
  const isStream = body instanceof Readable
  const bodyless = method === 'HEAD' || status === 204 || status === 304
  const length = bodyless || isStream ? undefined : body === undefined ? 0 : Buffer.byteLength(body)
  const { text, hasLength } = headOf(response, date, length)
  if (!isStream) return write(socket, text, bodyless ? undefined : body, length)
  if (!bodyless) return stream(socket, hasLength ? `${text}\r\n` : `${text}transfer-encoding: chunked\r\n\r\n`, body, !hasLength)
  body.destroy()
  return write(socket, text, undefined, undefined)
}

/** All of an answer's head but the empty line. */
function headOf({ status, headers }: HttpResponse, date: string, length: number | undefined): { text: string; hasLength: boolean } {
  let text = statusLine(String(status))
  let hasLength = false
  let hasDate = false
  for (const given in headers) {
    const { start, lower } = nameOf(given)
    if (start === '') continue
    const value = headers[given]!
    if (typeof value === 'string') text += line(start, value)
    else for (const one of [value].flat()) text += line(start, String(one))
    hasLength ||= lower === 'content-length'
    hasDate ||= lower === 'date'
  }
  if (!hasLength && length !== undefined) text += `content-length: ${length}\r\n`
  return { text: hasDate ? text : `${text}date: ${date}\r\n`, hasLength }
}

function line(start: string, value: string): string {
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) throw new Error(`The header ${start}${JSON.stringify(value)} has a character that none may have.`)
  return `${start}${value}\r\n`
}

function write(socket: Socket, head: string, body: string | Uint8Array | undefined, length: number | undefined): Promise<unknown> | undefined {
  const text = `${head}\r\n`
  let isTaken: boolean
  // As one text its bytes go out with the head's in one piece, which costs half as much as two.
  if (body === undefined) isTaken = socket.write(text, 'latin1')
  else if (typeof body === 'string' && body.length === length) isTaken = socket.write(text + body, 'latin1')
  else if (typeof body !== 'string' && body.length <= ONE_PIECE_BYTES) isTaken = socket.write(text + latin1(body), 'latin1')
  else {
    socket.cork()
    socket.write(text, 'latin1')
    isTaken = socket.write(body)
    socket.uncork()
  }
  return isTaken ? undefined : drained(socket)
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')

/** Whoever does not read is not written to; whoever has gone is waited for no longer. */
function drained(socket: Socket): Promise<unknown> {
  if (socket.destroyed) return Promise.resolve()
  const over = new AbortController()
  const { signal } = over
  const both = [once(socket, 'drain', { signal }), once(socket, 'close', { signal })]
  return Promise.race(both).finally(() => {
    over.abort()
    for (const other of both) other.catch(() => {})
  })
}

/** A body that breaks off breaks the connection: ending it in order would make it look whole. */
async function stream(socket: Socket, head: string, body: Readable, isChunked: boolean): Promise<void> {
  const leave = () => body.destroy()
  socket.once('close', leave)
  // Of an answer without a known end, who says no more wants to hear no more.
  if (isChunked) socket.once('end', leave)
  try {
    socket.write(head, 'latin1')
    for await (const piece of body) {
      const chunk = typeof piece === 'string' ? Buffer.from(piece) : (piece as Buffer)
      if (chunk.length === 0) continue
      if (isChunked) socket.write(`${chunk.length.toString(16)}\r\n`, 'latin1')
      const isTaken = socket.write(chunk)
      if (isChunked) socket.write('\r\n', 'latin1')
      if (!isTaken) await drained(socket)
    }
    if (isChunked) socket.write('0\r\n\r\n', 'latin1')
  } catch {
    socket.destroy()
  } finally {
    socket.off('close', leave)
    socket.off('end', leave)
  }
}
