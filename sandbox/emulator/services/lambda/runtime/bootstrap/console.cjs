'use strict'
const { writeSync } = require('node:fs')
const { format } = require('node:util')

// A pipe of its own, so that a message of several lines stays one log event. Frame: length (4 bytes), kind, text.
const LOG_FD = 3
const MESSAGE = 1
const DONE = 2
const SOURCE = 3
let requestId

function setRequestId(id) {
  requestId = id
}

const json = process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON'
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']
const least = json ? LEVELS.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL) : 0

/** AWS's JSON format, or its text format: time, request id (`undefined` while the function initialises), level, message. */
function takeOverConsole() {
  const levels = { log: 'INFO', info: 'INFO', debug: 'DEBUG', warn: 'WARN', error: 'ERROR', trace: 'TRACE' }
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...values) => {
      if (LEVELS.indexOf(level) < least) return
      if (json) return write(MESSAGE, asJson(level, values))
      const text = level === 'TRACE' ? `${format(...values)}\n${new Error().stack.split('\n').slice(2).join('\n')}` : format(...values)
      write(MESSAGE, `${new Date().toISOString()}\t${requestId}\t${level}\t${text}`)
    }
  }
}

/** One value is the message as it is; several become a text, and the first error among them members of its own. */
function asJson(level, values) {
  const line = { timestamp: new Date().toISOString(), level, requestId }
  if (values.length === 1) {
    try {
      return JSON.stringify({ ...line, message: values[0] }, describeErrors)
    } catch {
      return JSON.stringify({ ...line, message: format(values[0]) })
    }
  }
  const error = values.find((value) => value instanceof Error)
  return JSON.stringify({ ...line, message: format(...values), ...(error ? described(error) : {}) })
}

const described = (error) => ({
  errorType: error.constructor?.name ?? 'UnknownError',
  errorMessage: error.message,
  stackTrace: typeof error.stack === 'string' ? error.stack.split('\n') : [],
})

const describeErrors = (_key, value) => (value instanceof Error ? { ...described(value), ...value } : value)

/** An error that ends an invocation, or the process, as AWS's runtime logs it. */
function logFailure(title, error, text) {
  if (json) console.error(error instanceof Error ? error : new Error(String(error)))
  else console.error(`${title} \t${text}`)
}

/** Everything that this invocation logs has been written: says so, with the most memory used so far. */
function endOfInvocation(id) {
  write(DONE, JSON.stringify({ requestId: id, memory_kib: process.resourceUsage().maxRSS }))
}

function sayWhatWasRead(source) {
  write(SOURCE, JSON.stringify(source))
}

function write(kind, text) {
  const body = Buffer.from(text)
  const frame = Buffer.allocUnsafe(5 + body.length)
  frame.writeUInt32BE(body.length, 0)
  frame[4] = kind
  body.copy(frame, 5)
  for (let sent = 0; sent < frame.length; ) sent += tryWrite(frame, sent)
}

function tryWrite(frame, from) {
  try {
    return writeSync(LOG_FD, frame, from)
  } catch (error) {
    if (error.code !== 'EAGAIN') return frame.length
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
    return 0
  }
}

module.exports = { setRequestId, takeOverConsole, logFailure, endOfInvocation, sayWhatWasRead }
