import { expect, test } from 'vitest'
import { createIds, LOWER_ALPHANUMERIC, UPPER_ALPHANUMERIC, type Ids } from './ids.ts'

const draw = (ids: Ids) => [
  ids.uuid(),
  ids.hex(7),
  ids.chars(20, UPPER_ALPHANUMERIC),
  ids.bytes(2000).toString('hex'),
  ids.fraction(),
]

test('the same seed gives the same ids, another seed others', () => {
  const [first, again, other] = [createIds('a'), createIds('a'), createIds('b')]
  expect([draw(first), draw(first)]).toEqual([draw(again), draw(again)])
  expect(draw(createIds('a'))).not.toEqual(draw(other))
})

test('without a seed runs differ', () => {
  expect(createIds().uuid()).not.toBe(createIds().uuid())
})

test('shapes', () => {
  const ids = createIds('shape')
  expect(ids.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(ids.hex(5)).toMatch(/^[0-9a-f]{5}$/)
  expect(ids.chars(300, LOWER_ALPHANUMERIC)).toMatch(/^[a-z0-9]{300}$/)
  expect(ids.bytes(3)).toHaveLength(3)
  for (let n = 0; n < 100; n++) {
    const fraction = ids.fraction()
    expect(fraction).toBeGreaterThanOrEqual(0)
    expect(fraction).toBeLessThan(1)
  }
})

test('ten thousand ids do not repeat', () => {
  const ids = createIds('many')
  expect(new Set(Array.from({ length: 10_000 }, () => ids.uuid())).size).toBe(10_000)
})

test('bytes that were handed out are the caller’s own', () => {
  const ids = createIds('own')
  const bytes = ids.bytes(16)
  const copy = Buffer.from(bytes)
  ids.uuid()
  expect(bytes).toEqual(copy)
})
