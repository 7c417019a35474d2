import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Blob } from '../../../kernel/blobs.ts'
import type { Context } from '../../../kernel/context.ts'
import { andThen } from '../../../kernel/sooner.ts'
import { digestOf, loadHashers, newHasher, type Algorithm } from './checksums.ts'

export type Digests = Readonly<Partial<Record<Algorithm, Buffer>>> & { readonly MD5: Buffer }

interface Written {
  readonly blob: Blob
  readonly digests: Digests
}

/** Writes bytes into a new blob and gives the digests of what was written: MD5 always, and those asked for. */
export function writeHashed(ctx: Context, source: Buffer | Readable, algorithms: readonly Algorithm[]): Written | Promise<Written> {
  return andThen<void, Written>(loadHashers(algorithms), () =>
    Buffer.isBuffer(source) ? writePiece(ctx, source, algorithms) : writeStream(ctx, source, algorithms),
  )
}

function writePiece(ctx: Context, bytes: Buffer, algorithms: readonly Algorithm[]): Written {
  const digests: Partial<Record<Algorithm, Buffer>> & { MD5: Buffer } = { MD5: digestOf('MD5', bytes) }
  for (const name of algorithms) digests[name] ??= digestOf(name, bytes)
  return { blob: ctx.blobs.put(bytes), digests }
}

async function writeStream(ctx: Context, source: Readable, algorithms: readonly Algorithm[]): Promise<Written> {
  const hashers = [...new Set(algorithms)].filter((name) => name !== 'MD5').map((name) => [name, newHasher(name)] as const)
  const md5 = createHash('md5')
  const blob = await ctx.blobs.write(source, (chunk) => {
    md5.update(chunk)
    for (const [, hasher] of hashers) hasher.update(chunk)
  })
  const digests = Object.fromEntries(hashers.map(([name, hasher]) => [name, hasher.digest()]))
  return { blob, digests: { ...digests, MD5: md5.digest() } }
}

/** Digests as base64. */
export function toBase64(digests: Digests, algorithms: Iterable<Algorithm>): Partial<Record<Algorithm, string>> {
  const out: Partial<Record<Algorithm, string>> = {}
  for (const algorithm of algorithms) out[algorithm] = digests[algorithm]!.toString('base64')
  return out
}
