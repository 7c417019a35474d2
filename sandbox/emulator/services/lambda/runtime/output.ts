import { StringDecoder } from 'node:string_decoder'
import type { Readable } from 'node:stream'

const MESSAGE = 1
const DONE = 2

/** A file that a process of ours has read, as it was then (see `stampOf`). */
export interface SourceFile {
  readonly path: string
  readonly stamp: string
}

/** What a process of ours says when all that an invocation logged has been written. */
export interface Done {
  readonly requestId: string
  readonly memory_kib: number
}

export interface FrameEvents {
  log(text: string): void
  done(done: Done): void
  source(file: SourceFile): void
}

/** Reads the frames that our bootstraps write: length (4 bytes), kind (1 byte), text. */
export function readFrames(source: Readable, on: FrameEvents): void {
  let pending: Buffer = Buffer.alloc(0)
  source.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    while (pending.length >= 5) {
      const length = pending.readUInt32BE(0)
      if (pending.length < 5 + length) break
      const text = pending.toString('utf8', 5, 5 + length)
      if (pending[4] === MESSAGE) on.log(text)
      else if (pending[4] === DONE) on.done(JSON.parse(text) as Done)
      else on.source(JSON.parse(text) as SourceFile)
      pending = pending.subarray(5 + length)
    }
  })
  source.on('error', () => {})
}

/** Reads lines of text; what has no line break at the end counts when `flush` is called. */
export function readLines(source: Readable, onLine: (text: string) => void): () => void {
  const decoder = new StringDecoder('utf8')
  let pending = ''
  source.on('data', (chunk: Buffer) => {
    const lines = (pending + decoder.write(chunk)).split('\n')
    pending = lines.pop()!
    for (const line of lines) onLine(line)
  })
  source.on('error', () => {})
  return () => {
    if (pending !== '') onLine(pending)
    pending = ''
  }
}
