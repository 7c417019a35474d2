import { expiredIterator, invalidShardIterator } from '../errors.ts'
import { openToken, sealToken } from './token.ts'

/** A position in a shard of one stream. */
export interface ShardIterator {
  readonly streamName: string
  /** Tells a stream from a later one of the same name. */
  readonly streamId: string
  readonly shardIndex: number
  readonly place: number
  /** Epoch milliseconds. */
  readonly issuedAt: number
}

const LIFETIME_MS = 300_000

export function sealIterator(iterator: ShardIterator): string {
  const { streamName, streamId, shardIndex, place, issuedAt } = iterator
  return sealToken(['shard', streamName, streamId, shardIndex, place, issuedAt])
}

/** Throws InvalidArgumentException for what is no iterator. */
export function openIterator(token: string): ShardIterator {
  const parts = openToken(token)
  if (parts?.[0] !== 'shard') throw invalidShardIterator()
  const [, streamName, streamId, shardIndex, place, issuedAt] = parts as ['', string, string, number, number, number]
  return { streamName, streamId, shardIndex, place, issuedAt }
}

/** Throws ExpiredIteratorException five minutes after `issuedAt`. */
export function checkAge(iterator: ShardIterator, now: number): void {
  if (now - iterator.issuedAt > LIFETIME_MS) throw expiredIterator(iterator.issuedAt, now)
}
