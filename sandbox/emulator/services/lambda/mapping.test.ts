import { CreateStreamCommand, DescribeStreamSummaryCommand, KinesisClient, PutRecordCommand, PutRecordsCommand, SplitShardCommand } from '@aws-sdk/client-kinesis'
import {
  CreateEventSourceMappingCommand, DeleteEventSourceMappingCommand, GetEventSourceMappingCommand, ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand, type CreateEventSourceMappingCommandInput,
} from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../../../testing/engine.ts'
import { lambdaFixture, type LambdaFixture } from '../../../testing/lambda.ts'

let aws: LambdaFixture
let kinesis: KinesisClient
beforeAll(async () => {
  aws = await lambdaFixture()
  kinesis = new KinesisClient(aws.engine.client)
})
afterAll(async () => {
  kinesis.destroy()
  await aws[Symbol.asyncDispose]()
})

/** Keeps what it is given in a file; fails or answers as the records' texts say. */
const RECORDER = (file: string, decide = '') => ({
  'index.mjs': `import { appendFileSync } from 'node:fs'
    export const handler = async (event) => {
      const texts = event.Records.map((r) => Buffer.from(r.kinesis.data, 'base64').toString())
      appendFileSync(${JSON.stringify(file)}, JSON.stringify({ texts, event }) + '\\n')
      ${decide}
    }`,
})

let count = 0

async function setUp(decide = '', options: Partial<CreateEventSourceMappingCommandInput> = {}, shards = 1) {
  const StreamName = `stream-${++count}`
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: shards }))
  const stream = await eventually('the stream', async () => {
    const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }))
    return StreamDescriptionSummary?.StreamStatus === 'ACTIVE' ? StreamDescriptionSummary.StreamARN : undefined
  })
  const file = `${aws.engine.host.settings.workDirectory}/${StreamName}.jsonl`
  const name = await aws.create(RECORDER(file, decide))
  const mapping = await aws.client.send(
    new CreateEventSourceMappingCommand({ FunctionName: name, EventSourceArn: stream, StartingPosition: 'LATEST', ...options }),
  )
  const put = (...texts: string[]) => kinesis.send(new PutRecordsCommand({ StreamName, Records: texts.map((Data) => ({ Data: Buffer.from(Data), PartitionKey: Data })) }))
  const calls = async () => {
    const { readFile } = await import('node:fs/promises')
    const text = await readFile(file, 'utf8').catch(() => '')
    return text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as { texts: string[]; event: { Records: Record<string, unknown>[] } })
  }
  const seen = async (until: string) => eventually(`the record ${until}`, async () => {
    const all = await calls()
    return all.some(({ texts }) => texts.includes(until)) ? all : undefined
  })
  const get = () => aws.client.send(new GetEventSourceMappingCommand({ UUID: mapping.UUID }))
  const state = (wanted: string) => eventually(`the state ${wanted}`, async () => ((await get()).State === wanted ? true : undefined))
  return { StreamName, stream: stream!, name, mapping, put, calls, seen, get, state }
}

test('the answer is AWS\'s, and the mapping becomes Enabled', async () => {
  const { mapping, stream, name, state, get } = await setUp()
  const arn = `arn:aws:lambda:us-east-1:000000000000:event-source-mapping:${mapping.UUID}`
  const { $metadata, UUID: _, LastModified: __, ...rest } = mapping
  expect($metadata.httpStatusCode).toBe(202)
  expect(rest).toEqual({
    EventSourceMappingArn: arn, EventSourceArn: stream, FunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    State: 'Creating', StateTransitionReason: 'User action', LastProcessingResult: 'No records processed', StartingPosition: 'LATEST',
    BatchSize: 100, MaximumBatchingWindowInSeconds: 0, ParallelizationFactor: 1, DestinationConfig: { OnFailure: {} },
    MaximumRecordAgeInSeconds: -1, BisectBatchOnFunctionError: false, MaximumRetryAttempts: -1, TumblingWindowInSeconds: 0, FunctionResponseTypes: [],
  })
  await state('Enabled')
  expect((await get()).LastProcessingResult).toBe('No records processed')
})

test('with LATEST, a record put right after the answer arrives, and none from before', async () => {
  const { put, stream } = await setUp()
  await put('before')
  const file = `${aws.engine.host.settings.workDirectory}/latest.jsonl`
  const name = await aws.create(RECORDER(file))
  await aws.client.send(new CreateEventSourceMappingCommand({ FunctionName: name, EventSourceArn: stream, StartingPosition: 'LATEST' }))
  await put('after')
  const { readFile } = await import('node:fs/promises')
  const text = await eventually('the record', () => readFile(file, 'utf8').catch(() => undefined))
  expect((JSON.parse(text) as { texts: string[] }).texts).toEqual(['after'])
})

test('a record arrives in AWS\'s form', async () => {
  const { StreamName, stream, seen, get } = await setUp()
  const put = await kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from('héllo') }))
  const [call] = await seen('héllo')
  expect(call!.event.Records).toEqual([
    {
      kinesis: {
        kinesisSchemaVersion: '1.0', partitionKey: 'k', sequenceNumber: put.SequenceNumber,
        data: Buffer.from('héllo').toString('base64'), approximateArrivalTimestamp: expect.any(Number),
      },
      eventSource: 'aws:kinesis', eventVersion: '1.0', eventID: `shardId-000000000000:${put.SequenceNumber}`, eventName: 'aws:kinesis:record',
      invokeIdentityArn: aws.role, awsRegion: 'us-east-1', eventSourceARN: stream,
    },
  ])
  const arrival = (call!.event.Records[0] as { kinesis: { approximateArrivalTimestamp: number } }).kinesis.approximateArrivalTimestamp
  expect(Math.abs(arrival - Date.now() / 1000)).toBeLessThan(10)
  await eventually('the result', async () => ((await get()).LastProcessingResult === 'OK' ? true : undefined))
})

test('every record of every shard once, in each shard\'s order, in batches of at most BatchSize', async () => {
  const { put, calls } = await setUp('', { BatchSize: 7 }, 3)
  const texts = Array.from({ length: 200 }, (_, i) => `record-${i}`)
  for (let i = 0; i < texts.length; i += 50) await put(...texts.slice(i, i + 50))
  const all = await eventually('all records', async () => {
    const found = await calls()
    return found.flatMap((call) => call.texts).length >= 200 ? found : undefined
  })
  expect(all.flatMap((call) => call.texts).sort()).toEqual([...texts].sort())
  expect(Math.max(...all.map((call) => call.texts.length))).toBeLessThanOrEqual(7)
  const byShard = Map.groupBy(all.flatMap(({ event }) => event.Records as { eventID: string; kinesis: { sequenceNumber: string } }[]), ({ eventID }) => eventID.split(':')[0])
  expect(byShard.size).toBe(3)
  for (const records of byShard.values()) {
    const numbers = records.map(({ kinesis: { sequenceNumber } }) => BigInt(sequenceNumber))
    expect(numbers).toEqual([...numbers].sort((a, b) => (a < b ? -1 : 1)))
  }
})

test('TRIM_HORIZON reads what is already there', async () => {
  const first = await setUp()
  await first.put('early')
  await first.seen('early')
  const file = `${aws.engine.host.settings.workDirectory}/horizon.jsonl`
  const name = await aws.create(RECORDER(file))
  await aws.client.send(new CreateEventSourceMappingCommand({ FunctionName: name, EventSourceArn: first.stream, StartingPosition: 'TRIM_HORIZON' }))
  const { readFile } = await import('node:fs/promises')
  await eventually('the early record', () => readFile(file, 'utf8').then((text) => (text.includes('"early"') ? true : undefined), () => undefined))
})

test('a batching window gathers records of several puts', async () => {
  const { put, seen } = await setUp('', { MaximumBatchingWindowInSeconds: 1 })
  await put('a')
  await put('b')
  await put('c')
  expect((await seen('c')).map(({ texts }) => texts)).toEqual([['a', 'b', 'c']])
})

describe('failures', () => {
  test('a failing batch is tried again until it succeeds, and nothing overtakes it', async () => {
    const { put, seen, get } = await setUp('globalThis.n = (globalThis.n ?? 0) + 1; if (globalThis.n < 3) throw new Error("not yet")')
    await put('first')
    await eventually('a failure', async () => ((await get()).LastProcessingResult === 'PROBLEM: Function call failed' ? true : undefined))
    await put('second')
    const order = (await seen('second')).flatMap(({ texts }) => texts)
    expect(order.filter((text) => text === 'first').length).toBe(3)
    expect(order.indexOf('second')).toBeGreaterThan(order.lastIndexOf('first') - 1)
  })

  test('MaximumRetryAttempts gives a batch up', async () => {
    const { put, seen } = await setUp('if (texts.includes("bad")) throw new Error("never")', { MaximumRetryAttempts: 2 })
    await put('bad')
    await put('good')
    expect((await seen('good')).map(({ texts }) => texts)).toEqual([['bad'], ['bad'], ['bad'], ['good']])
  })

  test('BisectBatchOnFunctionError closes in on the bad record', async () => {
    const { put, seen } = await setUp('if (texts.includes("bad")) throw new Error("never")', { MaximumRetryAttempts: 1, BisectBatchOnFunctionError: true, MaximumBatchingWindowInSeconds: 1 })
    await put('a', 'b', 'bad', 'd')
    await seen('d')
    const all = await seen('bad')
    await put('after')
    const tried = (await seen('after')).map(({ texts }) => texts.join())
    expect(all[0]!.texts).toEqual(['a', 'b', 'bad', 'd'])
    expect(tried).toEqual(['a,b,bad,d', 'a,b', 'bad,d', 'bad', 'bad', 'd', 'after'])
  })

  test('ReportBatchItemFailures goes on from the first record that failed', async () => {
    const { put, seen } = await setUp(
      `globalThis.failed ??= new Set()
       const bad = event.Records.filter((r, i) => texts[i].startsWith('bad') && !globalThis.failed.has(texts[i]))
       bad.forEach((r) => globalThis.failed.add(Buffer.from(r.kinesis.data, 'base64').toString()))
       return { batchItemFailures: [bad[1], bad[0], bad[2]].filter(Boolean).map((r) => ({ itemIdentifier: r.kinesis.sequenceNumber })) }`,
      { FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumBatchingWindowInSeconds: 1 },
    )
    await put('a', 'bad-1', 'c', 'bad-2', 'bad-3')
    await put('e')
    await seen('e')
    await put('after')
    expect((await seen('after')).map(({ texts }) => texts.join())).toEqual(['a,bad-1,c,bad-2,bad-3,e', 'bad-1,c,bad-2,bad-3,e', 'after'])
  })

  test('a stopped mapping goes on where it was', async () => {
    const { put, seen, mapping, state, calls } = await setUp()
    await put('one')
    await seen('one')
    const off = await aws.client.send(new UpdateEventSourceMappingCommand({ UUID: mapping.UUID, Enabled: false }))
    expect(off.State).toBe('Disabling')
    await state('Disabled')
    await put('two')
    expect((await calls()).length).toBe(1)
    await aws.client.send(new UpdateEventSourceMappingCommand({ UUID: mapping.UUID, Enabled: true }))
    expect((await seen('two')).map(({ texts }) => texts.join())).toEqual(['one', 'two'])
  })

  test('one that was stopped before its first record misses none', async () => {
    const { put, seen, mapping, state } = await setUp()
    await state('Enabled')
    await aws.client.send(new UpdateEventSourceMappingCommand({ UUID: mapping.UUID, Enabled: false }))
    await state('Disabled')
    await put('while off')
    await aws.client.send(new UpdateEventSourceMappingCommand({ UUID: mapping.UUID, Enabled: true }))
    await seen('while off')
  })
})

test('after a split the children are read behind their parent, from their begin', async () => {
  const { StreamName, put, seen } = await setUp('globalThis.n = (globalThis.n ?? 0) + 1; if (globalThis.n < 4) throw new Error("not yet")')
  await put('before')
  await kinesis.send(new SplitShardCommand({ StreamName, ShardToSplit: 'shardId-000000000000', NewStartingHashKey: (2n ** 127n).toString() }))
  await eventually('the split', async () => {
    const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }))
    return StreamDescriptionSummary?.StreamStatus === 'ACTIVE' ? true : undefined
  })
  const later = Array.from({ length: 20 }, (_, i) => `after-${i}`)
  await put(...later)
  const all = await eventually('all of them', async () => {
    const found = (await seen('before')).flatMap(({ event }) => event.Records as { eventID: string }[])
    return found.length >= 24 ? found : undefined
  })
  // Four times the parent's record, which fails at first: what is behind the split has to wait for it.
  expect(all.slice(0, 4).map(({ eventID }) => eventID.split(':')[0])).toEqual(Array(4).fill('shardId-000000000000'))
  expect(new Set(all.map(({ eventID }) => eventID.split(':')[0]))).toEqual(new Set(['shardId-000000000000', 'shardId-000000000001', 'shardId-000000000002']))
})

test('from TRIM_HORIZON a stream that was split before is read in the same order', async () => {
  const { StreamName, stream, put } = await setUp()
  await put('before')
  await kinesis.send(new SplitShardCommand({ StreamName, ShardToSplit: 'shardId-000000000000', NewStartingHashKey: (2n ** 127n).toString() }))
  await put(...Array.from({ length: 8 }, (_, i) => `after-${i}`))
  const file = `${aws.engine.host.settings.workDirectory}/split.jsonl`
  const name = await aws.create(RECORDER(file, 'globalThis.n = (globalThis.n ?? 0) + 1; if (globalThis.n < 4) throw new Error("not yet")'))
  await aws.client.send(new CreateEventSourceMappingCommand({ FunctionName: name, EventSourceArn: stream, StartingPosition: 'TRIM_HORIZON' }))
  const { readFile } = await import('node:fs/promises')
  const texts = await eventually('all records', async () => {
    const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n').filter(Boolean)
    const found = lines.flatMap((line) => (JSON.parse(line) as { texts: string[] }).texts)
    return found.length >= 12 ? found : undefined
  })
  expect(texts.slice(0, 4)).toEqual(Array(4).fill('before'))
  expect(texts.slice(4).sort()).toEqual(Array.from({ length: 8 }, (_, i) => `after-${i}`))
})

test('list, get, delete', async () => {
  const { mapping, stream, name, put, calls } = await setUp()
  const list = (input: object) => aws.client.send(new ListEventSourceMappingsCommand(input)).then(({ EventSourceMappings }) => EventSourceMappings!.map(({ UUID }) => UUID))
  expect(await list({ FunctionName: name })).toEqual([mapping.UUID])
  expect(await list({ EventSourceArn: stream })).toEqual([mapping.UUID])
  expect(await list({ FunctionName: 'other' })).toEqual([])
  const gone = await aws.client.send(new DeleteEventSourceMappingCommand({ UUID: mapping.UUID }))
  expect(gone.State).toBe('Deleting')
  await eventually('it is gone', () => aws.client.send(new GetEventSourceMappingCommand({ UUID: mapping.UUID })).then(() => undefined, (error: Error) => error.name === 'ResourceNotFoundException' || undefined))
  await put('unread')
  expect(await calls()).toEqual([])
})

describe('refused', () => {
  const send = (input: Partial<CreateEventSourceMappingCommandInput>) =>
    aws.client.send(new CreateEventSourceMappingCommand({ FunctionName: 'none', StartingPosition: 'LATEST', EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/none', ...input }))

  test('a second mapping of the same stream and function', async () => {
    const { name, stream, mapping } = await setUp()
    await expect(send({ FunctionName: name, EventSourceArn: stream })).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: `The event source arn (" ${stream} ") and function (" ${name} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${mapping.UUID}`,
    })
  })

  test.each([
    ['no such function', {}, 'ResourceNotFoundException', 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:none'],
    ['no starting position', { StartingPosition: undefined }, 'InvalidParameterValueException', "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null."],
    ['a batch that is too large', { BatchSize: 10_001 }, 'ValidationException', "1 validation error detected: Value '10001' at 'batchSize' failed to satisfy constraint: Member must have value less than or equal to 10000"],
    ['a filter that is none', { FilterCriteria: { Filters: [{ Pattern: '{}' }] } }, 'InvalidParameterValueException', 'Invalid filter pattern definition.'],
    ['too many readers a shard', { ParallelizationFactor: 11 }, 'ValidationException', "1 validation error detected: Value '11' at 'parallelizationFactor' failed to satisfy constraint: Member must have value less than or equal to 10"],
    ['a queue', { EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:q' }, 'NotImplemented', 'lambda: EventSourceArn of sqs is not implemented by this emulator.'],
  ])('%s', async (_name, input, name, message) => {
    await expect(send(input as Partial<CreateEventSourceMappingCommandInput>)).rejects.toMatchObject({ name, message })
  })

  test('a stream that is not there', async () => {
    const name = await aws.create({ 'index.mjs': '' })
    await expect(send({ FunctionName: name })).rejects.toMatchObject({ name: 'InvalidParameterValueException', message: 'Stream not found: arn:aws:kinesis:us-east-1:000000000000:stream/none' })
  })
})
