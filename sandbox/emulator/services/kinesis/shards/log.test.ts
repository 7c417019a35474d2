import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cut, dataOf, emptyLog, endOf, placeAtTime, push, readFrom, trim, type Log, type StoredRecord } from './log.ts'

/** `n` is told from the others by its key. */
const record = (n: number, time: number, bytes = 1): StoredRecord => ({
  time,
  slab: new Uint8Array(bytes),
  start: 0,
  size: bytes,
  partitionKey: String(n),
  encrypted: false,
  trace: undefined,
})

function logOf(times: readonly number[]): Log {
  const log = emptyLog()
  for (const time of times) log.records.push(record(endOf(log), time))
  return log
}

const times = fc.array(fc.nat(50), { maxLength: 60 }).map((list) => list.sort((a, b) => a - b))

test('the place at a time is that of the first record not before it, also in a log that was cut', () => {
  fc.assert(
    fc.property(times, fc.nat(60), fc.nat(60), (list, time, gone) => {
      const log = logOf(list)
      cut(log, log.first + Math.min(gone, list.length))
      const model = log.records.findIndex((entry) => entry.time >= time)
      expect(placeAtTime(log, time)).toBe(model < 0 ? endOf(log) : log.first + model)
    }),
  )
})

test('places outlive trimming, and trimming does not move a record more than once in a while', () => {
  const log = emptyLog()
  let moved = 0
  for (let n = 1; n <= 20_000; n++) {
    log.records.push(record(n, n))
    const before = log.first
    trim(log, Math.max(1, n - 100))
    if (log.first !== before) moved += log.records.length
  }
  expect(log.records.length).toBeLessThan(3000)
  expect(readFrom(log, 19_990, 1, 100)[0]!.partitionKey).toBe('19990')
  expect(moved).toBeLessThan(20_000)
})

test('a read ends at the limit of records or of bytes, but brings one record at least', () => {
  const log = emptyLog()
  for (const n of [1, 2, 3, 4]) log.records.push(record(n, n, 10))
  const read = (...args: [number, number, number]) => readFrom(log, ...args).map((entry) => entry.partitionKey)
  expect(read(1, 10, 1000)).toEqual(['1', '2', '3', '4'])
  expect(read(2, 2, 1000)).toEqual(['2', '3'])
  expect(read(1, 10, 22)).toEqual(['1', '2'])
  expect(read(3, 10, 1)).toEqual(['3'])
  expect(read(5, 10, 1000)).toEqual([])
})

test('data come back as they went, from shared memory and from their own', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 9000 }), { maxLength: 60 }), (list) => {
      const log = emptyLog()
      for (const data of list) push(log, data.slice(), { time: 1, partitionKey: 'k', encrypted: false, trace: undefined })
      expect(readFrom(log, 1, 1000, Infinity).map((entry) => Buffer.from(dataOf(entry)))).toEqual(list.map((data) => Buffer.from(data)))
    }),
    { numRuns: 50 },
  )
})
