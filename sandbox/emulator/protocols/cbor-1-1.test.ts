import { readFileSync } from 'node:fs'
import { cbor } from '@smithy/core/cbor'
import { EventStreamCodec } from '@smithy/core/event-streams'
import { fromUtf8, toUtf8 } from '@smithy/core/serde'
import { expect, test } from 'vitest'
import { manualClock } from '../kernel/clock.ts'
import { startEmulator } from '../index.ts'

const TYPE = 'application/x-amz-cbor-1.1'
const [TIMESTAMP_TAG, SECOND_MS] = [0xc1, 1000]

/** Hexadecimal bytes of `fixtures/golden`, whose README says where they come from. */
function golden(name: string): Buffer {
  const text = readFileSync(new URL(`../../../fixtures/golden/kinesis-cbor/${name}.hex`, import.meta.url), 'utf8')
  return Buffer.from(text.replace(/^#.*$/gm, '').replace(/\s/g, ''), 'hex')
}

async function engineAt(time: number) {
  const clock = manualClock(time)
  const engine = await startEmulator({ port: 0, clock, signatures: 'off' })
  const send = async (operation: string, body: Uint8Array) => {
    const headers = { 'content-type': TYPE, 'x-amz-target': `Kinesis_20131202.${operation}` }
    return fetch(engine.endpoint, { method: 'POST', headers, body: Buffer.from(body) })
  }
  const call = async (operation: string, input: object) => {
    const answer = await send(operation, cbor.serialize(input))
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(answer.headers.get('content-type')).toBe(TYPE)
    return { status: answer.status, bytes, value: bytes.length === 0 ? undefined : (cbor.deserialize(bytes) as Record<string, never>) }
  }
  return { clock, call, send, [Symbol.asyncDispose]: () => engine.stop() }
}

test("what Java's client sends is taken, blobs as bytes, and answered in kind", async () => {
  await using engine = await engineAt(1_787_036_486_712)
  expect(await engine.call('CreateStream', { StreamName: 'test', ShardCount: 1 })).toMatchObject({ status: 200, bytes: Buffer.alloc(0) })
  const put = await engine.send('PutRecord', golden('put-record'))
  expect(cbor.deserialize(Buffer.from(await put.arrayBuffer()))).toEqual({ ShardId: 'shardId-000000000000', SequenceNumber: expect.stringMatching(/^49\d{54}$/) })
  const iterator = await engine.call('GetShardIterator', { StreamName: 'test', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' })
  const { value, bytes } = await engine.call('GetRecords', iterator.value!)
  expect(value).toMatchObject({ Records: [{ Data: Buffer.from('hello, world!'), PartitionKey: 'partitionkey', ApproximateArrivalTimestamp: 1_787_036_486_712 }], MillisBehindLatest: 0 })
  // Clients read it as a whole number: the eight bytes of one, not those of a float.
  const at = bytes.indexOf('ApproximateArrivalTimestamp') + 'ApproximateArrivalTimestamp'.length
  expect(bytes.subarray(at, at + 9).toString('hex')).toBe('1b000001a013accc38')
})

test('its times are milliseconds, below the tag of a time or bare', async () => {
  const sent = 1_787_036_486_712
  await using engine = await engineAt(sent - SECOND_MS)
  await engine.call('CreateStream', { StreamName: 'test', ShardCount: 1 })
  const put = (text: string) => engine.call('PutRecord', { StreamName: 'test', PartitionKey: 'k', Data: Buffer.from(text) })
  await put('before')
  await engine.clock.advance(SECOND_MS)
  await put('at')
  const member = golden('timestamp')
  expect(member[10]).toBe(TIMESTAMP_TAG)
  for (const timestamp of [member, Buffer.concat([member.subarray(0, 10), member.subarray(11)])]) {
    const head = Buffer.from(cbor.serialize({ StreamName: 'test', ShardId: 'shardId-000000000000', ShardIteratorType: 'AT_TIMESTAMP' }))
    // As Java writes it: a map that is open until its last byte.
    const request = Buffer.concat([Buffer.of(0xbf), head.subarray(1), timestamp, Buffer.of(0xff)])
    const iterator = cbor.deserialize(Buffer.from(await (await engine.send('GetShardIterator', request)).arrayBuffer())) as object
    const { value } = await engine.call('GetRecords', iterator)
    expect(value!['Records']).toMatchObject([{ Data: Buffer.from('at') }])
  }
})

test.each<[string, Uint8Array, string]>([
  ['DescribeStream', cbor.serialize({ StreamName: 'nix' }), 'ResourceNotFoundException'],
  ['DescribeStream', cbor.serialize({ StreamName: '' }), 'ValidationException'],
  ['DescribeStream', Buffer.of(0xa1, 0x63), 'SerializationException'],
  ['DescribeStream', cbor.serialize({ StreamName: 5 }), 'SerializationException'],
  ['PutRecord', cbor.serialize({ StreamName: 's', PartitionKey: 'k', Data: 'text' }), 'SerializationException'],
  ['DescribeStrim', cbor.serialize({}), 'UnknownOperationException'],
])('%s: an error is a map with its type and its message (%#)', async (operation, body, type) => {
  await using engine = await engineAt(1_787_036_486_712)
  const answer = await engine.send(operation, body)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([400, TYPE])
  expect(cbor.deserialize(Buffer.from(await answer.arrayBuffer()))).toEqual({ __type: type, message: expect.any(String) })
})

test('events of a subscription are in CBOR too', async () => {
  await using engine = await engineAt(1_787_036_486_712)
  await engine.call('CreateStream', { StreamName: 'test', ShardCount: 1 })
  await engine.call('PutRecord', { StreamName: 'test', PartitionKey: 'k', Data: Buffer.from('x') })
  const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/test'
  const { Consumer } = (await engine.call('RegisterStreamConsumer', { StreamARN, ConsumerName: 'c' })).value! as unknown as { Consumer: { ConsumerARN: string } }
  const { ConsumerARN } = Consumer
  const answer = await engine.send('SubscribeToShard', cbor.serialize({ ConsumerARN, ShardId: 'shardId-000000000000', StartingPosition: { Type: 'TRIM_HORIZON' } }))
  expect(answer.headers.get('content-type')).toBe('application/vnd.amazon.eventstream')
  const codec = new EventStreamCodec(toUtf8, fromUtf8)
  let bytes = Buffer.alloc(0)
  const found = []
  for await (const chunk of answer.body!) {
    bytes = Buffer.concat([bytes, chunk])
    while (bytes.length >= 4 && bytes.length >= bytes.readUInt32BE(0)) {
      found.push(codec.decode(bytes.subarray(0, bytes.readUInt32BE(0))))
      bytes = bytes.subarray(bytes.readUInt32BE(0))
    }
    if (found.length === 2) break
  }
  expect(found[1]!.headers[':content-type']!.value).toBe(TYPE)
  expect(cbor.deserialize(found[1]!.body)).toMatchObject({ Records: [{ Data: new Uint8Array(Buffer.from('x')), ApproximateArrivalTimestamp: 1_787_036_486_712 }] })
})
