import { expect, test } from 'vitest'
import type { AwsError } from './errors.ts'
import { validate, type Limits } from './validate.ts'

function complaint(input: object, limits: Limits, required: string[] = []): string {
  try {
    validate(input, required, limits, 'ValidationException')
  } catch (error) {
    expect((error as AwsError).code).toBe('ValidationException')
    return (error as AwsError).message
  }
  return 'nothing'
}

const fault = (value: string, name: string, constraint: string) =>
  `1 validation error detected: Value${value && ` ${value}`} at '${name}' failed to satisfy constraint: ${constraint}`

test('what is within its limits passes, and absent members have none but "required"', () => {
  const limits = { Name: { min: 1, max: 3, pattern: '[a-z]+' }, Count: { minValue: 1, maxValue: 2 }, Kind: { enum: ['A'] } }
  expect(complaint({ Name: 'abc', Count: 2, Kind: 'A' }, limits)).toBe('nothing')
  expect(complaint({ Name: undefined, Kind: null }, limits)).toBe('nothing')
})

test.each<[object, Limits, string]>([
  [{ Name: 'abcd' }, { Name: { max: 3 } }, fault("'abcd'", 'name', 'Member must have length less than or equal to 3')],
  [{ Name: '' }, { Name: { min: 1 } }, fault("''", 'name', 'Member must have length greater than or equal to 1')],
  [{ Name: 'a b' }, { Name: { pattern: '\\S+' } }, fault("'a b'", 'name', 'Member must satisfy regular expression pattern: \\S+')],
  [{ Kind: 'B' }, { Kind: { enum: ['A', 'C'] } }, fault("'B'", 'kind', 'Member must satisfy enum value set: [A, C]')],
  [{ Count: 0 }, { Count: { minValue: 1 } }, fault("'0'", 'count', 'Member must have value greater than or equal to 1')],
  [{ Count: 9 }, { Count: { maxValue: 8 } }, fault("'9'", 'count', 'Member must have value less than or equal to 8')],
  [{ Ids: ['a', 'b'] }, { Ids: { max: 1 } }, fault("'[a, b]'", 'ids', 'Member must have length less than or equal to 1')],
  [{ Tags: {} }, { Tags: { min: 1 } }, fault("'{}'", 'tags', 'Member must have length greater than or equal to 1')],
  [{ Data: Buffer.alloc(3) }, { Data: { max: 2 } }, fault('', 'data', 'Member must have length less than or equal to 2')],
  [{ Password: 'x' }, { Password: { min: 6, sensitive: true } }, fault('', 'password', 'Member must have length greater than or equal to 6')],
  [{ Name: 'a-b' }, { Name: { pattern: '[0-9-_]+' } }, fault("'a-b'", 'name', 'Member must satisfy regular expression pattern: [0-9-_]+')],
  [{ Name: 'ab\n' }, { Name: { pattern: '[a-z]+' } }, fault("'ab\n'", 'name', 'Member must satisfy regular expression pattern: [a-z]+')],
])('%j against %j', (input, limits, message) => {
  expect(complaint(input, limits)).toBe(message)
})

test('required members come first, then limits in the order in which they are written', () => {
  expect(complaint({ B: '' }, { B: { pattern: 'b', min: 1 } }, ['A', 'B'])).toBe(
    "3 validation errors detected: Value null at 'a' failed to satisfy constraint: Member must not be null; " +
      "Value '' at 'b' failed to satisfy constraint: Member must satisfy regular expression pattern: b; " +
      "Value '' at 'b' failed to satisfy constraint: Member must have length greater than or equal to 1",
  )
})

test('members of structures are named by their path, elements of lists by their place', () => {
  const limits: Limits = {
    Mode: { members: { Kind: { required: true, enum: ['A'] } } },
    Records: { each: { members: { Data: { required: true }, Key: { min: 1 } } } },
  }
  expect(complaint({ Mode: {}, Records: [{ Data: 1, Key: 'k' }, { Key: '' }, null] }, limits)).toBe(
    "4 validation errors detected: Value null at 'mode.kind' failed to satisfy constraint: Member must not be null; " +
      "Value null at 'records.2.member.data' failed to satisfy constraint: Member must not be null; " +
      "Value '' at 'records.2.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
      "Value null at 'records.3.member' failed to satisfy constraint: Member must not be null",
  )
})

test('a fault among the strings of a list or a map is told of the whole', () => {
  const text = { max: 2, min: 1 }
  const all = '[Member must have length less than or equal to 2, Member must have length greater than or equal to 1]'
  expect(complaint({ Keys: ['a', 'abc'] }, { Keys: { each: text } })).toBe(
    fault("'[a, abc]'", 'keys', `Member must satisfy constraint: ${all}`),
  )
  expect(complaint({ Tags: { abc: 'a' } }, { Tags: { keys: text } })).toBe(
    fault("'{abc=a}'", 'tags', `Map keys must satisfy constraint: ${all}`),
  )
  expect(complaint({ Tags: { a: '' } }, { Tags: { values: text } })).toBe(
    fault("'{a=}'", 'tags', `Map value must satisfy constraint: ${all}`),
  )
})

test('no more than ten faults are told', () => {
  const Records = Array.from({ length: 500 }, () => ({}))
  const message = complaint({ Records }, { Records: { each: { members: { Key: { required: true } } } } })
  expect(message).toMatch(/^10 validation errors detected: .*'records\.10\.member\.key' failed to satisfy constraint: Member must not be null$/)
})
