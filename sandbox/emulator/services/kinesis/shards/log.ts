import { blockEnd, isInRun, newBlock, readRecord, runAt, shrink, timeAt, write, type Block } from './block.ts'
import type { StoredRecord } from './stored-record.ts'

/** The records of a shard in the order of their arrival. Places count from the shard's first record ever. */
export interface Log {
  /** The place of the oldest record; `end` is the place that the next record will have: LATEST. */
  first: number
  end: number
  /** Of the last record; 0 before there was one. */
  lastTime: number
  /** Without gaps; the first one may begin with records that are gone. */
  readonly blocks: Block[]
}

export const emptyLog = (first = 1): Log => ({ first, end: first, lastTime: 0, blocks: [] })

/** Adds a record at the end. */
export function push(log: Log, record: StoredRecord): void {
  let block = log.blocks.at(-1)
  if (!block || !write(block, record)) {
    if (block) shrink(block)
    log.blocks.push((block = newBlock(log.end, block)))
    write(block, record)
  }
  log.end++
  log.lastTime = record.time
}

/** When the next record arrives, for a clock that may step back. */
export const nextTime = (log: Log, now: number): number => Math.max(now, log.lastTime)

/** The place of the first record that arrived at `time` or later; the log's end where there is none. */
export function placeAtTime(log: Log, time: number): number {
  const block = log.blocks[firstWhere(0, log.blocks.length, (i) => timeAt(log.blocks[i]!, blockEnd(log.blocks[i]!) - 1) >= time)]
  if (!block) return log.end
  return Math.max(log.first, firstWhere(block.from, blockEnd(block), (place) => timeAt(block, place) >= time))
}

/** The first number from `low` up to, not including, `high` for which `holds` is true from there on; `high` where it never is. */
function firstWhere(low: number, high: number, holds: (i: number) => boolean): number {
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

const SMALLEST_CUT = 1024

/** Drops records before `place`, once they are as many as those that stay: who writes that down does not do it each time. */
export function trim(log: Log, place: number): void {
  const dead = place - log.first
  if (dead < SMALLEST_CUT && place < log.end) return
  if (dead * 2 >= log.end - log.first) cut(log, place)
}

/** Drops records before `place` now. */
export function cut(log: Log, place: number): void {
  if (place <= log.first) return
  log.first = place
  log.blocks.splice(0, firstWhere(0, log.blocks.length, (i) => blockEnd(log.blocks[i]!) > place))
}

/** Records from `place`, up to `limit` of them and `limit_bytes` of data and keys, but one at least. */
export function readFrom(log: Log, place: number, limit = Infinity, limit_bytes = Infinity): StoredRecord[] {
  const records: StoredRecord[] = []
  let bytes = 0
  for (const [block, from] of blocksFrom(log, place)) {
    let run = runAt(block, from)
    for (let at = from; at < blockEnd(block); at++) {
      if (records.length === limit) return records
      if (!isInRun(block, run, at)) run++
      const record = readRecord(block, at, run)
      bytes += record.data.byteLength + (record.partitionKey?.length ?? 0)
      if (bytes > limit_bytes && records.length > 0) return records
      records.push(record)
    }
  }
  return records
}

/** All records with their places. */
export function* recordsOf(log: Log): Generator<[place: number, record: StoredRecord]> {
  for (const [block, from] of blocksFrom(log, log.first))
    for (let place = from; place < blockEnd(block); place++) yield [place, readRecord(block, place, runAt(block, place))]
}

function* blocksFrom({ blocks }: Log, place: number): Generator<[block: Block, from: number]> {
  for (let i = firstWhere(0, blocks.length, (at) => blockEnd(blocks[at]!) > place); i < blocks.length; i++)
    yield [blocks[i]!, Math.max(place, blocks[i]!.from)]
}
