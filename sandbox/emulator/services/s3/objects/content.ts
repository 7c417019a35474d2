import { Readable } from 'node:stream'
import type { Blob } from '../../../kernel/blobs.ts'
import type { Context } from '../../../kernel/context.ts'
import type { ByteRange } from './range.ts'

/** Bytes of an object, in one piece where it is small, else as a stream. */
export function readContent(ctx: Pick<Context, 'blobs'>, pieces: readonly Blob[], range?: ByteRange): Buffer | Readable {
  const only = pieces[0]
  if (only && pieces.length === 1) return ctx.blobs.read(only, range?.start, range?.end)
  return Readable.from(readPieces(ctx, pieces, range), { objectMode: false })
}

async function* readPieces(ctx: Pick<Context, 'blobs'>, pieces: readonly Blob[], range?: ByteRange): AsyncGenerator<Buffer> {
  let offset = 0
  for (const piece of pieces) {
    const start = Math.max(0, (range?.start ?? 0) - offset)
    const end = Math.min(piece.size - 1, (range?.end ?? Infinity) - offset)
    offset += piece.size
    if (end < start) continue
    const bytes = ctx.blobs.read(piece, start, end)
    if (Buffer.isBuffer(bytes)) yield bytes
    else for await (const chunk of bytes) yield chunk as Buffer
  }
}

/** A copy of an object's bytes that lives by itself. */
export async function copyContent(ctx: Context, pieces: readonly Blob[], range?: ByteRange): Promise<Blob> {
  const bytes = readContent(ctx, pieces, range)
  return Buffer.isBuffer(bytes) ? ctx.blobs.put(bytes) : ctx.blobs.write(bytes)
}
