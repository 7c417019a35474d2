/** One record as a shard keeps it. Its place in the shard is its index in the log. */
export interface StoredRecord {
  readonly sequenceNumber: string
  /** Epoch milliseconds; never less than the record's before it. */
  readonly time: number
  readonly data: Uint8Array
  readonly partitionKey: string | undefined
  readonly encrypted: boolean
}

/** The records of a shard in the order of their arrival. Places count from the shard's first record ever. */
export interface Log {
  /** The place of `records[0]`. */
  first: number
  records: StoredRecord[]
}

export const emptyLog = (): Log => ({ first: 1, records: [] })

/** The place that the next record will have: LATEST. */
export const endOf = (log: Log): number => log.first + log.records.length

/** When the next record arrives, for a clock that may step back. */
export const nextTime = (log: Log, now: number): number => Math.max(now, log.records.at(-1)?.time ?? 0)

/** The place of the first record that arrived at `time` or later; the log's end where there is none. */
export function placeAtTime(log: Log, time: number): number {
  let [low, high] = [0, log.records.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (log.records[middle]!.time < time) low = middle + 1
    else high = middle
  }
  return log.first + low
}

const SMALLEST_CUT = 1024

/** Drops records before `place`, once they are as many as those that stay: each record is moved once at most. */
export function trim(log: Log, place: number): void {
  const dead = place - log.first
  if (dead < SMALLEST_CUT && place < endOf(log)) return
  if (dead * 2 >= log.records.length) cut(log, place)
}

/** Drops records before `place` now. */
export function cut(log: Log, place: number): void {
  if (place <= log.first) return
  log.records = log.records.slice(place - log.first)
  log.first = place
}

/** Records from `place`, up to `limit` of them and `limit_bytes` of data and keys, but one at least. */
export function readFrom(log: Log, place: number, limit: number, limit_bytes: number): StoredRecord[] {
  const start = place - log.first
  const end = Math.min(start + limit, log.records.length)
  let bytes = 0
  let stop = start
  for (; stop < end; stop++) {
    const record = log.records[stop]!
    bytes += record.data.byteLength + (record.partitionKey?.length ?? 0)
    if (bytes > limit_bytes && stop > start) break
  }
  return log.records.slice(start, stop)
}
