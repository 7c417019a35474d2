import type { Form } from '../../../kernel/store.ts'
import type { Stream } from '../state.ts'
import { emptyLog, push, recordsOf, type Log } from './log.ts'
import type { Shard } from './shard.ts'
import type { StoredRecord } from './stored-record.ts'

/** A record as it is written down. */
type Kept = readonly [time: number, partitionKey: string | undefined, encrypted: boolean, data: Uint8Array, trace?: string]

interface KeptStream extends Omit<Stream, 'shards' | 'open'> {
  readonly shards: readonly (Omit<Shard, 'log'> & { readonly first: number })[]
  readonly open: readonly number[]
}

const SHARD_DIGITS = 9
const PLACE_DIGITS = 16

/** Names of records sort by shard and place. */
export const recordName = (shardIndex: number, place: number) =>
  `${String(shardIndex).padStart(SHARD_DIGITS, '0')}/${String(place).padStart(PLACE_DIGITS, '0')}`

export function keptRecord({ time, data, partitionKey, encrypted, trace }: StoredRecord): Kept {
  return trace === undefined ? [time, partitionKey, encrypted, data] : [time, partitionKey, encrypted, data, String(trace)]
}

/** Streams are written down without their records, which are parts of their own: one put writes one record. */
export const streamForm: Form<Stream> = {
  pack({ shards, open, ...rest }): KeptStream {
    return { ...rest, shards: shards.map(({ log, ...shard }) => ({ ...shard, first: log.first })), open: open.map(({ index }) => index) }
  },
  *parts({ shards }) {
    for (const { index, log } of shards)
      for (const [place, record] of recordsOf(log)) yield [recordName(index, place), keptRecord(record)]
  },
  unpack(packed, parts) {
    const { shards: kept, open, ...rest } = packed as KeptStream
    const shards = kept.map(({ first, ...shard }): Shard => ({ ...shard, log: emptyLog(first) }))
    for (const [name, value] of parts) putBack(shards[Number(name.slice(0, SHARD_DIGITS))]!.log, Number(name.slice(SHARD_DIGITS + 1)), value as Kept)
    return { ...rest, shards, open: open.map((index) => shards[index]!) }
  },
}

/** Records that were trimmed may still be written down: their time to go had not come. */
function putBack(log: Log, place: number, [time, partitionKey, encrypted, data, trace]: Kept): void {
  if (place >= log.first) push(log, { time, data, partitionKey, encrypted, trace })
}
