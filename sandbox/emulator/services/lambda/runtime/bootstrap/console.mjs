import { writeSync } from 'node:fs'
import { format } from 'node:util'

// A pipe of its own, so that a message of several lines stays one log event. Frame: length (4 bytes), kind, text.
const LOG_FD = 3
const MESSAGE = 1
const DONE = 2
let requestId

export function setRequestId(id) {
  requestId = id
}

/** AWS's text format: time, request id (`undefined` while the function initialises), level, message. */
export function takeOverConsole() {
  const levels = { log: 'INFO', info: 'INFO', debug: 'DEBUG', warn: 'WARN', error: 'ERROR', trace: 'TRACE' }
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...values) => {
      const text = level === 'TRACE' ? `${format(...values)}\n${new Error().stack.split('\n').slice(2).join('\n')}` : format(...values)
      write(MESSAGE, `${new Date().toISOString()}\t${requestId}\t${level}\t${text}`)
    }
  }
}

/** Everything that this invocation logs has been written: says so, with the most memory used so far. */
export function endOfInvocation(id) {
  write(DONE, JSON.stringify({ requestId: id, memory_kib: process.resourceUsage().maxRSS }))
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
