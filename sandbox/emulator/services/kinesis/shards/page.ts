import type { ShardFilter } from '@aws-sdk/client-kinesis'
import { expiredNextToken, invalidArgument } from '../errors.ts'
import { openToken, sealToken } from './token.ts'

/** Where a listing of a stream's shards goes on. */
export interface Page {
  readonly streamName: string
  readonly streamId: string
  /** Index of the last shard shown. */
  readonly after: number
  readonly filter?: ShardFilter
  /** Epoch milliseconds. */
  readonly issuedAt: number
}

const LIFETIME_MS = 300_000

export function sealPage({ streamName, streamId, after, issuedAt, filter }: Page): string {
  const { Type, ShardId, Timestamp } = filter ?? {}
  return sealToken(['page', streamName, streamId, after, issuedAt, Type ?? '', ShardId ?? '', Timestamp?.getTime() ?? -1])
}

/** Throws InvalidArgumentException for what is no token, and ExpiredNextTokenException five minutes after its issue. */
export function openPage(token: string, now: number): Page {
  const parts = openToken(token)
  if (parts?.[0] !== 'page') throw invalidArgument('Invalid NextToken.')
  const [, streamName, streamId, after, issuedAt, Type, ShardId, time] = parts as [
    '', string, string, number, number, ShardFilter['Type'] | '', string, number,
  ]
  if (now - issuedAt > LIFETIME_MS) throw expiredNextToken()
  const page = { streamName, streamId, after, issuedAt }
  if (!Type) return page
  return { ...page, filter: { Type, ...(ShardId ? { ShardId } : {}), ...(time < 0 ? {} : { Timestamp: new Date(time) }) } }
}
