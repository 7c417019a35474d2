'use strict'
const { Writable } = require('node:stream')
const { finished } = require('node:stream/promises')
const { postStream } = require('./client.cjs')

const STREAMING = Symbol('streaming')
const HTTP_INTEGRATION = 'application/vnd.awslambda.http-integration-response'

/** `awslambda`, the global by which a handler says that it streams. */
function provideStreaming() {
  globalThis.awslambda = {
    streamifyResponse(handler) {
      handler[STREAMING] = true
      return handler
    },
    HttpResponseStream: {
      from(stream, metadata) {
        stream.setContentType(HTTP_INTEGRATION)
        stream.prelude = Buffer.concat([Buffer.from(JSON.stringify(metadata)), Buffer.alloc(8)])
        return stream
      },
    },
  }
}

const streams = (handler) => handler[STREAMING] === true

/** What the handler writes goes out as it comes; the type can be set until the first piece. */
class ResponseStream extends Writable {
  contentType = 'application/octet-stream'
  prelude = undefined
  sent = undefined

  constructor(path, over) {
    super()
    this.path = path
    this.over = over
  }

  setContentType(type) {
    this.contentType = type
  }

  _begin() {
    if (this.sent) return
    this.sent = postStream(this.path, this.contentType)
    if (this.prelude) this.sent.request.write(this.prelude)
  }

  _write(chunk, _encoding, done) {
    this._begin()
    this.sent.request.write(chunk, done)
  }

  _final(done) {
    this._begin()
    this.over()
    this.sent.request.end()
    this.sent.answered.then(() => done(), done)
  }

  /** Ends what has begun with an error, as the Runtime API has it: in trailers. */
  async break(described) {
    const { request, answered } = this.sent
    request.addTrailers({
      'Lambda-Runtime-Function-Error-Type': described.errorType,
      'Lambda-Runtime-Function-Error-Body': Buffer.from(JSON.stringify(described)).toString('base64'),
    })
    request.end()
    await answered
  }
}

/** `over(error)` is called when the handler is done; gives the error of one that had not begun to answer. */
async function runStreaming(handler, body, context, path, over) {
  const stream = new ResponseStream(path, () => over())
  const end = finished(stream)
  end.catch(() => {})
  try {
    await Promise.race([handler(JSON.parse(body), stream, context), end.then(() => new Promise(() => {}))])
  } catch (error) {
    stream.on('error', () => {})
    const described = over(error)
    if (!stream.sent) return error
    await stream.break(described)
    return undefined
  }
  await end
  return undefined
}

module.exports = { provideStreaming, streams, runStreaming }
