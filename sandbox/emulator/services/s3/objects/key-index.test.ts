import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareKeys, KeyIndex } from './key-index.ts'

/** Keys with what sorts differently in UTF-16 and in UTF-8. */
const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é', '\uffee', '😀', '\u{10ffff}'), maxLength: 6 })

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

function keysFrom(index: KeyIndex, from: string): string[] {
  const cursor = index.from(from)
  const keys: string[] = []
  for (let next = cursor.next(); next !== undefined; next = cursor.next()) keys.push(next)
  return keys
}

test('keys compare as their UTF-8 bytes do', () => {
  fc.assert(fc.property(key, key, (a, b) => void expect(Math.sign(compareKeys(a, b))).toBe(byBytes(a, b))))
  expect(compareKeys('\uffee', '😀')).toBeLessThan(0)
})

test('after any insertions and deletions the index holds each key once, in order', () => {
  const change = fc.record({ key, add: fc.boolean() })
  fc.assert(
    fc.property(fc.array(key), fc.array(change, { maxLength: 60 }), key, (first, changes, from) => {
      const model = new Set(first)
      const index = KeyIndex.of(model)
      for (const { key: changed, add } of changes) {
        if (add) model.add(changed)
        else model.delete(changed)
        if (add) index.add(changed)
        else index.delete(changed)
      }
      const sorted = [...model].sort(byBytes)
      expect(keysFrom(index, '')).toEqual(sorted)
      expect(keysFrom(index, from)).toEqual(sorted.filter((one) => byBytes(one, from) >= 0))
      expect(index.size).toBe(model.size)
    }),
  )
})

test('runs split and vanish as thousands of keys come and go', () => {
  const index = KeyIndex.of([])
  const keys = Array.from({ length: 5000 }, (_, i) => `k${(i * 7919) % 5000}`)
  for (const one of keys) index.add(one)
  expect(keysFrom(index, '')).toEqual([...keys].sort(byBytes))
  for (const one of keys.slice(0, 4990)) index.delete(one)
  expect(keysFrom(index, '')).toEqual(keys.slice(4990).sort(byBytes))
})

test('a cursor steps over keys, near and far, and never goes back', () => {
  const all = Array.from({ length: 20_000 }, (_, i) => String(i).padStart(5, '0'))
  const index = KeyIndex.of([])
  for (const one of all) index.add(one)
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(20_500), fc.nat(300)), { maxLength: 20 }), (steps) => {
      const cursor = index.from('')
      let at = 0
      for (const step of steps) {
        const to = String(step < 300 ? at + step : step).padStart(5, '0')
        cursor.skipTo(to)
        at = Math.max(at, Number(to))
        expect(cursor.next()).toBe(all[at++])
      }
    }),
  )
})
