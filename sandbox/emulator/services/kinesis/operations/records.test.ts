import {
  CreateStreamCommand,
  DeleteStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  MergeShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  SplitShardCommand,
  UpdateShardCountCommand,
  type GetShardIteratorInput,
} from '@aws-sdk/client-kinesis'
import { expect, test } from 'vitest'
import { createTestEngine, stoppedClock, type TestEngine } from '../../../../testing/engine.ts'
import { passTime } from '../testing/pass-time.ts'

const StreamName = 's'
const SHARD = 'shardId-000000000000'
const MiB = 1024 * 1024
const fault = (name: string, message: string | RegExp) => ({
  name,
  message: typeof message === 'string' ? message : expect.stringMatching(message),
})

async function withStream(engine: TestEngine, ShardCount = 1) {
  const client = new KinesisClient({ ...engine.client, maxAttempts: 1 })
  await client.send(new CreateStreamCommand({ StreamName, ShardCount }))
  return {
    client,
    put: (text: string | Buffer, more: object = {}) =>
      client.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from(text as string), ...more })),
    iterator: async (more: Partial<GetShardIteratorInput> = {}) => {
      const input = { StreamName, ShardId: SHARD, ShardIteratorType: 'TRIM_HORIZON' as const, ...more }
      return (await client.send(new GetShardIteratorCommand(input))).ShardIterator!
    },
    get: (ShardIterator: string, Limit?: number) => client.send(new GetRecordsCommand({ ShardIterator, Limit })),
  }
}

test('a record comes back as it went, with its key, its number and its time', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const { put, iterator, get } = await withStream(engine)
  const Data = Buffer.from([0, 255, 10, 13, 0xf0, 0x9f, 0x98, 0x80])
  const placed = await put(Data, { PartitionKey: 'ключ😀' })
  expect(placed).toMatchObject({ ShardId: SHARD, SequenceNumber: expect.stringMatching(/^49\d{54}$/) })
  const { Records, NextShardIterator, MillisBehindLatest } = await get(await iterator())
  expect(Records).toEqual([
    { SequenceNumber: placed.SequenceNumber, PartitionKey: 'ключ😀', Data: new Uint8Array(Data), ApproximateArrivalTimestamp: new Date(clock.now()) },
  ])
  expect(MillisBehindLatest).toBe(0)
  expect(await get(NextShardIterator!)).toMatchObject({ Records: [], NextShardIterator: expect.any(String) })
})

test('records of one call keep their order in the shard, and tell where they are', async () => {
  await using engine = await createTestEngine()
  const { client, iterator, get } = await withStream(engine, 4)
  const Records = Array.from({ length: 500 }, (_, i) => ({ PartitionKey: `k${i}`, Data: Buffer.from(`${i}`) }))
  const answer = await client.send(new PutRecordsCommand({ StreamName, Records }))
  expect(answer).toMatchObject({ FailedRecordCount: 0 })
  expect(answer.Records).toHaveLength(500)
  const shards = [...new Set(answer.Records!.map((record) => record.ShardId!))].sort()
  expect(shards).toEqual([0, 1, 2, 3].map((i) => `shardId-00000000000${i}`))
  for (const ShardId of shards) {
    const found = (await get(await iterator({ ShardId }))).Records!
    const expected = Records.flatMap((record, i) => (answer.Records![i]!.ShardId === ShardId ? [{ text: `${i}`, number: answer.Records![i]!.SequenceNumber }] : []))
    expect(found.map((record) => ({ text: Buffer.from(record.Data!).toString(), number: record.SequenceNumber }))).toEqual(expected)
  }
})

test('a large read is cut at 10 MiB, and tells how far it is behind', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const { client, put, iterator, get } = await withStream(engine)
  const pass = passTime(clock, client)
  for (let i = 0; i < 12; i++) {
    await put(Buffer.alloc(MiB - 1))
    await pass(1000)
  }
  const first = await get(await iterator())
  expect(first.Records).toHaveLength(10)
  expect(first.MillisBehindLatest).toBe(3000)
  const second = await get(first.NextShardIterator!, 1)
  expect([second.Records!.length, second.MillisBehindLatest]).toEqual([1, 2000])
  expect(await get(second.NextShardIterator!)).toMatchObject({ Records: [{}], MillisBehindLatest: 0 })
})

test.each<[source: string, object, string, string | RegExp]>([
  ['kinesalite test/putRecord.js', { StreamName: 'nix' }, 'ResourceNotFoundException', 'Stream nix under account 000000000000 not found.'],
  ['API_PutRecord, StreamARN ("you must use either"); the sentence is unverified', { StreamName: undefined }, 'InvalidArgumentException', /StreamName or StreamARN/],
  ['API_PutRecord, PartitionKey', { PartitionKey: 'x'.repeat(257) }, 'ValidationException', /at 'partitionKey' failed to satisfy constraint: Member must have length less than or equal to 256$/],
  ['API_PutRecord, PartitionKey', { PartitionKey: undefined }, 'ValidationException', /^1 validation error detected: Value null at 'partitionKey'/],
  ['API_PutRecord, Data; UpdateMaxRecordSize', { Data: Buffer.alloc(MiB + 1) }, 'ValidationException', "1 validation error detected: Value at 'data' failed to satisfy constraint: Member must have length less than or equal to 1048576"],
  ['moto tests/test_kinesis', { Data: Buffer.alloc(MiB) }, 'InvalidArgumentException', /^Record size exceeds 1 MB limit$/],
  ['kinesalite test/putRecord.js', { ExplicitHashKey: '340282366920938463463374607431768211456' }, 'InvalidArgumentException', 'Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was 340282366920938463463374607431768211456'],
  ['API_PutRecord, ExplicitHashKey', { ExplicitHashKey: '01' }, 'ValidationException', /at 'explicitHashKey' .* pattern: 0\|\(\[1-9\]\\d\{0,38\}\)$/],
  ['kinesalite test/putRecord.js', { SequenceNumberForOrdering: '5' }, 'InvalidArgumentException', /^ExclusiveMinimumSequenceNumber 5 used in PutRecord on stream s under account 000000000000 is invalid\.$/],
  ['PutRecordInput.DryRun; the sentence is unverified', { DryRun: true }, 'DryRunOperationException', /./],
])('%s: PutRecord refuses %j, and takes nothing', async (_source, more, name, message) => {
  await using engine = await createTestEngine()
  const { put, iterator, get } = await withStream(engine)
  await expect(put('x', more)).rejects.toMatchObject(fault(name, message))
  expect((await get(await iterator())).Records).toEqual([])
})

test('a record of exactly 1 MiB with its key is taken, and so is one after a split that asks for order', async () => {
  await using engine = await createTestEngine()
  const { client, put, iterator, get } = await withStream(engine)
  await put(Buffer.alloc(MiB - 1))
  expect((await get(await iterator())).Records![0]!.Data).toHaveLength(MiB - 1)
  await client.send(new SplitShardCommand({ StreamName, ShardToSplit: SHARD, NewStartingHashKey: '170141183460469231731687303715884105728' }))
  const { SequenceNumber } = await put('a')
  const after = await put('b', { SequenceNumberForOrdering: SequenceNumber })
  expect(BigInt(after.SequenceNumber!) > BigInt(SequenceNumber!)).toBe(true)
})

test.each<[source: string, unknown[], string, RegExp]>([
  ['API_PutRecords, Records', [], 'ValidationException', /^1 validation error detected: Value '\[\]' at 'records' .* greater than or equal to 1$/],
  ['API_PutRecords, Records', Array(501).fill({ PartitionKey: 'k', Data: Buffer.from('x') }), 'ValidationException', /at 'records' failed to satisfy constraint: Member must have length less than or equal to 500$/],
  ['API_PutRecordsRequestEntry, PartitionKey', [{ PartitionKey: 'k', Data: Buffer.from('x') }, { PartitionKey: '', Data: Buffer.from('x') }], 'ValidationException', /Value '' at 'records\.2\.member\.partitionKey'/],
  ['API_PutRecordsRequestEntry, Data', [{ PartitionKey: 'k', Data: Buffer.from('x') }, { PartitionKey: 'k', Data: Buffer.alloc(MiB + 1) }], 'ValidationException', /Value at 'records\.2\.member\.data'/],
  ['moto tests/test_kinesis (5 MB, before records could be larger)', Array(11).fill({ PartitionKey: 'k', Data: Buffer.alloc(MiB - 10) }), 'InvalidArgumentException', /^Records size exceeds 10 MB limit$/],
])('%s: PutRecords refuses %#, and takes nothing', async (_source, Records, name, message) => {
  await using engine = await createTestEngine()
  const { client, iterator, get } = await withStream(engine)
  await expect(client.send(new PutRecordsCommand({ StreamName, Records: Records as [] }))).rejects.toMatchObject(fault(name, message))
  expect((await get(await iterator())).Records).toEqual([])
})

test.each<[source: string, Partial<GetShardIteratorInput>, string, RegExp]>([
  ['kinesalite test/getShardIterator.js', { StreamName: 'nix' }, 'ResourceNotFoundException', /^Stream nix under account 000000000000 not found\.$/],
  ['kinesalite test/getShardIterator.js', { ShardId: 'shardId-000000000009' }, 'ResourceNotFoundException', /^Shard shardId-000000000009 in stream s under account 000000000000 does not exist$/],
  ['API_GetShardIterator, ShardIteratorType', { ShardIteratorType: 'NOW' as never }, 'ValidationException', /at 'shardIteratorType' failed to satisfy constraint: Member must satisfy enum value set: \[AT_SEQUENCE_NUMBER, /],
  ['kinesalite test/getShardIterator.js', { ShardIteratorType: 'AT_SEQUENCE_NUMBER' }, 'InvalidArgumentException', /Request specified AT_SEQUENCE_NUMBER and no StartingSequenceNumber\.$/],
  ['kinesalite test/getShardIterator.js', { ShardIteratorType: 'LATEST', StartingSequenceNumber: '1' }, 'InvalidArgumentException', /Request specified LATEST and also a StartingSequenceNumber\.$/],
  ['API_GetShardIterator, Timestamp; the sentence is unverified', { ShardIteratorType: 'AT_TIMESTAMP' }, 'InvalidArgumentException', /no Timestamp/],
  ['kinesalite test/getShardIterator.js', { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date('2100-01-01') }, 'InvalidArgumentException', /cannot be greater than the currentTimestampInMillis\. timestampInMillis: 4102444800000, /],
  ['kinesalite test/getShardIterator.js', { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: '1' }, 'InvalidArgumentException', /^StartingSequenceNumber 1 used in GetShardIterator on shard shardId-000000000000 in stream s under account 000000000000 is invalid\.$/],
])('%s: GetShardIterator refuses %j', async (_source, more, name, message) => {
  await using engine = await createTestEngine()
  const { iterator } = await withStream(engine)
  await expect(iterator(more)).rejects.toMatchObject(fault(name, message))
})

test("another shard's sequence number is refused by name", async () => {
  await using engine = await createTestEngine()
  const { put, iterator } = await withStream(engine, 2)
  const { SequenceNumber } = await put('x', { ExplicitHashKey: '340282366920938463463374607431768211455' })
  await expect(iterator({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: SequenceNumber })).rejects.toMatchObject(
    fault('InvalidArgumentException', 'Invalid StartingSequenceNumber. It encodes shardId-000000000001, while it was used in a call to a shard with shardId-000000000000'),
  )
})

test('an iterator lives for five minutes, and for its own stream only', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const { client, iterator, get } = await withStream(engine)
  const pass = passTime(clock, client)
  const token = await iterator()
  await pass(300_000)
  const { NextShardIterator } = await get(token)
  await pass(1)
  await expect(get(token)).rejects.toMatchObject(
    fault('ExpiredIteratorException', /^Iterator expired\. The iterator was created at time \w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4} while right now it is .* tolerated delay of 300000 milliseconds\.$/),
  )
  await client.send(new DeleteStreamCommand({ StreamName }))
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))
  await expect(get(NextShardIterator!)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  for (const broken of ['nonsense', token.slice(4), `${token.slice(0, 20)}A${token.slice(21)}`, 'AAAAAAAAAAE='])
    await expect(get(broken)).rejects.toMatchObject(fault('InvalidArgumentException', 'Invalid ShardIterator.'))
  await expect(get(token, 10_001)).rejects.toMatchObject({ name: 'ValidationException' })
})

test('a closed shard is read to its end, and there names its children', async () => {
  await using engine = await createTestEngine()
  const { client, put, iterator, get } = await withStream(engine)
  for (const text of ['a', 'b']) await put(text)
  const latest = await iterator({ ShardIteratorType: 'LATEST' })
  const middle = '170141183460469231731687303715884105728'
  await client.send(new SplitShardCommand({ StreamName, ShardToSplit: SHARD, NewStartingHashKey: middle }))
  const first = await get(await iterator(), 1)
  expect(first.ChildShards).toBeUndefined()
  const last = await get(first.NextShardIterator!)
  expect(last).toMatchObject({ Records: [{}] })
  expect(last.NextShardIterator).toBeUndefined()
  expect(last.ChildShards).toEqual([
    { ShardId: 'shardId-000000000001', ParentShards: [SHARD], HashKeyRange: { StartingHashKey: '0', EndingHashKey: '170141183460469231731687303715884105727' } },
    { ShardId: 'shardId-000000000002', ParentShards: [SHARD], HashKeyRange: { StartingHashKey: middle, EndingHashKey: '340282366920938463463374607431768211455' } },
  ])
  expect(await get(latest)).toMatchObject({ Records: [], ChildShards: [{}, {}] })
  await client.send(new MergeShardsCommand({ StreamName, ShardToMerge: 'shardId-000000000001', AdjacentShardToMerge: 'shardId-000000000002' }))
  const { Shards } = await client.send(new ListShardsCommand({ StreamName }))
  expect(Shards![3]).toMatchObject({ ParentShardId: 'shardId-000000000001', AdjacentParentShardId: 'shardId-000000000002' })
  expect(Shards!.map((shard) => shard.SequenceNumberRange!.EndingSequenceNumber !== undefined)).toEqual([true, true, true, false])
  expect((await put('c')).ShardId).toBe('shardId-000000000003')
})

test('resharding refuses what AWS refuses', async () => {
  await using engine = await createTestEngine()
  const { client } = await withStream(engine, 3)
  const split = (ShardToSplit: string, NewStartingHashKey: string) => client.send(new SplitShardCommand({ StreamName, ShardToSplit, NewStartingHashKey }))
  const merge = (ShardToMerge: string, AdjacentShardToMerge: string) => client.send(new MergeShardsCommand({ StreamName, ShardToMerge, AdjacentShardToMerge }))
  const scale = (TargetShardCount: number) => client.send(new UpdateShardCountCommand({ StreamName, TargetShardCount, ScalingType: 'UNIFORM_SCALING' }))
  const outside = (key: string) =>
    fault('InvalidArgumentException', `NewStartingHashKey ${key} used in SplitShard() on shard shardId-000000000000 in stream s under account 000000000000 is not both greater than one plus the shard's StartingHashKey 0 and less than the shard's EndingHashKey 113427455640312821154458202477256070484.`)
  for (const key of ['0', '1', '113427455640312821154458202477256070484', '999999999999999999999999999999999999999'])
    await expect(split('shard-0', key)).rejects.toMatchObject(outside(key))
  await expect(split('shardId-5', '2')).rejects.toMatchObject(
    fault('ResourceNotFoundException', 'Could not find shard shardId-000000000005 in stream s under account 000000000000.'),
  )
  await expect(merge('shardId-000000000000', 'shardId-000000000002')).rejects.toMatchObject(
    fault('InvalidArgumentException', 'Shards shardId-000000000000 and shardId-000000000002 in stream s under account 000000000000 are not an adjacent pair of shards eligible for merging'),
  )
  await expect(scale(7)).rejects.toMatchObject(
    fault('LimitExceededException', 'UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: 3, Target shard count: 7'),
  )
  await expect(scale(1)).rejects.toMatchObject(fault('LimitExceededException', /^UpdateShardCount cannot scale down below half/))
  await split('shardId-000000000000', '2')
  await expect(split('shardId-000000000000', '3')).rejects.toMatchObject({ name: 'ResourceInUseException' })
  const onDemand = { StreamName: 'od', StreamModeDetails: { StreamMode: 'ON_DEMAND' as const } }
  await client.send(new CreateStreamCommand(onDemand))
  await expect(client.send(new UpdateShardCountCommand({ StreamName: 'od', TargetShardCount: 5, ScalingType: 'UNIFORM_SCALING' }))).rejects.toMatchObject(
    fault('ValidationException', /is in On-Demand mode/),
  )
})

test('doubling splits each shard in two, halving merges them back', async () => {
  await using engine = await createTestEngine()
  const { client } = await withStream(engine, 3)
  const open = async () => (await client.send(new ListShardsCommand({ StreamName, ShardFilter: { Type: 'AT_LATEST' } }))).Shards!
  const before = await open()
  const answer = await client.send(new UpdateShardCountCommand({ StreamName, TargetShardCount: 6, ScalingType: 'UNIFORM_SCALING' }))
  expect(answer).toMatchObject({ StreamName, CurrentShardCount: 3, TargetShardCount: 6 })
  expect((await open()).map((shard) => shard.ParentShardId)).toEqual(before.flatMap(({ ShardId }) => [ShardId, ShardId]))
  await client.send(new UpdateShardCountCommand({ StreamName, TargetShardCount: 3, ScalingType: 'UNIFORM_SCALING' }))
  expect((await open()).map((shard) => shard.HashKeyRange)).toEqual(before.map((shard) => shard.HashKeyRange))
})

test('shards are listed by filter and page by page', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const { client } = await withStream(engine)
  const pass = passTime(clock, client)
  const list = async (more: object) => {
    const answer = await client.send(new ListShardsCommand({ StreamName, ...more }))
    return { ids: answer.Shards!.map((shard) => Number(shard.ShardId!.slice(-3))), next: answer.NextToken }
  }
  const begun = new Date(clock.now())
  await pass(10_000)
  await client.send(new SplitShardCommand({ StreamName, ShardToSplit: SHARD, NewStartingHashKey: '99' }))
  await pass(10_000)
  expect((await list({})).ids).toEqual([0, 1, 2])
  expect((await list({ ExclusiveStartShardId: SHARD })).ids).toEqual([1, 2])
  const filter = async (Type: string, more: object = {}) => (await list({ ShardFilter: { Type, ...more } })).ids
  expect(await filter('AT_LATEST')).toEqual([1, 2])
  expect(await filter('AT_TRIM_HORIZON')).toEqual([0])
  expect(await filter('FROM_TRIM_HORIZON')).toEqual([0, 1, 2])
  expect(await filter('AFTER_SHARD_ID', { ShardId: 'shardId-000000000001' })).toEqual([2])
  expect(await filter('AT_TIMESTAMP', { Timestamp: new Date(begun.getTime() + 5000) })).toEqual([0])
  expect(await filter('AT_TIMESTAMP', { Timestamp: new Date(clock.now()) })).toEqual([1, 2])
  expect(await filter('FROM_TIMESTAMP', { Timestamp: new Date(clock.now()) })).toEqual([1, 2])
  expect(await filter('FROM_TIMESTAMP', { Timestamp: begun })).toEqual([0, 1, 2])
  await expect(filter('AT_TIMESTAMP')).rejects.toMatchObject({ name: 'InvalidArgumentException' })

  const first = await list({ MaxResults: 1, ShardFilter: { Type: 'AT_LATEST' } })
  expect(first.ids).toEqual([1])
  const second = await list({ StreamName: undefined, NextToken: first.next })
  expect(second).toEqual({ ids: [2], next: undefined })
  await expect(list({ NextToken: first.next })).rejects.toMatchObject(
    fault('InvalidArgumentException', 'NextToken and StreamName cannot be provided together.'),
  )
  await pass(300_001)
  await expect(list({ StreamName: undefined, NextToken: first.next })).rejects.toMatchObject({ name: 'ExpiredNextTokenException' })
  await pass(25 * 3_600_000)
  expect((await list({})).ids).toEqual([1, 2])
})

test('readers are woken once by a put, a reshard and a delete', async () => {
  await using engine = await createTestEngine()
  const { client, put } = await withStream(engine)
  const topic = 'kinesis:arn:aws:kinesis:us-east-1:000000000000:stream/s'
  const version = () => engine.host.signals.version(topic)
  const steps = [
    () => put('x'),
    () => client.send(new PutRecordsCommand({ StreamName, Records: Array(9).fill({ PartitionKey: 'k', Data: Buffer.from('x') }) })),
    () => client.send(new SplitShardCommand({ StreamName, ShardToSplit: SHARD, NewStartingHashKey: '9' })),
    () => client.send(new DeleteStreamCommand({ StreamName })),
  ]
  for (const step of steps) {
    const before = version()
    await step()
    expect(version()).toBe(before + 1)
  }
})
