'use strict'
const { Agent, request } = require('node:http')

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':')
// A free socket of an agent does not keep the process alive: an empty event loop is an answer (see run.mjs).
const agent = new Agent({ keepAlive: true, maxSockets: 1, scheduling: 'fifo' })

const get = (path) => send('GET', path, undefined, {})
const post = (path, body, headers = {}) =>
  send('POST', path, body, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers })

/** Without an engine there is nothing left to do: whatever breaks on the way to it ends the process. */
function send(method, path, body, headers) {
  return new Promise((resolve) => {
    const sent = request({ host, port, method, path, headers, agent }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }))
      response.on('error', gone)
    })
    sent.on('error', gone)
    sent.end(body)
  })
}

/** A request whose body is written piece by piece, with trailers at its end. */
function postStream(path, contentType) {
  const headers = {
    'content-type': contentType,
    'lambda-runtime-function-response-mode': 'streaming',
    'transfer-encoding': 'chunked',
    trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
  }
  const sent = request({ host, port, method: 'POST', path, headers, agent })
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
