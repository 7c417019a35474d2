// @ts-check
import { call, get, send } from './api.js'
import { duration } from './format.js'

const MOST_RECORDS = 1000
const MOST_PAGES = 10

/** Sequence numbers are decimal, without leading zeros. @param {string} one @param {string} other */
export const isAfter = (one, other) => (one.length === other.length ? one > other : one.length > other.length)

/** How long ago a record came. @param {any} record */
export const untilLabel = ({ ApproximateArrivalTimestamp }) => `${duration(Math.max(0, Date.now() - Date.parse(ApproximateArrivalTimestamp)))} old`

/**
 * A stream's shards with their records of the last `window_s` seconds (all, without it), and how far mappings have come.
 * @param {string} StreamName @param {number | undefined} window_s
 */
export async function readShards(StreamName, window_s) {
  const [{ Shards }, { positions }, clock] = await Promise.all([call('kinesis', 'ListShards', { StreamName }), get('lambda/positions'), send('GET', '/_sandbox/clock').catch(() => undefined)])
  const now = clock ? Date.parse(clock.now) : Date.now()
  const shards = await Promise.all(/** @type {any[]} */ (Shards).map(async ({ ShardId, HashKeyRange, SequenceNumberRange }) => {
    const from = window_s === undefined ? { ShardIteratorType: 'TRIM_HORIZON' } : { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: { $date: new Date(now - window_s * 1000).toISOString() } }
    const { ShardIterator } = await call('kinesis', 'GetShardIterator', { StreamName, ShardId, ...from })
    return { id: ShardId, range: rangeOf(HashKeyRange), isClosed: SequenceNumberRange.EndingSequenceNumber !== undefined, ...(await readFrom(ShardIterator)) }
  }))
  return { shards, positions: /** @type {any[]} */ (positions) }
}

/** @param {string | undefined} iterator */
async function readFrom(iterator) {
  let records = /** @type {any[]} */ ([])
  let next = iterator
  let isAtEnd = false
  for (let page = 0; next && !isAtEnd && page < MOST_PAGES && records.length < MOST_RECORDS; page++) {
    const answer = await call('kinesis', 'GetRecords', { ShardIterator: next, Limit: MOST_RECORDS })
    records = [...records, ...answer.Records]
    next = answer.NextShardIterator
    isAtEnd = answer.MillisBehindLatest === 0
  }
  return { records, isCut: next !== undefined && !isAtEnd }
}

/** A part of all hash keys, in percent. @param {{ StartingHashKey: string, EndingHashKey: string }} range */
function rangeOf({ StartingHashKey, EndingHashKey }) {
  const percent = (/** @type {string} */ key) => `${Math.round(Number((BigInt(key) * 1000n) / (1n << 128n)) / 10)}%`
  return `${percent(StartingHashKey)}–${percent(EndingHashKey)}`
}
