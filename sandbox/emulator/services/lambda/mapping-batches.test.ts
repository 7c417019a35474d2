import { RegisterStreamConsumerCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis'
import { CreateAliasCommand, ListEventSourceMappingsCommand, PublishVersionCommand } from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'
import { findMetrics } from '../../kernel/metrics.ts'
import { FAILS, MappingFixture } from '../../../testing/mappings.ts'

const numbers = (count: number, prefix = '') => Array.from({ length: count }, (_, i) => `${prefix}${i}`)

test('BatchSize is the most that a batch holds, also when it changes while the mapping runs', async () => {
  await using aws = await MappingFixture.start()
  const { put, update, state } = await aws.map({ BatchSize: 3 })
  await put(...numbers(7))
  expect(await aws.until(3)).toEqual(['0,1,2', '3,4,5', '6'])
  const answer = await update({ BatchSize: 100 })
  expect(answer).toMatchObject({ State: 'Updating', BatchSize: 100 })
  await state('Enabled')
  await put(...numbers(7))
  expect((await aws.until(4))[3]).toBe(numbers(7).join())
})

test('a batch is split where it would be more than an invocation can carry', async () => {
  await using aws = await MappingFixture.start()
  const { StreamName } = await aws.map({ BatchSize: 100, Enabled: true })
  // In base64 four of them fit into 6 MiB, and a fifth does not, by a little.
  const record = (i: number) => ({ Data: Buffer.alloc(1_000_000, `${i}`), PartitionKey: `${i}`.repeat(256) })
  await aws.kinesis.send(new PutRecordsCommand({ StreamName, Records: [0, 1, 2, 3, 4].map(record) }))
  await aws.until(2)
  await aws.settle()
  expect(aws.calls.map(({ texts }) => texts.map((text) => text[0]).join(''))).toEqual(['0123', '4'])
  expect(aws.calls[0]!.bytes).toBeLessThanOrEqual(6_291_456)
  expect(aws.calls[0]!.bytes).toBeGreaterThan(5_000_000)
})

test('the limit is exact: a batch of precisely 6 MiB goes in one invocation', async () => {
  await using aws = await MappingFixture.start()
  const { StreamName, put } = await aws.map({ MaximumBatchingWindowInSeconds: 5 })
  await put('probe')
  await aws.settle(1000)
  const overhead = aws.calls[0]!.bytes - '{"Records":[]}'.length - Math.ceil('probe'.length / 3) * 4 + 'key'.length * -1
  // Six records of which the last is as large as leaves nothing over.
  const data = 780_000
  const rest = 6_291_456 - 14 - 6 * (overhead + 1) - 5 - 5 * ((data / 3) * 4)
  const last = Math.floor(rest / 4) * 3
  const Records = [data, data, data, data, data, last].map((size, i) => ({ Data: Buffer.alloc(size), PartitionKey: `${i}` }))
  await aws.kinesis.send(new PutRecordsCommand({ StreamName, Records: Records.slice(0, 5) }))
  await aws.kinesis.send(new PutRecordsCommand({ StreamName, Records: Records.slice(5) }))
  await aws.settle(1000)
  expect(aws.calls.slice(1).map(({ texts }) => texts.length)).toEqual([6])
  expect(6_291_456 - aws.calls[1]!.bytes).toBeLessThan(16)
})

test('MaximumBatchingWindowInSeconds gathers until its time is over or the batch is full', async () => {
  await using aws = await MappingFixture.start()
  const { put } = await aws.map({ MaximumBatchingWindowInSeconds: 10, BatchSize: 4 })
  await put('a')
  await aws.pass(9_000)
  await put('b')
  await aws.turns()
  expect(aws.batches).toEqual([])
  await aws.pass(1_000)
  expect(await aws.until(1)).toEqual(['a,b'])
  await put('c', 'd', 'e', 'f', 'g')
  expect(await aws.until(2)).toEqual(['a,b', 'c,d,e,f'])
  await aws.pass(10_000)
  expect(await aws.until(3)).toEqual(['a,b', 'c,d,e,f', 'g'])
})

test('a shard whose batch fails holds up itself alone', async () => {
  await using aws = await MappingFixture.start()
  aws.answer = ({ texts }) => (texts.includes('bad:') ? FAILS : null)
  const { put } = await aws.map({ BatchSize: 1 }, 4)
  await put('bad:', ...'abcdefghijklmnop'.split('').map((key) => `${key}:`))
  await aws.pass(60_000)
  const shards = new Map(aws.calls.map(({ texts, event }) => [texts[0]!, event.Records[0]!.eventID.split(':')[0]!]))
  const blocked = shards.get('bad:')!
  const delivered = [...shards].filter(([text]) => text !== 'bad:')
  expect(delivered.length).toBeGreaterThan(5)
  expect(delivered.filter(([, shard]) => shard === blocked)).toEqual([])
  expect(aws.batches.filter((text) => text === 'bad:').length).toBeGreaterThan(3)
})

test('ParallelizationFactor works on as many batches of a shard at once, each key in order', async () => {
  await using aws = await MappingFixture.start()
  const open: (() => void)[] = []
  let now = 0
  let most = 0
  aws.answer = async () => {
    most = Math.max(most, ++now)
    await new Promise<void>((resolve) => open.push(resolve))
    now--
  }
  const { put } = await aws.map({ ParallelizationFactor: 4, BatchSize: 5 })
  const keys = numbers(12, 'k')
  for (let round = 0; round < 5; round++) await put(...keys.map((key) => `${key}:${round}`))
  await aws.until(4)
  await aws.turns()
  expect(now).toBe(4)
  while (aws.calls.length < 12 || now > 0) {
    for (const release of open.splice(0)) release()
    await aws.turns()
  }
  expect(most).toBe(4)
  const texts = aws.calls.flatMap((call) => call.texts)
  expect([...texts].sort()).toEqual(keys.flatMap((key) => numbers(5, `${key}:`)).sort())
  for (const key of keys) expect(texts.filter((text) => text.startsWith(`${key}:`))).toEqual(numbers(5, `${key}:`))
})

test('with a factor, a failing key holds up its own lane alone; a new factor loses and repeats nothing that was done', async () => {
  await using aws = await MappingFixture.start()
  let broken = true
  aws.answer = ({ texts }) => (broken && texts.includes('bad:0') ? FAILS : null)
  const { put, update, state, uuid } = await aws.map({ ParallelizationFactor: 5, BatchSize: 1 })
  const keys = numbers(20, 'k')
  await put('bad:0', ...keys.map((key) => `${key}:0`), 'bad:1')
  await aws.pass(10_000)
  const done = aws.batches.filter((text) => text !== 'bad:0')
  expect(done.length).toBeGreaterThan(10)
  expect(done).not.toContain('bad:1')
  expect(aws.checkpoint(uuid)?.after).toBeUndefined()
  const before = aws.calls.length
  await update({ ParallelizationFactor: 2 })
  await state('Enabled')
  broken = false
  await aws.settle()
  expect(aws.batches.slice(before).filter((text) => done.includes(text))).toEqual([])
  expect([...new Set(aws.batches)].sort()).toEqual(['bad:0', 'bad:1', ...keys.map((key) => `${key}:0`)].sort())
  // When all have passed the point of change, nothing is left of the earlier lanes.
  expect(aws.checkpoint(uuid)?.lanes?.map(({ factor }) => factor)).toEqual([2])
  await update({ ParallelizationFactor: 1 })
  await state('Enabled')
  const last = (await put('end:0'))[0]
  await aws.settle()
  expect(aws.checkpoint(uuid)).toEqual({ after: last })
})

test('after a day of silence a put is delivered at once', async () => {
  await using aws = await MappingFixture.start()
  const { put } = await aws.map({ StartingPosition: 'LATEST' })
  await aws.pass(3_600_000)
  await put('first')
  expect(await aws.until(1)).toEqual(['first'])
  await aws.settle()
  const asked = aws.asked.length
  await aws.pass(86_400_000)
  expect(aws.asked.length).toBe(asked)
  await put('second')
  expect(await aws.until(2)).toEqual(['first', 'second'])
})

test('AT_TIMESTAMP begins at its time, and TRIM_HORIZON at the oldest there is', async () => {
  await using aws = await MappingFixture.start()
  const { put, stream } = await aws.map({ Enabled: false })
  await put('old')
  await aws.pass(10_000)
  const time = new Date(aws.clock.now())
  await put('new')
  await aws.map({ EventSourceArn: stream, StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: time })
  expect(await aws.until(1)).toEqual(['new'])
  await aws.map({ EventSourceArn: stream })
  expect(await aws.until(2)).toEqual(['new', 'old,new'])
})

test('a consumer of the stream is a source as the stream is', async () => {
  await using aws = await MappingFixture.start()
  const { stream, put } = await aws.map({ Enabled: false })
  const { Consumer } = await aws.kinesis.send(new RegisterStreamConsumerCommand({ StreamARN: stream, ConsumerName: 'fast' }))
  const arn = Consumer!.ConsumerARN!
  const { get } = await aws.map({ EventSourceArn: arn })
  expect((await get()).EventSourceArn).toBe(arn)
  await put('a')
  expect(await aws.until(1)).toEqual(['a'])
  expect(aws.calls[0]!.event.Records[0]).toMatchObject({ eventSourceARN: arn })
  await expect(aws.map({ EventSourceArn: `${arn}1` })).rejects.toMatchObject({
    name: 'InvalidParameterValueException', message: `Stream consumer not found: ${arn}1`,
  })
})

test('a mapping of an alias runs the alias, and is listed under it', async () => {
  await using aws = await MappingFixture.start()
  const { name, stream } = await aws.map({ Enabled: false })
  const { client } = aws.aws
  await client.send(new PublishVersionCommand({ FunctionName: name }))
  await client.send(new CreateAliasCommand({ FunctionName: name, Name: 'live', FunctionVersion: '1' }))
  const { get, uuid } = await aws.map({ FunctionName: `${name}:live`, EventSourceArn: stream })
  const arn = `arn:aws:lambda:us-east-1:000000000000:function:${name}:live`
  expect((await get()).FunctionArn).toBe(arn)
  await aws.put(stream.split('/')[1]!, 'a')
  await aws.until(1)
  expect(aws.calls[0]!.functionName).toBe(arn)
  const listed = await client.send(new ListEventSourceMappingsCommand({ FunctionName: `${name}:live` }))
  expect(listed.EventSourceMappings!.map(({ UUID }) => UUID)).toEqual([uuid])
})

test('EventCount metrics tell what became of the records', async () => {
  await using aws = await MappingFixture.start()
  aws.answer = ({ texts }) => (texts.includes('{"a":2}') ? FAILS : null)
  const { put, uuid, get } = await aws.map({
    MetricsConfig: { Metrics: ['EventCount'] }, BatchSize: 1, MaximumRetryAttempts: 1, FilterCriteria: { Filters: [{ Pattern: '{"data":{"a":[{"exists":true}]}}' }] },
  })
  expect((await get()).MetricsConfig).toEqual({ Metrics: ['EventCount'] })
  await put('{"a":1}', '{"a":2}', 'x')
  await aws.settle()
  const scope = { store: aws.aws.engine.host.store, account: '000000000000', region: 'us-east-1' }
  const sum = (name: string) =>
    findMetrics(scope, 'AWS/Lambda', [['EventSourceMappingUUID', uuid]], name)
      .flatMap(({ minutes }) => [...minutes.values()])
      .reduce((total, reading) => total + reading.sum, 0)
  expect(['PolledEventCount', 'FilteredOutEventCount', 'InvokedEventCount', 'FailedInvokeEventCount', 'DroppedEventCount'].map(sum)).toEqual([3, 1, 3, 0, 1])
})
