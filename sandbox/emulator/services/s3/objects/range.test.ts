import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRange } from './range.ts'

test.each([
  ['bytes=0-4', 10, { start: 0, end: 4 }],
  ['bytes=5-', 10, { start: 5, end: 9 }],
  ['bytes=5-99', 10, { start: 5, end: 9 }],
  ['bytes=-3', 10, { start: 7, end: 9 }],
  ['bytes=-99', 10, { start: 0, end: 9 }],
  ['bytes=4-2', 10, undefined],
  ['bytes=0-1,3-4', 10, undefined],
  ['lines=0-1', 10, undefined],
  ['bytes=-', 10, undefined],
  [undefined, 10, undefined],
])('%s of %i bytes', (header, size, range) => {
  expect(parseRange(header, size)).toEqual(range)
})

test.each([['bytes=10-', 10], ['bytes=0-', 0], ['bytes=-0', 10], ['bytes=-1', 0]])('%s of %i bytes is InvalidRange', (header, size) => {
  expect(() => parseRange(header, size)).toThrow(expect.objectContaining({ code: 'InvalidRange', status: 416 }))
})

test('what is given lies within the object', () => {
  fc.assert(
    fc.property(fc.nat(50), fc.option(fc.nat(60)), fc.integer({ min: 1, max: 50 }), (first, last, size) => {
      fc.pre(first < size)
      const range = parseRange(`bytes=${first}-${last ?? ''}`, size)
      if (last !== null && last < first) expect(range).toBeUndefined()
      else expect(range).toEqual({ start: first, end: Math.min(last ?? size - 1, size - 1) })
    }),
  )
})
