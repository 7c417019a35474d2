import fc from 'fast-check'
import { expect, test } from 'vitest'
import { endingSequenceNumber, parseSequenceNumber, sequenceBase, sequenceNumberAt } from './sequence-number.ts'

const seconds = fc.integer({ min: 1_500_000_000, max: 2_500_000_000 })
const index = fc.integer({ min: 0, max: 2 ** 31 - 1 })
const place = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })

test('a number is 56 digits and tells its shard, place and second', () => {
  fc.assert(
    fc.property(seconds, index, place, fc.nat(1e8), (shardCreated_s, shardIndex, at, later) => {
      const arrived_s = shardCreated_s + later
      const text = sequenceNumberAt(sequenceBase(shardCreated_s, shardIndex, arrived_s), at)
      expect(text).toMatch(/^49\d{54}$/)
      expect(parseSequenceNumber(text)).toEqual({ shardCreated_s, shardIndex, place: at, arrived_s })
    }),
  )
})

test('a later place is a greater number, whatever the clock did, and the end of a shard is greater than all', () => {
  fc.assert(
    fc.property(seconds, index, place, seconds, seconds, (created, shard, at, one, other) => {
      fc.pre(at > 0)
      const before = BigInt(sequenceNumberAt(sequenceBase(created, shard, one), at - 1))
      const after = BigInt(sequenceNumberAt(sequenceBase(created, shard, other), at))
      expect(after > before).toBe(true)
      expect(BigInt(endingSequenceNumber(created, shard, created)) > after).toBe(true)
    }),
  )
})

test('numbers of a child shard are greater than those of its parent, which was made a second before at least', () => {
  fc.assert(
    fc.property(seconds, index, index, place, (created, parent, child, at) => {
      const last = BigInt(endingSequenceNumber(created, parent, created + 5))
      expect(BigInt(sequenceNumberAt(sequenceBase(created + 1, child, created + 1), at)) > last).toBe(true)
    }),
  )
})

test.each(['', '0', '1', 'abc', '49', '9'.repeat(57), '-1', `${1n << 186n}`])('%j is no sequence number', (text) => {
  expect(parseSequenceNumber(text)).toBeUndefined()
})

test('the number of a real stream is read as AWS wrote it', () => {
  // A record of 2015-01, quoted in AWS's documentation of PutRecord.
  expect(parseSequenceNumber('49546986683135544286507457936321625675700192471156785154')).toMatchObject({ shardIndex: 0 })
})
