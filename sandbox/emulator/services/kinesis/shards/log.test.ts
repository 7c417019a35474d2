import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cut, emptyLog, nextTime, placeAtTime, push, readFrom, recordsOf, trim, type Log } from './log.ts'
import type { StoredRecord } from './stored-record.ts'

/** `n` is told from the others by its key. */
const record = (n: number, time: number, bytes = 1): StoredRecord => ({ time, data: new Uint8Array(bytes), partitionKey: String(n), encrypted: false, trace: undefined })

function logOf(times: readonly number[]): Log {
  const log = emptyLog()
  for (const time of times) push(log, record(log.end, time))
  return log
}

const keysOf = (records: readonly StoredRecord[]) => records.map(({ partitionKey }) => partitionKey)
const times = fc.array(fc.nat(50), { maxLength: 60 }).map((list) => list.sort((a, b) => a - b))

test('the place at a time is that of the first record not before it, also in a log that was cut', () => {
  fc.assert(
    fc.property(times, fc.nat(60), fc.nat(60), (list, time, gone) => {
      const log = logOf(list)
      cut(log, log.first + Math.min(gone, list.length))
      const left = list.slice(gone)
      const model = left.findIndex((entry) => entry >= time)
      expect(placeAtTime(log, time)).toBe(model < 0 ? log.end : log.first + model)
    }),
  )
})

test('places outlive trimming, and what was trimmed takes no memory', () => {
  const log = emptyLog()
  let cuts = 0
  for (let n = 1; n <= 20_000; n++) {
    push(log, record(n, n))
    const before = log.first
    trim(log, Math.max(1, n - 100))
    if (log.first !== before) cuts++
  }
  expect(log.end - log.first).toBeLessThan(3000)
  expect(log.blocks.length).toBeLessThan(6)
  expect(keysOf(readFrom(log, 19_990, 1))).toEqual(['19990'])
  expect(cuts).toBeLessThan(20)
})

test('a read ends at the limit of records or of bytes, but brings one record at least', () => {
  const log = emptyLog()
  for (const n of [1, 2, 3, 4]) push(log, record(n, n, 10))
  const read = (...args: [number, number, number]) => keysOf(readFrom(log, ...args))
  expect(read(1, 10, 1000)).toEqual(['1', '2', '3', '4'])
  expect(read(2, 2, 1000)).toEqual(['2', '3'])
  expect(read(1, 10, 22)).toEqual(['1', '2'])
  expect(read(3, 10, 1)).toEqual(['3'])
  expect(read(5, 10, 1000)).toEqual([])
})

test('a clock that steps back does not, for the records', () => {
  expect(nextTime(logOf([5]), 3)).toBe(5)
  expect(nextTime(logOf([5]), 8)).toBe(8)
})

/** Small and large data, keys of every alphabet and length, or of none, one record after the other or many of one call. */
const records = fc.array(
  fc.record({
    data: fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ minLength: 4070, maxLength: 4120 })),
    partitionKey: fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 256 }), { nil: undefined }),
    encrypted: fc.boolean(),
    trace: fc.constantFrom('Root=a', 'Root=b', undefined),
    times: fc.constantFrom(1, 3, 40),
  }),
  { maxLength: 25 },
)
/** Quicker to compare than arrays of bytes are. */
const shown = ({ data, ...rest }: StoredRecord) => ({ ...rest, data: Buffer.from(data).toString('latin1') })

test('records come back as they went, from any place on', () => {
  fc.assert(
    fc.property(records, fc.nat(), fc.nat(), (list, gone, from) => {
      const log = emptyLog()
      const model: StoredRecord[] = []
      for (const { times, ...rest } of list)
        for (let i = 0; i < times; i++) {
          const stored = { ...rest, time: model.length }
          model.push(stored)
          push(log, { ...stored, data: stored.data.slice() })
        }
      cut(log, log.first + (gone % (model.length + 1)))
      const left = model.slice(log.first - 1)
      expect(Array.from(recordsOf(log), ([place, stored]) => [place, shown(stored)])).toEqual(left.map((stored, i) => [log.first + i, shown(stored)]))
      const start = from % (left.length + 1)
      expect(readFrom(log, log.first + start).map(shown)).toEqual(left.slice(start).map(shown))
    }),
    { numRuns: 60 },
  )
})
