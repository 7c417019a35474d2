import { RegisterStreamConsumerCommand } from '@aws-sdk/client-kinesis'
import { type CreateEventSourceMappingCommandInput } from '@aws-sdk/client-lambda'
import { expect, test, vi } from 'vitest'
import { createTestEngine, eventually } from '../../../testing/engine.ts'
import { FAILS, MappingFixture } from '../../../testing/mappings.ts'
import { rootPrincipal } from '../../kernel/context.ts'
import { laneOf, Progress } from './checkpoint.ts'
import { ShardFeed } from './shard-feed.ts'
import type { Source } from './source.ts'

// The first engine of a process loads all services.
vi.setConfig({ testTimeout: 30_000 })

const SUBSCRIBE = 'kinesis:SubscribeToShard'
const RENEW_MS = 5 * 60_000 + 1000

/** A mapping of a new consumer, and how often it has subscribed. */
async function fanOut(aws: MappingFixture, options: Partial<CreateEventSourceMappingCommandInput> = {}, shards = 1) {
  const { stream, put } = await aws.map({ Enabled: false }, shards)
  const { Consumer } = await aws.kinesis.send(new RegisterStreamConsumerCommand({ StreamARN: stream, ConsumerName: 'fast' }))
  const arn = Consumer!.ConsumerARN!
  aws.asked.length = 0
  const mapping = await aws.map({ EventSourceArn: arn, ...options })
  const subscribed = () => aws.asked.filter((asked) => asked === SUBSCRIBE).length
  return { ...mapping, arn, stream, put, subscribed }
}

test('its records are pushed: the stream is subscribed to, and not polled', async () => {
  await using aws = await MappingFixture.start()
  const { put, arn, uuid, subscribed } = await fanOut(aws, { BatchSize: 2 }, 2)
  const numbers = await put('a', 'b', 'c')
  expect(await aws.until(2)).toEqual(['a,b', 'c'])
  expect(aws.calls[0]!.event.Records[0]).toMatchObject({ eventSourceARN: arn })
  // Once to try whether the role may, and then each shard.
  expect(subscribed()).toBe(3)
  expect(aws.asked).not.toContain('kinesis:GetRecords')
  const shard = aws.calls[0]!.event.Records[0]!.eventID.split(':')[0]
  expect(aws.checkpoint(uuid, shard)).toEqual({ after: numbers[2] })
})

test('LATEST leaves out what came before, even in the same millisecond, and takes what comes right after', async () => {
  await using aws = await MappingFixture.start()
  const { stream, put } = await fanOut(aws)
  await put('before')
  await aws.until(1)
  const { Consumer } = await aws.kinesis.send(new RegisterStreamConsumerCommand({ StreamARN: stream, ConsumerName: 'late' }))
  await aws.map({ EventSourceArn: Consumer!.ConsumerARN!, StartingPosition: 'LATEST' })
  await put('after')
  await aws.until(3)
  await aws.settle()
  expect(aws.batches).toEqual(['before', 'after', 'after'])
})

test('a subscription is renewed after its five minutes, and misses and repeats nothing', async () => {
  await using aws = await MappingFixture.start()
  const { put, subscribed } = await fanOut(aws)
  await put('a')
  await aws.until(1)
  for (const text of ['b', 'c']) {
    const before = subscribed()
    await aws.pass(RENEW_MS)
    await eventually('the next subscription', () => (subscribed() > before ? true : undefined))
    await put(text)
    await eventually(text, () => (aws.batches.at(-1) === text ? true : undefined))
  }
  expect(aws.batches).toEqual(['a', 'b', 'c'])
})

test('a day without records costs no invocation and leaves it idle; then a put is delivered at once', async () => {
  await using aws = await MappingFixture.start()
  const { put } = await fanOut(aws)
  await put('a')
  await aws.until(1)
  await aws.settle()
  for (let hour = 0; hour < 23; hour++) await aws.pass(3_600_000)
  await aws.turns()
  await put('b')
  expect(await aws.until(2)).toEqual(['a', 'b'])
})

test('a role that may not subscribe is refused, and one that may no longer shows it and goes on once it may again', async () => {
  await using aws = await MappingFixture.start()
  const { put, get, uuid, stream, name } = await fanOut(aws)
  aws.denied.add(SUBSCRIBE)
  const { Consumer } = await aws.kinesis.send(new RegisterStreamConsumerCommand({ StreamARN: stream, ConsumerName: 'other' }))
  const arn = Consumer!.ConsumerARN!
  await expect(aws.map({ EventSourceArn: arn })).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: expect.stringMatching(new RegExp(`^Cannot access stream ${arn}\\. Please ensure the role can perform the .*SubscribeToShard.* Actions on your stream in IAM\\.$`)),
  })
  await aws.pass(RENEW_MS)
  await put('a')
  const problem = await eventually('the problem', async () => {
    const { LastProcessingResult } = await get()
    return LastProcessingResult!.startsWith('PROBLEM: ') ? LastProcessingResult! : undefined
  })
  expect(problem).toMatch(new RegExp(`^PROBLEM: arn:aws:sts::000000000000:assumed-role/[^/]+/${name} is not authorized to perform: ${SUBSCRIBE}$`))
  expect(aws.calls).toEqual([])
  aws.denied.clear()
  await aws.pass(30_000)
  expect(await aws.until(1)).toEqual(['a'])
  await eventually('the result', async () => ((await get()).LastProcessingResult === 'OK' ? true : undefined))
  expect(aws.checkpoint(uuid)?.after).toBeDefined()
})

test('a consumer whose shard someone else takes over is subscribed again, and gets what came meanwhile', async () => {
  await using aws = await MappingFixture.start()
  const { put, arn, subscribed, get } = await fanOut(aws)
  await put('a')
  await aws.until(1)
  await aws.pass(6000)
  const before = subscribed()
  const other = { principal: rootPrincipal('000000000000'), region: 'us-east-1' }
  const input = { ConsumerARN: arn, ShardId: 'shardId-000000000000', StartingPosition: { Type: 'LATEST' } }
  await aws.aws.engine.host.call(other, 'kinesis', 'SubscribeToShard', input)
  await put('b')
  for (let second = 0; second < 7; second++) await aws.pass(1000)
  expect(await aws.until(2)).toEqual(['a', 'b'])
  expect(subscribed()).toBeGreaterThan(before + 1)
  expect((await get()).LastProcessingResult).toBe('OK')
})

test('stopped, changed and started, it goes on where it was', async () => {
  await using aws = await MappingFixture.start()
  const { put, update, state } = await fanOut(aws)
  await put('a')
  await aws.until(1)
  await update({ Enabled: false })
  await state('Disabled')
  await put('b')
  await update({ Enabled: true, ParallelizationFactor: 3 })
  await state('Enabled')
  // Kinesis keeps the shard for the first subscription for five seconds.
  for (let second = 0; second < 7; second++) await aws.pass(1000)
  expect(await aws.until(2)).toEqual(['a', 'b'])
})

test('one subscription feeds all lanes, and a lane that fails does not hold up the others', async () => {
  await using aws = await MappingFixture.start()
  const factor = 4
  const held = laneOf('k0', factor)
  const other = Array.from({ length: 20 }, (_, i) => `k${i}`).find((key) => laneOf(key, factor) !== held)!
  let isBroken = true
  aws.answer = ({ texts }) => (isBroken && texts.some((text) => text.startsWith('k0:')) ? FAILS : null)
  const { put, subscribed } = await fanOut(aws, { ParallelizationFactor: factor })
  await put('k0:1', `${other}:1`)
  await put('k0:2', `${other}:2`)
  await eventually('the other lane', () => (aws.batches.includes(`${other}:2`) ? true : undefined))
  expect(aws.batches.filter((batch) => batch.startsWith('k0')).every((batch) => batch.startsWith('k0:1'))).toBe(true)
  expect(subscribed()).toBe(2)
  isBroken = false
  await aws.settle(1000)
  expect(aws.batches.at(-1)).toMatch(/k0:2$/)
})

test('what lies before a lane that is held up is bounded, and no record is lost by it', async () => {
  await using engine = await createTestEngine()
  const { host } = engine
  const size_bytes = 1_000_000
  let pushed = 0
  async function* push() {
    for (const number of Array(40).keys()) {
      pushed++
      const record = { PartitionKey: 'k', SequenceNumber: String(100 + number), Data: new Uint8Array(size_bytes), ApproximateArrivalTimestamp: new Date(0) }
      yield { SubscribeToShardEvent: { Records: [record], ContinuationSequenceNumber: record.SequenceNumber, MillisBehindLatest: 0, ...(number === 39 ? { ChildShards: [] } : {}) } }
    }
  }
  const progress = new Progress({ store: host.store, account: '000000000000', region: 'us-east-1' }, 'm/s', 1)
  const source = { subscribe: async () => push() } as unknown as Source
  const feed = new ShardFeed({ host, source, shardId: 's', factor: 1, progress, signal: new AbortController().signal, mapping: () => undefined })
  const done = feed.run()
  await eventually('a full lane', () => (pushed >= 17 ? true : undefined))
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
  expect(pushed).toBe(17)
  const seen: string[] = []
  for (let closed = false; !closed; ) {
    const taken = await feed.lane(0).take(3)
    seen.push(...taken.records.map(({ SequenceNumber }) => SequenceNumber!))
    closed = taken.closed
    await new Promise((resolve) => setImmediate(resolve))
  }
  await done
  expect(seen).toEqual(Array.from({ length: 40 }, (_, i) => String(100 + i)))
})
