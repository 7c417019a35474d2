import { expect, test } from 'vitest'
import { MappingFixture } from '../../../testing/mappings.ts'

const filters = (...patterns: unknown[]) => ({ FilterCriteria: { Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) } })

/** Delivered of `texts` through the filters, joined. */
async function through(patterns: unknown[], ...texts: string[]): Promise<string[]> {
  await using aws = await MappingFixture.start()
  const { put } = await aws.map(filters(...patterns))
  await put(...texts)
  await aws.settle()
  return aws.calls.flatMap((call) => call.texts)
}

test('data is filtered as JSON; what is no JSON does not pass', async () => {
  const yes = '{"kind":"order","total":12}'
  const pattern = { data: { kind: [{ prefix: 'ord' }], total: [{ numeric: ['>', 10] }] } }
  expect(await through([pattern], yes, '{"kind":"order","total":1}', 'order', '{"kind":', '"order"', '[1]', yes)).toEqual([yes, yes])
})

test('what is missing from data can be asked for; a text that is no JSON has nothing to be missing', async () => {
  expect(await through([{ data: { error: [{ exists: false }] } }], '{"ok":1}', '{"error":"x"}', 'plain')).toEqual(['{"ok":1}'])
})

test('a pattern without data does not look at it', async () => {
  expect(await through([{ partitionKey: ['k1'] }], 'k1:plain', 'k2:plain')).toEqual(['k1:plain'])
  expect(await through([{ eventName: ['aws:kinesis:record'], partitionKey: [{ 'anything-but': 'k1' }] }], 'k1:a', 'k2:b')).toEqual(['k2:b'])
})

test('one filter of several is enough', async () => {
  expect(await through([{ data: { a: [1] } }, { data: { b: [2] } }], '{"a":1}', '{"b":2}', '{"a":2}')).toEqual(['{"a":1}', '{"b":2}'])
})

test('what does not pass is done with: it neither fills batches nor comes back, nor holds up the checkpoint', async () => {
  await using aws = await MappingFixture.start()
  const { put, uuid, update, state } = await aws.map({ BatchSize: 2, ...filters({ data: { a: [1] } }) })
  const numbers = await put('{"a":1,"n":1}', 'x', 'x', '{"a":1,"n":2}', '{"a":1,"n":3}', 'x')
  expect(await aws.settle()).toEqual(['{"a":1,"n":1},{"a":1,"n":2}', '{"a":1,"n":3}'])
  expect(aws.checkpoint(uuid)).toEqual({ after: numbers.at(-1) })
  const answer = await update({ FilterCriteria: {} })
  expect(answer).not.toHaveProperty('FilterCriteria')
  await state('Enabled')
  await put('y')
  expect((await aws.settle()).at(-1)).toBe('y')
  expect(aws.calls.length).toBe(3)
})

test('a filter is shown as it was given, and can be changed while the mapping runs', async () => {
  await using aws = await MappingFixture.start()
  const { put, get, update, state } = await aws.map(filters({ data: { a: [1] } }))
  expect((await get()).FilterCriteria).toEqual({ Filters: [{ Pattern: '{"data":{"a":[1]}}' }] })
  await put('{"a":2}')
  await aws.settle()
  await update(filters({ data: { a: [2] } }))
  await state('Enabled')
  await put('{"a":1}', '{"a":2}')
  expect(await aws.settle()).toEqual(['{"a":2}'])
})

test.each([
  ['no JSON', '{"data":'],
  ['an empty one', '{}'],
  ['none', ''],
  ['a text in data', '{"data":["plain"]}'],
  ['an unknown filter', '{"data":{"a":[{"like":"x"}]}}'],
])('%s is refused', async (_name, Pattern) => {
  await using aws = await MappingFixture.start()
  const refused = { name: 'InvalidParameterValueException', message: 'Invalid filter pattern definition.' }
  await expect(aws.map({ FilterCriteria: { Filters: [{ Pattern }] } })).rejects.toMatchObject(refused)
})

test('six filters, and a pattern of more than 4096 characters, are refused', async () => {
  await using aws = await MappingFixture.start()
  await expect(aws.map(filters(...Array(6).fill({ data: { a: [1] } })))).rejects.toMatchObject({ name: 'InvalidParameterValueException' })
  await expect(aws.map(filters({ data: { a: ['x'.repeat(4096)] } }))).rejects.toMatchObject({
    name: 'ValidationException', message: expect.stringContaining("at 'filterCriteria.filters.1.member.pattern' failed to satisfy constraint: Member must have length less than or equal to 4096"),
  })
})
