import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  KinesisClient,
  PutRecordCommand,
  RegisterStreamConsumerCommand,
  SplitShardCommand,
  SubscribeToShardCommand,
  type StartingPosition,
  type SubscribeToShardEvent,
  type SubscribeToShardEventStream,
} from '@aws-sdk/client-kinesis'
import { EventStreamCodec } from '@smithy/core/event-streams'
import { fromUtf8, toUtf8 } from '@smithy/core/serde'
import { expect, test } from 'vitest'
import { startEmulator, type Emulator } from '../../../index.ts'
import { topicOf } from '../state.ts'
import { createTestEngine, eventually, stoppedClock, type TestEngine } from '../../../../testing/engine.ts'
import { passTime } from '../testing/pass-time.ts'

const StreamName = 's'
const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/s'
const SHARD = 'shardId-000000000000'
const LATEST: StartingPosition = { Type: 'LATEST' }
const HORIZON: StartingPosition = { Type: 'TRIM_HORIZON' }

async function withConsumer(engine: TestEngine) {
  const client = new KinesisClient({ ...engine.client, maxAttempts: 1 })
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))
  const register = async (ConsumerName: string) =>
    (await client.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName }))).Consumer!.ConsumerARN!
  const ConsumerARN = await register('c')
  const subscribe = async (StartingPosition: StartingPosition, more: object = {}) => {
    const answer = await client.send(new SubscribeToShardCommand({ ConsumerARN, ShardId: SHARD, StartingPosition, ...more }))
    return answer.EventStream![Symbol.asyncIterator]()
  }
  const put = (text: string) => client.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from(text) }))
  return { client, ConsumerARN, register, subscribe, put }
}

type Events = AsyncIterator<SubscribeToShardEventStream>

const eventOf = async (events: Events): Promise<SubscribeToShardEvent | undefined> =>
  ((await events.next()).value as SubscribeToShardEventStream | undefined)?.SubscribeToShardEvent

const texts = (event: SubscribeToShardEvent | undefined) => event?.Records!.map(({ Data }) => Buffer.from(Data!).toString())

/** The texts of the first `count` records, past events that hold none. */
async function take(events: Events, count: number): Promise<string[]> {
  const found: string[] = []
  while (found.length < count) found.push(...texts(await eventOf(events))!)
  return found
}

test('records are pushed as they come, within milliseconds of the put', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const { subscribe, put } = await withConsumer(engine)
  await put('before')
  const events = await subscribe(LATEST)
  expect(await eventOf(events)).toEqual({ Records: [], ContinuationSequenceNumber: expect.stringMatching(/^49\d{54}$/), MillisBehindLatest: 0 })
  // The clock stands still: whatever arrives was woken by the put alone.
  for (const text of ['a', 'b', 'c']) {
    const pushed = eventOf(events)
    const began = performance.now()
    const { SequenceNumber } = await put(text)
    expect(await pushed).toMatchObject({
      Records: [{ Data: new Uint8Array(Buffer.from(text)), PartitionKey: 'k', SequenceNumber, ApproximateArrivalTimestamp: new Date(clock.now()) }],
      ContinuationSequenceNumber: SequenceNumber,
      MillisBehindLatest: 0,
    })
    expect(performance.now() - began).toBeLessThan(1000)
  }
})

test('a subscription goes on from where the one before it stopped', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const { client, subscribe, put } = await withConsumer(engine)
  const pass = passTime(clock, client)
  const empty = (await eventOf(await subscribe(HORIZON)))!.ContinuationSequenceNumber!
  for (const text of ['a', 'b', 'c']) await put(text)
  await pass(5000)
  const after = await subscribe({ Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: empty })
  const first = await eventOf(after)
  expect(texts(first)).toEqual(['a', 'b', 'c'])
  await put('d')
  await pass(5000)
  const next = await subscribe({ Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: first!.ContinuationSequenceNumber! })
  expect(await take(next, 1)).toEqual(['d'])
  await pass(5000)
  expect(await take(await subscribe({ Type: 'AT_TIMESTAMP', Timestamp: new Date(clock.now() - 10_000) }), 1)).toEqual(['d'])
})

test('events without records keep it alive, and it ends after five minutes', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const { client, subscribe } = await withConsumer(engine)
  const events = await subscribe(LATEST)
  const seen: number[] = []
  const began = clock.now()
  const reading = (async () => {
    for (let event = await eventOf(events); event; event = await eventOf(events)) seen.push(clock.now() - began)
  })()
  const pass = passTime(clock, client)
  await eventually('the first event', () => (seen.length === 1 ? true : undefined))
  for (let beats = 1; beats < 60; beats++) {
    await pass(5000)
    await eventually(`event ${beats}`, () => (seen.length === beats + 1 ? true : undefined))
  }
  await pass(5000)
  await reading
  expect(seen).toEqual(Array.from({ length: 60 }, (_, i) => i * 5000))
})

test('a closed shard is pushed to its end, which names its children', async () => {
  await using engine = await createTestEngine()
  const { client, subscribe, put } = await withConsumer(engine)
  await put('a')
  const events = await subscribe(HORIZON)
  expect(await take(events, 1)).toEqual(['a'])
  await client.send(new SplitShardCommand({ StreamName, ShardToSplit: SHARD, NewStartingHashKey: '170141183460469231731687303715884105728' }))
  const last = await eventOf(events)
  expect(last).toMatchObject({ Records: [], MillisBehindLatest: 0, ChildShards: [{ ShardId: 'shardId-000000000001', ParentShards: [SHARD] }, { ShardId: 'shardId-000000000002' }] })
  expect(last!.ContinuationSequenceNumber).toBeUndefined()
  expect((await events.next()).done).toBe(true)
})

test('a second call within five seconds is refused; later it takes over', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const { client, register, subscribe, put } = await withConsumer(engine)
  const pass = passTime(clock, client)
  const first = await subscribe(LATEST)
  await eventOf(first)
  await pass(4999)
  const refusal = { name: 'ResourceInUseException', message: 'Another active subscription exists for this consumer: 000000000000:s:shardId-000000000000:c' }
  await expect(subscribe(LATEST)).rejects.toMatchObject(refusal)
  const other = await subscribe(LATEST, { ConsumerARN: await register('another') })
  await pass(1)
  const second = await subscribe(LATEST)
  await expect((async () => { for (;;) if (!(await eventOf(first))) return })()).rejects.toMatchObject(refusal)
  await put('x')
  expect(await take(second, 1)).toEqual(['x'])
  expect(await take(other, 1)).toEqual(['x'])
})

test.each<[string, (of: { client: KinesisClient; ConsumerARN: string }) => Promise<unknown>, string]>([
  ['its consumer', ({ client, ConsumerARN }) => client.send(new DeregisterStreamConsumerCommand({ ConsumerARN })), 'ResourceNotFoundException'],
  ['its stream', ({ client }) => client.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true })), 'ResourceNotFoundException'],
])('a subscription fails with %s', async (_what, remove, name) => {
  await using engine = await createTestEngine()
  const of = await withConsumer(engine)
  const events = await of.subscribe(LATEST)
  await eventOf(events)
  const failing = expect(events.next()).rejects.toMatchObject({ name })
  await remove(of)
  await failing
})

test('a reset ends it in order', async () => {
  await using engine = await createTestEngine()
  const { subscribe } = await withConsumer(engine)
  const events = await subscribe(LATEST)
  await eventOf(events)
  const next = events.next()
  await engine.reset()
  expect((await next).done).toBe(true)
})

test.each<[source: string, object, string, RegExp]>([
  ['API_SubscribeToShard, Errors; the sentence is unverified', { ConsumerARN: `${StreamARN}/consumer/no:1` }, 'ResourceNotFoundException', /^Consumer arn:.*\/consumer\/no:1, account 000000000000 not found\.$/],
  ['API_SubscribeToShard, ConsumerARN', { ConsumerARN: 'no' }, 'ValidationException', /^1 validation error detected: Value 'no' at 'consumerARN' failed to satisfy constraint: Member must satisfy regular expression pattern: /],
  ['API_SubscribeToShard, Errors; the sentence is GetShardIterator’s', { ShardId: 'shardId-000000000009' }, 'ResourceNotFoundException', /^Shard shardId-000000000009 in stream s under account 000000000000 does not exist$/],
  ['API_StartingPosition', { StartingPosition: { Type: 'NOW' } }, 'ValidationException', /at 'startingPosition\.type' failed to satisfy constraint: Member must satisfy enum value set/],
  ['API_StartingPosition; the sentence is unverified', { StartingPosition: { Type: 'AT_SEQUENCE_NUMBER' } }, 'InvalidArgumentException', /no StartingSequenceNumber/],
  ['API_SubscribeToShard, Errors; the sentence is GetShardIterator’s', { StartingPosition: { Type: 'AT_SEQUENCE_NUMBER', SequenceNumber: '7' } }, 'InvalidArgumentException', /^StartingSequenceNumber 7 used in SubscribeToShard on shard shardId-000000000000 /],
  ['SubscribeToShardInput.DryRun; the sentence is unverified', { DryRun: true }, 'DryRunOperationException', /DryRun/],
])('%s: SubscribeToShard refuses %j', async (_source, more, name, message) => {
  await using engine = await createTestEngine()
  const { subscribe } = await withConsumer(engine)
  await expect(subscribe(LATEST, more)).rejects.toMatchObject({ name, message: expect.stringMatching(message) })
  await expect(eventOf(await subscribe(LATEST))).resolves.toMatchObject({ Records: [] })
})

test('a consumer that is being made cannot subscribe', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock, limits: 'aws' })
  const client = new KinesisClient({ ...engine.client, maxAttempts: 1 })
  const pass = passTime(clock, client)
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))
  await pass(1000)
  const { Consumer } = await client.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'c' }))
  const subscribe = () => client.send(new SubscribeToShardCommand({ ConsumerARN: Consumer!.ConsumerARN, ShardId: SHARD, StartingPosition: LATEST }))
  // The sentence is AWS's, from awslabs/kinesis-hot-shard-advisor issue 37.
  const created_s = Consumer!.ConsumerCreationTimestamp!.getTime() / 1000
  await expect(subscribe()).rejects.toMatchObject({
    name: 'ResourceInUseException',
    message: `Consumer c with creation timestamp ${created_s} under stream: s , account 000000000000 is not in ACTIVE status.`,
  })
  await pass(1000)
  await subscribe()
})

/** Sends a call over HTTP/1.1; what comes back is read as it comes. */
async function callPlainly(engine: Emulator, operation: string, input: object): Promise<IncomingMessage> {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Kinesis_20131202.${operation}` }
  const call = request(engine.endpoint, { method: 'POST', headers })
  call.end(JSON.stringify(input))
  const [answer] = (await once(call, 'response')) as [IncomingMessage]
  return answer
}

const json = async (answer: IncomingMessage) => JSON.parse(Buffer.concat(await answer.toArray()).toString()) as Record<string, never>

/** Each message as soon as its last byte is there; the SDK's codec checks its sums. */
async function* messagesOf(answer: IncomingMessage) {
  const codec = new EventStreamCodec(toUtf8, fromUtf8)
  let bytes = Buffer.alloc(0)
  for await (const chunk of answer.iterator({ destroyOnReturn: false })) {
    bytes = Buffer.concat([bytes, chunk as Buffer])
    while (bytes.length >= 4 && bytes.length >= bytes.readUInt32BE(0)) {
      const length = bytes.readUInt32BE(0)
      yield codec.decode(bytes.subarray(0, length))
      bytes = bytes.subarray(length)
    }
  }
}

test('over HTTP/1.1 each event is a message with its type; who leaves is forgotten', async () => {
  const engine = await startEmulator({ port: 0, signatures: 'off' })
  try {
    await callPlainly(engine, 'CreateStream', { StreamName, ShardCount: 1 })
    const { Consumer } = await json(await callPlainly(engine, 'RegisterStreamConsumer', { StreamARN, ConsumerName: 'c' }))
    const { ConsumerARN } = Consumer as unknown as { ConsumerARN: string }
    const answer = await callPlainly(engine, 'SubscribeToShard', { ConsumerARN, ShardId: SHARD, StartingPosition: LATEST })
    expect(answer.headers).toMatchObject({ 'content-type': 'application/vnd.amazon.eventstream', 'transfer-encoding': 'chunked' })
    const messages = messagesOf(answer)
    const next = async () => {
      const { headers, body } = (await messages.next()).value!
      return { type: headers[':event-type']!.value, kind: headers[':message-type']!.value, contentType: headers[':content-type']!.value, body: JSON.parse(toUtf8(body)) as object }
    }
    const event = { kind: 'event', contentType: 'application/json' }
    expect(await next()).toEqual({ ...event, type: 'initial-response', body: {} })
    expect(await next()).toMatchObject({ ...event, type: 'SubscribeToShardEvent', body: { Records: [], MillisBehindLatest: 0 } })
    const pushed = next()
    await callPlainly(engine, 'PutRecord', { StreamName, PartitionKey: 'k', Data: 'eA==' })
    expect(await pushed).toMatchObject({ type: 'SubscribeToShardEvent', body: { Records: [{ Data: 'eA==', ApproximateArrivalTimestamp: expect.any(Number) }] } })
    const { signals } = engine.host
    const waiters = () => signals.waiting(topicOf(StreamARN))
    expect(waiters()).toBe(1)
    answer.destroy()
    await eventually('nobody waits for records any more', () => (waiters() === 0 ? true : undefined))
  } finally {
    await engine.stop()
  }
})
