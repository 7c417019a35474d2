import type { HashKey } from './hash-key.ts'
import { fromDecimal, hashKeyOf } from './hash-key.ts'
import type { Shard } from './shard.ts'
import { invalidArgument } from '../errors.ts'

/** Out of shards that cover all hash keys in order, the one that `key` falls in. */
export function shardAt(open: readonly Shard[], key: HashKey): Shard {
  let [low, high] = [0, open.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (open[middle]!.start <= key) low = middle
    else high = middle - 1
  }
  return open[low]!
}

/** The shard for a record: by its explicit hash key, else by the MD5 of its partition key. */
export function route(open: readonly Shard[], partitionKey: string, explicit: string | undefined): Shard {
  if (explicit === undefined) return open.length === 1 ? open[0]! : shardAt(open, hashKeyOf(partitionKey))
  const key = fromDecimal(explicit)
  if (key === undefined)
    throw invalidArgument(
      `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${explicit}`,
    )
  return shardAt(open, key)
}
