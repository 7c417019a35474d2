import { createHash, hash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Blob } from '../../../kernel/blobs.ts'
import type { Context } from '../../../kernel/context.ts'
import { andThen } from '../../../kernel/sooner.ts'
import { checksumOf, loadHashers, newHasher, type Algorithm } from './checksums.ts'

interface Written {
  readonly blob: Blob
  /** Hexadecimal. */
  readonly md5: string
  /** Base64, of those that were asked for. */
  readonly checksums: Readonly<Partial<Record<Algorithm, string>>>
}

/** Writes bytes into a new blob and gives the checksums of what was written: MD5 always, and those asked for. */
export function writeHashed(ctx: Context, source: Buffer | Readable, algorithms: readonly Algorithm[]): Written | Promise<Written> {
  return andThen<void, Written>(loadHashers(algorithms), () =>
    Buffer.isBuffer(source) ? writePiece(ctx, source, algorithms) : writeStream(ctx, source, algorithms),
  )
}

function writePiece(ctx: Context, bytes: Buffer, algorithms: readonly Algorithm[]): Written {
  const checksums: Partial<Record<Algorithm, string>> = {}
  for (const name of algorithms) checksums[name] = checksumOf(name, bytes)
  return { blob: ctx.blobs.put(bytes), md5: hash('md5', bytes, 'hex'), checksums }
}

async function writeStream(ctx: Context, source: Readable, algorithms: readonly Algorithm[]): Promise<Written> {
  const hashers = algorithms.map((name) => [name, newHasher(name)] as const)
  const md5 = createHash('md5')
  const blob = await ctx.blobs.write(source, (chunk) => {
    md5.update(chunk)
    for (const [, hasher] of hashers) hasher.update(chunk)
  })
  const checksums = Object.fromEntries(hashers.map(([name, hasher]) => [name, hasher.digest().toString('base64')]))
  return { blob, md5: md5.digest('hex'), checksums }
}
