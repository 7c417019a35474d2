import type { Readable } from 'node:stream'
import type { ChunkSignatures } from '../../../kernel/signature/chunks.ts'
import { incompleteBody } from '../errors.ts'

/** Longest line (chunk size and signature) and longest run of trailers that are read. */
const LINE_BYTES = 16 * 1024
const NOTHING: Buffer = Buffer.alloc(0)

/**
 * Takes the content out of an `aws-chunked` body: `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n` … `0…\r\n`, then
 * trailers. `onTrailer` gets each trailer before the stream ends. Throws `IncompleteBody`, and `SignatureDoesNotMatch` where
 * the body has `signatures` and one does not hold.
 */
export async function* decodeChunks(
  source: Readable,
  onTrailer: (name: string, value: string) => void,
  signatures?: ChunkSignatures,
): AsyncGenerator<Buffer> {
  let held: Buffer = NOTHING
  let left = 0
  let state: 'size' | 'bytes' | 'end' | 'trailers' = 'size'
  // A refusal must still be answered, so the source is left open: destroying it would close the connection.
  for await (const piece of source.iterator({ destroyOnReturn: false })) {
    held = held.length === 0 ? (piece as Buffer) : Buffer.concat([held, piece as Buffer])
    while (held.length > 0 && state !== 'trailers') {
      if (state === 'bytes') {
        const taken = held.subarray(0, left)
        signatures?.update(taken)
        yield taken
        held = held.subarray(taken.length)
        left -= taken.length
        if (left > 0) continue
        signatures?.end()
        state = 'end'
        continue
      }
      const end = held.indexOf('\r\n')
      if (end < 0) break
      const line = held.toString('latin1', 0, end)
      held = held.subarray(end + 2)
      if (state === 'end') {
        if (line !== '') throw incompleteBody()
        state = 'size'
      } else {
        left = chunkSize(line)
        signatures?.begin(/;chunk-signature=([^;\s]+)/.exec(line)?.[1])
        if (left === 0) signatures?.end()
        state = left === 0 ? 'trailers' : 'bytes'
      }
    }
    if (state !== 'bytes' && held.length > LINE_BYTES) throw incompleteBody()
  }
  if (state !== 'trailers') throw incompleteBody()
  const trailers = new Map<string, string>()
  readTrailers(held.toString('latin1'), (name, value) => {
    trailers.set(name, value)
    onTrailer(name, value)
  })
  signatures?.trailers(trailers)
}

function chunkSize(line: string): number {
  const size = /^([0-9a-fA-F]{1,12})\s*(?:;.*)?$/.exec(line)
  if (!size) throw incompleteBody()
  return parseInt(size[1]!, 16)
}

/** Signed trailers end in a bare `\n` in AWS's own examples, hence the lenient line end. */
function readTrailers(text: string, onTrailer: (name: string, value: string) => void): void {
  for (const line of text.split(/\r?\n|\r/)) {
    const colon = line.indexOf(':')
    if (colon > 0) onTrailer(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
}
