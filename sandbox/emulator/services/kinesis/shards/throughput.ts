import type { Context } from '../../../kernel/context.ts'
import type { AwsError } from '../../../kernel/errors.ts'
import { rateExceeded } from '../errors.ts'
import { measureRefusedGet } from '../measure.ts'
import { areKept, delay_ms, has, spend } from '../rates.ts'
import type { Stream } from '../state.ts'
import { shardId, type Shard } from './shard.ts'

/** What one shard can do in a second. */
export const WRITTEN_BYTES = 1024 * 1024
export const WRITTEN_RECORDS = 1000
const READ_BYTES = 2 * 1024 * 1024
const READ_CALLS = 5

const keyOf = (stream: Stream, shard: Shard, what: string) => `${stream.id}/${shard.index}/${what}`

/** Takes a record's share of the shard's capacity to write; false where there is none left. */
export function takeWrite(ctx: Context, stream: Stream, shard: Shard, bytes: number): boolean {
  if (!areKept(ctx)) return true
  const [size, count] = [keyOf(stream, shard, 'written bytes'), keyOf(stream, shard, 'written records')]
  if (!has(ctx, size, WRITTEN_BYTES, bytes) || !has(ctx, count, WRITTEN_RECORDS, 1)) return false
  spend(ctx, size, WRITTEN_BYTES, bytes)
  spend(ctx, count, WRITTEN_RECORDS, 1)
  return true
}

/** Throws ProvisionedThroughputExceededException for a sixth call in a second, and until a large answer is paid for. */
export function checkRead(ctx: Context, stream: Stream, shard: Shard): void {
  if (!areKept(ctx)) return
  const calls = keyOf(stream, shard, 'reads')
  if (!has(ctx, calls, READ_CALLS, 1) || !has(ctx, keyOf(stream, shard, 'read bytes'), READ_BYTES, 1))
    throw refused(ctx, stream, shard)
  spend(ctx, calls, READ_CALLS, 1)
}

function refused(ctx: Context, stream: Stream, shard: Shard): AwsError {
  measureRefusedGet(ctx, stream, shard)
  return rateExceeded(shardId(shard.index), stream.name, ctx.account)
}

/** An answer of 10 MB keeps the shard from being read for the next five seconds. */
export function spendRead(ctx: Context, stream: Stream, shard: Shard, bytes: number): void {
  if (areKept(ctx)) spend(ctx, keyOf(stream, shard, 'read bytes'), READ_BYTES, bytes)
}

/**
 * How long a subscribed consumer waits for so many bytes of a shard; 0 where it can have them now, and then they are
 * paid for. Each consumer has 2 MiB a second of its own.
 */
export function takePush(ctx: Context, stream: Stream, shard: Shard, consumer: string, bytes: number): number {
  if (!areKept(ctx)) return 0
  // A subscription outlives the moment of its call.
  const [now, key] = [{ ...ctx, now: ctx.clock.now() }, keyOf(stream, shard, `pushed/${consumer}`)]
  const delay = delay_ms(now, key, READ_BYTES, bytes)
  if (delay === 0) spend(now, key, READ_BYTES, bytes)
  return delay
}
