import { describe, expect, test } from 'vitest'
import { InvalidPattern } from './event-pattern-rules.ts'
import { readPattern } from './event-pattern.ts'

/** Whether `{ a: value }` fits `{ a: [rule] }`. */
const fits = (rule: unknown, value: unknown) => readPattern({ a: [rule] })(value === undefined ? {} : { a: value })

describe('rules of a value', () => {
  test.each<[rule: unknown, yes: unknown[], no: unknown[]]>([
    ['x', ['x', ['y', 'x']], ['X', 'xx', '', null, undefined, 1, ['y'], { x: 'x' }]],
    ['', [''], [' ', null, undefined, 0]],
    [5, [5, 5.0, [1, 5]], ['5', 50, null, undefined]],
    [null, [null, [null]], ['null', '', 0, undefined, []]],
    [true, [true], ['true', 1, false, undefined]],
    [{ prefix: 'ab' }, ['ab', 'abc'], ['xab', 'AB', 'a', 1, undefined]],
    [{ prefix: { 'equals-ignore-case': 'ab' } }, ['ABc', 'ab'], ['xab']],
    [{ suffix: '.png' }, ['.png', 'a.png'], ['a.PNG', '.png.jpg']],
    [{ suffix: { 'equals-ignore-case': '.png' } }, ['a.PNG'], ['a.jpg']],
    [{ 'equals-ignore-case': 'Ab' }, ['ab', 'AB'], ['abc', 'a', undefined]],
    [{ exists: true }, ['', null, 0, false, 'x', ['x']], [undefined, { b: 1 }, []]],
    [{ exists: false }, [undefined, { b: 1 }, []], ['', null, 0, 'x']],
    [{ numeric: ['=', 3.018e2] }, [301.8], [301, '301.8', undefined]],
    [{ numeric: ['<', 10] }, [9, -1], [10, '9', null]],
    [{ numeric: ['>=', 10] }, [10, 11], [9.99]],
    [{ numeric: ['>', 0, '<=', 5] }, [1, 5], [0, 6, 5.1]],
    [{ 'anything-but': 'x' }, ['y', 'xx', null, 1, true, ['x', 'y']], ['x', undefined, ['x']]],
    [{ 'anything-but': [1, 2] }, [3, '1'], [1, 2, undefined]],
    [{ 'anything-but': { prefix: 'ab' } }, ['xab', 1], ['abc']],
    [{ 'anything-but': { prefix: ['ab', 'c'] } }, ['x'], ['abc', 'c']],
    [{ 'anything-but': { suffix: ['.png', '.jpg'] } }, ['a.gif'], ['a.png', 'a.jpg']],
    [{ 'anything-but': { 'equals-ignore-case': ['a', 'B'] } }, ['c'], ['A', 'b']],
    [{ 'anything-but': { wildcard: '*/lib/*' } }, ['/src/a'], ['/lib/a']],
    [{ wildcard: 'a*c' }, ['ac', 'abc', 'abcc'], ['ab', 'xac', 'acx', undefined]],
    [{ wildcard: '*' }, ['', 'x'], [1, undefined]],
    [{ wildcard: 'a*b*c' }, ['abc', 'a-b-c', 'abbc'], ['acb', 'ac']],
    [{ wildcard: 'ab*ba' }, ['abba', 'ab-ba'], ['aba']],
    [{ wildcard: 'a\\*c' }, ['a*c'], ['abc']],
    [{ wildcard: 'a\\\\*' }, ['a\\', 'a\\b'], ['ab']],
    [{ cidr: '10.0.0.0/24' }, ['10.0.0.0', '10.0.0.255'], ['10.0.1.0', 'no', '', '::1', 10]],
    [{ cidr: '2001:db8::/32' }, ['2001:db8::1', '2001:DB8:ffff::'], ['2001:db9::1', '10.0.0.1']],
  ])('%j', (rule, yes, no) => {
    expect(yes.filter((value) => !fits(rule, value))).toEqual([])
    expect(no.filter((value) => fits(rule, value))).toEqual([])
  })
})

describe('patterns', () => {
  const matches = (pattern: unknown, event: unknown) => readPattern(pattern)(event)

  test('values of a list are alternatives, members are all required', () => {
    const pattern = { a: ['x', { prefix: 'y' }], b: { c: [1] } }
    expect(matches(pattern, { a: 'yes', b: { c: 1, d: 2 }, e: 0 })).toBe(true)
    expect(matches(pattern, { a: 'x', b: { c: 2 } })).toBe(false)
    expect(matches(pattern, { a: 'z', b: { c: 1 } })).toBe(false)
    expect(matches(pattern, { a: 'x', b: 1 })).toBe(false)
    expect(matches(pattern, 'x')).toBe(false)
  })

  test('$or stands for one of several, beside what is required anyway', () => {
    const pattern = { a: ['x'], $or: [{ b: [1] }, { c: { d: [2] } }] }
    expect(matches(pattern, { a: 'x', b: 1 })).toBe(true)
    expect(matches(pattern, { a: 'x', c: { d: 2 } })).toBe(true)
    expect(matches(pattern, { a: 'x', b: 2 })).toBe(false)
    expect(matches(pattern, { a: 'y', b: 1 })).toBe(false)
    expect(matches({ b: { $or: [{ c: [1] }, { d: [1] }] } }, { b: { d: 1 } })).toBe(true)
  })

  test('$or with values behind it is a name like others', () => {
    expect(matches({ $or: ['x'] }, { $or: 'x' })).toBe(true)
    expect(matches({ $or: [{ prefix: 'x' }, { suffix: 'y' }] }, { $or: 'a y' })).toBe(true)
  })

  test('of a list of objects one must have it all', () => {
    const pattern = { list: { a: [1], b: [2] } }
    expect(matches(pattern, { list: [{ a: 0 }, { a: 1, b: 2 }] })).toBe(true)
    expect(matches(pattern, { list: [{ a: 1 }, { b: 2 }] })).toBe(false)
  })

  test('names of Object.prototype are no members', () => {
    expect(matches({ constructor: [{ exists: true }] }, {})).toBe(false)
    expect(matches({ toString: [{ exists: false }] }, {})).toBe(true)
  })
})

test.each([
  [null], ['text'], [[]], [5], [{}], [{ a: {} }], [{ a: [] }], [{ a: 'x' }], [{ a: null }], [{ a: [[1]] }], [{ a: [{}] }],
  [{ a: [{ prefix: 1 }] }], [{ a: [{ prefix: 'a', suffix: 'b' }] }], [{ a: [{ between: [1, 2] }] }], [{ a: [{ toString: 'x' }] }],
  [{ a: [{ exists: 'yes' }] }],
  [{ a: [{ numeric: [] }] }], [{ a: [{ numeric: ['>'] }] }], [{ a: [{ numeric: ['!', 1] }] }], [{ a: [{ numeric: ['>', '1'] }] }],
  [{ a: [{ numeric: ['<', 1, '>', 0] }] }], [{ a: [{ numeric: ['>', 5, '<', 1] }] }],
  [{ a: [{ 'anything-but': [] }] }], [{ a: [{ 'anything-but': [1, 'x'] }] }], [{ a: [{ 'anything-but': { exists: true } }] }], [{ a: [{ 'anything-but': { prefix: [] } }] }],
  [{ a: [{ wildcard: 'a**b' }] }], [{ a: [{ wildcard: 'a\\b' }] }],
  [{ a: [{ cidr: '10.0.0.0' }] }], [{ a: [{ cidr: '10.0.0.0/33' }] }], [{ a: [{ cidr: 'x/1' }] }],
])('%j is no pattern', (pattern) => {
  expect(() => readPattern(pattern)).toThrow(InvalidPattern)
})
