import type { TraceLink } from '../../../kernel/trace/link.ts'

/** One record as a shard keeps it. Its place in the log and its time make its sequence number. */
export interface StoredRecord {
  /** Epoch milliseconds; never less than the record's before it. */
  readonly time: number
  /** The record's data are `size` bytes of this from `start`: see `dataOf`. */
  readonly slab: Uint8Array
  readonly start: number
  readonly size: number
  readonly partitionKey: string | undefined
  readonly encrypted: boolean
  /** Where it comes from; nobody is shown it. */
  readonly trace: TraceLink | string | undefined
}

/** The records of a shard in the order of their arrival. Places count from the shard's first record ever. */
export interface Log {
  /** The place of `records[0]`. */
  first: number
  records: StoredRecord[]
  /** Where the next small records' data go: many records to one piece of memory, which lives as long as the last of them. */
  slab: Uint8Array
  used: number
}

export const emptyLog = (): Log => ({ first: 1, records: [], slab: new Uint8Array(0), used: 0 })

const LARGEST_COPY_BYTES = 4096
const SMALLEST_SLAB_BYTES = 4096
const LARGEST_SLAB_BYTES = 256 * 1024

/** A record's data as they came. */
export const dataOf = ({ slab, start, size }: StoredRecord): Uint8Array => slab.subarray(start, start + size)

/** Adds a record at the end. The time is that of the record before it where the clock has stepped back. */
export function push(log: Log, data: Uint8Array, record: Omit<StoredRecord, 'slab' | 'start' | 'size'>): void {
  const size = data.byteLength
  const { time, partitionKey, encrypted, trace } = record
  if (size > LARGEST_COPY_BYTES) {
    log.records.push({ time, slab: data, start: 0, size, partitionKey, encrypted, trace })
    return
  }
  if (log.used + size > log.slab.byteLength) newSlab(log)
  log.slab.set(data, log.used)
  log.records.push({ time, slab: log.slab, start: log.used, size, partitionKey, encrypted, trace })
  log.used += size
}

/** Twice as large as the one before: a shard that takes little keeps little. */
function newSlab(log: Log): void {
  const size = Math.min(Math.max(log.slab.byteLength * 2, SMALLEST_SLAB_BYTES), LARGEST_SLAB_BYTES)
  log.slab = new Uint8Array(size)
  log.used = 0
}

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
    bytes += record.size + (record.partitionKey?.length ?? 0)
    if (bytes > limit_bytes && stop > start) break
  }
  return log.records.slice(start, stop)
}
