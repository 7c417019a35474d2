import type { TraceLink } from '../../../kernel/trace/link.ts'
import type { StoredRecord } from './stored-record.ts'

/**
 * Records in a row, kept as bytes and numbers: a million of them are a few thousand objects to the garbage collector.
 * Their data and partition keys (UTF-8) lie in `slab`, one after the other.
 */
export interface Block {
  /** The place of its first record. */
  readonly from: number
  count: number
  times: Float64Array
  /** Two for each record: where in `slab` its data end and its key begins, and where the key ends. */
  spots: Uint32Array
  slab: Buffer
  used: number
  /** Data that are too large to be copied, by place. */
  readonly large: Map<number, Uint8Array>
  readonly runs: Run[]
}

/** What many records have in common, up to the next run. */
interface Run {
  readonly from: number
  readonly encrypted: boolean
  readonly hasKey: boolean
  readonly trace: TraceLink | string | undefined
}

/** What is smaller shares memory with what else was decoded then. With the longest key (256 characters) it fits any slab. */
const LARGEST_COPY_BYTES = 4096
const KEY_CHARACTER_BYTES = 3
const SMALLEST = { records: 16, bytes: 5120 }
const LARGEST = { records: 1024, bytes: 256 * 1024 }
/** A block that is done and has more room to spare is made smaller. */
const FULL = 0.75

/** With room for twice as much as the one before it took: a shard that takes little keeps little. */
export function newBlock(from: number, before: Block | undefined): Block {
  const records = Math.min(Math.max((before?.count ?? 0) * 2, SMALLEST.records), LARGEST.records)
  const bytes = Math.min(Math.max((before?.used ?? 0) * 2, SMALLEST.bytes), LARGEST.bytes)
  return { from, count: 0, times: new Float64Array(records), spots: new Uint32Array(records * 2), slab: Buffer.allocUnsafeSlow(bytes), used: 0, large: new Map(), runs: [] }
}

/** Adds a record; false, and nothing done, where the block is full. */
export function write(block: Block, { time, data, partitionKey, encrypted, trace }: StoredRecord): boolean {
  const { count, times, spots, slab, runs } = block
  const copied = data.byteLength <= LARGEST_COPY_BYTES ? data.byteLength : 0
  if (count === times.length || block.used + copied + (partitionKey?.length ?? 0) * KEY_CHARACTER_BYTES > slab.byteLength) return false
  const place = block.from + count
  if (copied > 0) slab.set(data, block.used)
  else if (data.byteLength > 0) block.large.set(place, data)
  const keyAt = block.used + copied
  block.used = partitionKey === undefined ? keyAt : keyAt + slab.write(partitionKey, keyAt)
  times[count] = time
  spots[count * 2] = keyAt
  spots[count * 2 + 1] = block.used
  block.count++
  const [run, hasKey] = [runs.at(-1), partitionKey !== undefined]
  if (!run || run.trace !== trace || run.encrypted !== encrypted || run.hasKey !== hasKey) runs.push({ from: place, encrypted, hasKey, trace })
  return true
}

/** Gives back the room that a block does not need, as nothing more comes into it. */
export function shrink(block: Block): void {
  const { count, times, spots, slab, used } = block
  if (used < slab.byteLength * FULL) block.slab = Buffer.from(Uint8Array.prototype.slice.call(slab, 0, used).buffer)
  if (count < times.length * FULL) [block.times, block.spots] = [times.slice(0, count), spots.slice(0, count * 2)]
}

/** The place after its last record. */
export const blockEnd = ({ from, count }: Block): number => from + count

export const timeAt = ({ from, times }: Block, place: number): number => times[place - from]!

/** The record at a place, in the run with that index (`runAt`). */
export function readRecord(block: Block, place: number, run: number): StoredRecord {
  const { from, times, spots, slab, large } = block
  const i = place - from
  const { encrypted, hasKey, trace } = block.runs[run]!
  const [start, keyAt, end] = [i === 0 ? 0 : spots[i * 2 - 1]!, spots[i * 2]!, spots[i * 2 + 1]!]
  return {
    time: times[i]!,
    data: large.get(place) ?? new Uint8Array(slab.buffer, slab.byteOffset + start, keyAt - start),
    partitionKey: hasKey ? slab.toString('utf8', keyAt, end) : undefined,
    encrypted,
    trace,
  }
}

/** The index of the run that a place is in. */
export function runAt({ runs }: Block, place: number): number {
  let [low, high] = [0, runs.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (runs[middle]!.from <= place) low = middle
    else high = middle - 1
  }
  return low
}

/** Whether a place is in the run, or already in the next. */
export const isInRun = ({ runs }: Block, run: number, place: number): boolean => run + 1 >= runs.length || runs[run + 1]!.from > place
