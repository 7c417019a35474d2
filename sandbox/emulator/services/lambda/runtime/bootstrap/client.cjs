'use strict'
const { connect } = require('node:net')

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':')
const END_OF_HEAD = Buffer.from('\r\n\r\n')
/** Those whose answers are to come, in the order of their requests. */
const waiting = []
let socket
let pending = []
let size = 0
/** Of the answer that is coming; undefined while its head is not there. */
let head

const get = (path) => send('GET', path, '', {})
const post = (path, body, headers = {}) =>
  send('POST', path, body, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers })

/**
 * Sends a request over the one connection, which takes a fraction of what `node:http` would; the engine answers with a
 * length. What is sent in one turn goes out in one piece, as an answer does with the request for more work behind it.
 */
function send(method, path, body, headers) {
  socket ??= open()
  let text = `${method} ${path} HTTP/1.1\r\nhost: ${host}:${port}\r\n`
  for (const name in headers) text += `${name}: ${headers[name]}\r\n`
  if (socket.writableCorked === 0) {
    socket.cork()
    process.nextTick(() => socket.uncork())
  }
  socket.write(`${text}\r\n${body}`)
  socket.ref()
  return new Promise((resolve) => waiting.push(resolve))
}

/** Without an engine there is nothing left to do: whatever breaks on the way to it ends the process. */
function open() {
  const opened = connect({ host, port: Number(port), noDelay: true })
  opened.on('data', take)
  opened.on('error', gone)
  opened.on('close', gone)
  return opened
}

function take(chunk) {
  pending.push(chunk)
  size += chunk.length
  while (size > 0) {
    if (!head) {
      const bytes = whole()
      const end = bytes.indexOf(END_OF_HEAD)
      if (end < 0) return
      head = readHead(bytes.toString('latin1', 0, end), end + END_OF_HEAD.length)
    }
    const end = head.from + head.length
    if (size < end) return
    const bytes = whole()
    const { from, headers } = head
    head = undefined
    pending = end < size ? [bytes.subarray(end)] : []
    size -= end
    const resolve = waiting.shift()
    // A connection on which nothing is awaited does not keep the process alive: an empty event loop is an answer (see run.cjs).
    if (waiting.length === 0) socket.unref()
    resolve({ headers, body: bytes.toString('utf8', from, end) })
  }
}

function whole() {
  if (pending.length > 1) pending = [Buffer.concat(pending)]
  return pending[0]
}

function readHead(text, from) {
  const headers = {}
  for (const line of text.split('\r\n').slice(1)) {
    const colon = line.indexOf(':')
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  return { headers, from, length: Number(headers['content-length'] ?? 0) }
}

/** A request whose body is written piece by piece, with trailers at its end; over a connection of its own. */
function postStream(path, contentType) {
  const { request } = require('node:http')
  const headers = {
    'content-type': contentType,
    'lambda-runtime-function-response-mode': 'streaming',
    'transfer-encoding': 'chunked',
    trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
  }
  const sent = request({ host, port, method: 'POST', path, headers })
  const answered = new Promise((resolve) => {
    sent.on('response', (response) => response.resume().on('end', resolve).on('error', gone))
    sent.on('error', gone)
  })
  return { request: sent, answered }
}

function gone() {
  process.exit(1)
}

module.exports = { get, post, postStream }
