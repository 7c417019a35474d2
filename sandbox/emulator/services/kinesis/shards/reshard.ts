import type { Context } from '../../../kernel/context.ts'
import { onDemandMode, shardNotFound } from '../errors.ts'
import { reshard, type Stream } from '../state.ts'
import { evenRanges, previousHashKey, type HashKey } from './hash-key.ts'
import { shardId, shardIndexOf, type Shard } from './shard.ts'

/** The shard that a resharding request names; throws ResourceNotFoundException. */
export function namedShard(ctx: Context, stream: Stream, id: string): Shard {
  const index = shardIndexOf(id)
  const shard = index === undefined ? undefined : stream.shards[index]
  if (!shard) throw shardNotFound(index === undefined ? id : shardId(index), stream.name, ctx.account)
  return shard
}

export function checkProvisioned(ctx: Context, stream: Stream): void {
  if (stream.mode === 'ON_DEMAND') throw onDemandMode(stream.name, ctx.account)
}

/** Splits an open shard in two; `at` is the first hash key of the second and lies inside of the shard. */
export function split(ctx: Context, stream: Stream, shard: Shard, at: HashKey): void {
  reshard(ctx, stream, [
    { start: shard.start, end: previousHashKey(at), parents: [shard] },
    { start: at, end: shard.end, parents: [shard] },
  ])
}

/** Merges two open shards, of which the second follows the first. */
export function merge(ctx: Context, stream: Stream, first: Shard, second: Shard): void {
  reshard(ctx, stream, [{ start: first.start, end: second.end, parents: [first, second] }])
}

/**
 * Splits and merges until there are `count` open shards of about the same width. As in AWS, shards may come out of
 * this that are closed again at once.
 */
export function scale(ctx: Context, stream: Stream, count: number): void {
  const starts = new Set(targetStarts(stream, count))
  for (const start of starts) {
    const shard = stream.open.findLast((open) => open.start <= start)!
    if (shard.start !== start) split(ctx, stream, shard, start)
  }
  for (;;) {
    const surplus = stream.open.findIndex((open) => !starts.has(open.start))
    if (surplus < 0) break
    merge(ctx, stream, stream.open[surplus - 1]!, stream.open[surplus]!)
  }
}

/** A boundary that is there already serves, where it lies no farther than this from the even one. */
const CLOSE = 1n << 64n

function targetStarts(stream: Stream, count: number): HashKey[] {
  const existing = stream.open.map((shard) => ({ start: shard.start, value: BigInt(`0x${shard.start}`) }))
  let from = 0
  return evenRanges(count).map(({ start }) => {
    const value = BigInt(`0x${start}`)
    while (from < existing.length && existing[from]!.value < value - CLOSE) from++
    const near = existing[from]
    return near && near.value <= value + CLOSE ? near.start : start
  })
}
