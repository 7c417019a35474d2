import { cbor, dateToTag } from '@smithy/core/cbor'
import { expect, test } from 'vitest'
import type { Context } from '../kernel/context.ts'
import { AwsError } from '../kernel/errors.ts'
import { internalGet, type HttpRequest } from '../kernel/http.ts'
import { Float64, writeCbor } from './cbor-writer.ts'
import { cborDouble, withDoubles } from './doubles.ts'
import { rpcV2Cbor } from './rpc-v2-cbor.ts'

// The numbers are how the SDK writes schemas: 0 string, 1 number, 2 boolean, 4 timestamp, 21 blob; [1] list, [2] map, [3] struct, [9] operation, [-3] error.
const Item = [3, 'x', 'Item', 0, ['Name'], [0]]
const Items = [1, 'x', 'Items', 0, () => Item]
const Sums = [2, 'x', 'Sums', 0, 0, 1]
const members = ['Text', 'Flag', 'Count', 'Sum', 'When', 'Bytes', 'Items', 'Sums']
const Everything = [3, 'x', 'Everything', 0, members, [0, 2, 1, 1, 4, 21, () => Items, () => Sums]]
const sdk = {
  Try$: [9, 'x', 'Try', 0, () => Everything, () => Everything],
  Nothing$: [9, 'x', 'Nothing', 0, () => Everything, () => 'unit'],
  Gone$: [-3, 'com.amazonaws.x', 'Gone', { error: 'client', httpError: 410 }, ['message', 'Which'], [0, 0]],
}
const protocol = rpcV2Cbor(sdk)
const ctx = { requestId: 'the-id' } as Context

function post(path: string, body: Uint8Array): HttpRequest {
  return { ...internalGet(new URL(`http://localhost${path}`)), method: 'POST', bytes: () => Promise.resolve(Buffer.from(body)) }
}

async function decode(body: Uint8Array): Promise<object> {
  const request = post('/service/Any/operation/Try', body)
  return protocol.decode((await protocol.match(request))!, request)
}

const all = {
  Text: 'äöü and more than twenty-three bytes',
  Flag: true,
  Count: -70_000,
  Sum: 3,
  When: new Date('2026-01-02T03:04:05.678Z'),
  Bytes: Buffer.from([1, 2, 3]),
  Items: [{ Name: 'a' }, { Name: 'b' }],
  Sums: { p50: 2 ** 40 },
}

test('an input of every type comes in its SDK form; null and unknown members are dropped', async () => {
  const sent = { ...all, When: dateToTag(all.When), Unknown: 1 }
  const got = await decode(cbor.serialize({ ...sent, Items: [...all.Items] }))
  expect(got).toEqual({ ...all, Bytes: expect.any(Uint8Array) as unknown })
  expect(await decode(cbor.serialize({ Text: null, Count: 1 }))).toEqual({ Count: 1 })
  expect(await decode(new Uint8Array())).toEqual({})
})

test('maps, lists and texts of indefinite length are understood', async () => {
  const bytes = Buffer.from('bf6454657874 7f6161 6162ff 654974656d73 9fbf644e616d65616eff ff ff'.replaceAll(' ', ''), 'hex')
  expect(await decode(bytes)).toEqual({ Text: 'ab', Items: [{ Name: 'n' }] })
})

test.each([
  ['a list for a map', cbor.serialize([])],
  ['a number for a text', cbor.serialize({ Text: 1 })],
  ['a timestamp without its tag', cbor.serialize({ When: 'yesterday' })],
  ['half a document', Buffer.from('a16454', 'hex')],
])('%s is refused as SerializationException', async (_, body) => {
  await expect(decode(body)).rejects.toMatchObject({ code: 'SerializationException', status: 400 })
})

test('an output holds what is defined, and says how it is written', () => {
  const { status, headers, body } = protocol.encode({ operation: 'Try', labels: {} }, { ...all, Text: undefined }, ctx)
  expect([status, headers]).toEqual([
    200,
    { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor', 'x-amzn-requestid': 'the-id' },
  ])
  const { Text: _, ...rest } = all
  const read = cbor.deserialize(body as Uint8Array) as Record<string, unknown>
  expect(read).toEqual({ ...rest, Bytes: expect.anything() as unknown, When: expect.objectContaining({ value: 1767323045.678 }) as unknown })
  expect(Buffer.from(read['Bytes'] as Uint8Array)).toEqual(all.Bytes)
})

test('doubles are written as such, also whole ones and those in maps', () => {
  const doubles = withDoubles(protocol, new Set(['Sum', 'Sums']), cborDouble)
  const body = doubles.encode({ operation: 'Try', labels: {} }, { Count: 3, Sum: 3, Sums: { a: 4 } }, ctx).body as Buffer
  const [three, four] = ['fb4008000000000000', 'fb4010000000000000']
  expect(body.toString('hex')).toBe(`a3 65436f756e74 03 6353756d ${three} 6453756d73 a1 6161 ${four}`.replaceAll(' ', ''))
})

test('an operation without an output answers without a body', () => {
  const { headers, body } = protocol.encode({ operation: 'Nothing', labels: {} }, {}, ctx)
  expect(body).toBeUndefined()
  expect(headers).not.toHaveProperty('content-type')
})

test('an error has its whole name, its status and its members', () => {
  const { status, body } = protocol.encodeError(new AwsError('Gone', 'It is gone.', { members: { Which: 'one' } }), ctx)
  expect(status).toBe(410)
  expect(cbor.deserialize(body as Uint8Array)).toEqual({ __type: 'com.amazonaws.x#Gone', message: 'It is gone.', Which: 'one' })
})

test('an unknown operation is no match', () => {
  expect(protocol.match(post('/service/Any/operation/Other', new Uint8Array()))).toBeUndefined()
})

test.each([
  [0, '00'], [23, '17'], [24, '1818'], [255, '18ff'], [256, '190100'], [65_536, '1a00010000'], [2 ** 32, '1b0000000100000000'],
  [-1, '20'], [-25, '3818'], [1.5, 'fb3ff8000000000000'], [new Float64(1), 'fb3ff0000000000000'], ['a', '6161'],
  [[], '80'], [{}, 'a0'], [true, 'f5'], [null, 'f6'], [new Date(1000), 'c101'],
])('%s is written as %s', (value, hex) => {
  expect(writeCbor(value).toString('hex')).toBe(hex)
})
