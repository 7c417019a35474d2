import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KeyIndex, type Keys } from './key-index.ts'
import { listKeys, urlEncode } from './listing.ts'

const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '-', '\uffee', '😀', '\u{10ffff}'), maxLength: 5 })
const keys = fc.uniqueArray(text.filter((key) => key !== ''), { maxLength: 25 })
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** What all pages together must show, worked out the slow way. */
function expected(all: readonly string[], prefix: string, delimiter: string) {
  const entries = all
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
      return at < 0 ? `key ${key}` : `prefix ${key.slice(0, at + delimiter.length)}`
    })
  const of = (kind: string) => [...new Set(entries)].filter((entry) => entry.startsWith(kind)).map((entry) => entry.slice(kind.length)).sort(byBytes)
  return { keys: of('key '), commonPrefixes: of('prefix ') }
}

test('pages of any size show every key and every common prefix once, in order', () => {
  fc.assert(
    fc.property(keys, fc.constantFrom('', 'a', 'a/', '/', '😀'), fc.constantFrom('', '/', '-', 'a/'), fc.integer({ min: 1, max: 4 }), (all, prefix, delimiter, limit) => {
      const index = KeyIndex.of(all)
      const seen = { keys: [] as string[], commonPrefixes: [] as string[] }
      let after = ''
      for (let pages = 0; pages < 100; pages++) {
        const page = listKeys(index, { prefix, delimiter, after, limit })
        expect(page.keys.length + page.commonPrefixes.length).toBeLessThanOrEqual(limit)
        seen.keys.push(...page.keys)
        seen.commonPrefixes.push(...page.commonPrefixes)
        if (!page.isTruncated) break
        expect(page.keys.length + page.commonPrefixes.length).toBe(limit)
        after = page.last!
      }
      expect(seen).toEqual(expected(all, prefix, delimiter))
    }),
    { numRuns: 500 },
  )
})

test('a start in the middle leaves out what is not behind it', () => {
  const index = KeyIndex.of(['a', 'b/1', 'b/2', 'c'])
  const list = (after: string, delimiter = '') => listKeys(index, { prefix: '', delimiter, after, limit: 10 })
  expect(list('b/1').keys).toEqual(['b/2', 'c'])
  expect(list('b/1', '/')).toMatchObject({ keys: ['c'], commonPrefixes: ['b/'] })
  expect(list('b/', '/')).toMatchObject({ keys: ['c'], commonPrefixes: [] })
  expect(list('zzz').keys).toEqual([])
})

test('an empty page is not a truncated one', () => {
  expect(listKeys(KeyIndex.of(['a']), { prefix: '', delimiter: '', after: '', limit: 0 })).toMatchObject({ keys: [], isTruncated: false })
})

test('a common prefix of very many keys costs one step', () => {
  const index = KeyIndex.of(Array.from({ length: 20_000 }, (_, i) => `many/${i}`).concat('z'))
  let read = 0
  const counting: Keys = {
    from(from) {
      const cursor = index.from(from)
      return { next: () => (read++, cursor.next()), skipTo: (key) => cursor.skipTo(key) }
    },
  }
  expect(listKeys(counting, { prefix: '', delimiter: '/', after: '', limit: 10 })).toMatchObject({ keys: ['z'], commonPrefixes: ['many/'] })
  expect(read).toBeLessThan(5)
})

test('encoding-type=url is what form decoding undoes, with slashes left readable', () => {
  expect(urlEncode('a b/c+d&é*~!')).toBe('a+b/c%2Bd%26%C3%A9*%7E%21')
  fc.assert(fc.property(text, (key) => void expect(decodeURIComponent(urlEncode(key).replaceAll('+', ' '))).toBe(key)))
})
