import {
  AddTagsToStreamCommand,
  CreateStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  DescribeLimitsCommand,
  DescribeStreamCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  DisableEnhancedMonitoringCommand,
  EnableEnhancedMonitoringCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  IncreaseStreamRetentionPeriodCommand,
  KinesisClient,
  ListStreamConsumersCommand,
  ListStreamsCommand,
  ListTagsForResourceCommand,
  ListTagsForStreamCommand,
  PutRecordCommand,
  RegisterStreamConsumerCommand,
  RemoveTagsFromStreamCommand,
  StartStreamEncryptionCommand,
  StopStreamEncryptionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStreamModeCommand,
  waitUntilStreamExists,
  waitUntilStreamNotExists,
} from '@aws-sdk/client-kinesis'
import { expect, test } from 'vitest'
import { createTestEngine, stoppedClock, type TestEngine } from '../../../../testing/engine.ts'
import { passTime } from '../testing/pass-time.ts'

const ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/s'
const StreamName = 's'
const HOUR_MS = 3_600_000
const fault = (name: string, message: string | RegExp) => ({
  name,
  message: typeof message === 'string' ? message : expect.stringMatching(message),
})

async function withStream(engine: TestEngine): Promise<KinesisClient> {
  const client = new KinesisClient({ ...engine.client, maxAttempts: 1 })
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))
  return client
}

test('a stream is made, waited for, described, listed and deleted', async () => {
  await using engine = await createTestEngine()
  const client = new KinesisClient({ ...engine.client, maxAttempts: 1 })
  const names = { StreamName: 'uploads-stream' }
  const arn = 'arn:aws:kinesis:us-east-1:000000000000:stream/uploads-stream'
  await client.send(new CreateStreamCommand({ ...names, StreamModeDetails: { StreamMode: 'ON_DEMAND' }, Tags: { a: 'b' } }))
  expect((await waitUntilStreamExists({ client, maxWaitTime: 30 }, names)).state).toBe('SUCCESS')
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamARN: arn }))
  expect(StreamDescription).toMatchObject({
    ...names, StreamARN: arn, StreamStatus: 'ACTIVE', RetentionPeriodHours: 24, HasMoreShards: false,
    StreamModeDetails: { StreamMode: 'ON_DEMAND' }, EncryptionType: 'NONE', EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
  })
  expect(StreamDescription!.Shards!.map((shard) => shard.ShardId)).toEqual([0, 1, 2, 3].map((i) => `shardId-00000000000${i}`))
  expect(StreamDescription!.Shards![3]!.HashKeyRange!.EndingHashKey).toBe('340282366920938463463374607431768211455')
  expect((await client.send(new DescribeStreamSummaryCommand(names))).StreamDescriptionSummary).toMatchObject({
    OpenShardCount: 4, ConsumerCount: 0, StreamStatus: 'ACTIVE', MaxRecordSizeInKiB: 1024,
  })
  await client.send(new DeleteStreamCommand(names))
  expect((await waitUntilStreamNotExists({ client, maxWaitTime: 30 }, names)).state).toBe('SUCCESS')
  await expect(client.send(new DescribeStreamCommand(names))).rejects.toMatchObject(
    fault('ResourceNotFoundException', 'Stream uploads-stream under account 000000000000 not found.'),
  )
})

test('hash ranges of three shards are those that AWS gives', async () => {
  await using engine = await createTestEngine()
  const client = new KinesisClient({ ...engine.client, maxAttempts: 1 })
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 3 }))
  const page = await client.send(new DescribeStreamCommand({ StreamName, Limit: 2 }))
  const rest = await client.send(new DescribeStreamCommand({ StreamName, ExclusiveStartShardId: page.StreamDescription!.Shards![1]!.ShardId }))
  expect([page.StreamDescription!.HasMoreShards, rest.StreamDescription!.HasMoreShards]).toEqual([true, false])
  expect([...page.StreamDescription!.Shards!, ...rest.StreamDescription!.Shards!].map((shard) => shard.HashKeyRange)).toEqual([
    { StartingHashKey: '0', EndingHashKey: '113427455640312821154458202477256070484' },
    { StartingHashKey: '113427455640312821154458202477256070485', EndingHashKey: '226854911280625642308916404954512140969' },
    { StartingHashKey: '226854911280625642308916404954512140970', EndingHashKey: '340282366920938463463374607431768211455' },
  ])
})

test('a stream belongs to its account and its region', async () => {
  await using engine = await createTestEngine()
  await withStream(engine)
  const elsewhere = new KinesisClient({ ...engine.client, region: 'eu-west-1' })
  const other = new KinesisClient({ ...engine.client, credentials: { accessKeyId: '123456789012', secretAccessKey: 'test' } })
  const find = (client: KinesisClient, address: object) => client.send(new DescribeStreamSummaryCommand(address))
  const missing = fault('ResourceNotFoundException', 'Stream s under account 000000000000 not found.')
  await expect(find(elsewhere, { StreamName })).rejects.toMatchObject(missing)
  await expect(find(elsewhere, { StreamARN: ARN })).rejects.toMatchObject(missing)
  await expect(find(other, { StreamARN: ARN })).rejects.toMatchObject(
    fault(
      'AccessDeniedException',
      `User: arn:aws:iam::123456789012:root is not authorized to perform: kinesis:DescribeStreamSummary on resource: ${ARN} because no resource-based policy allows the kinesis:DescribeStreamSummary action`,
    ),
  )
  await expect(find(other, { StreamName })).rejects.toMatchObject(
    fault('ResourceNotFoundException', 'Stream s under account 123456789012 not found.'),
  )
  await elsewhere.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }))
  expect((await find(elsewhere, { StreamName })).StreamDescriptionSummary!.OpenShardCount).toBe(2)
})

test.each<[source: string, object, string, string | RegExp]>([
  ['API_CreateStream, StreamName', { StreamName: '' }, 'ValidationException', /^2 validation errors detected: Value '' at 'streamName' .* pattern: \[a-zA-Z0-9_.-\]\+; .* equal to 1$/],
  ['API_CreateStream, StreamName', { StreamName: 'a/b', ShardCount: 1 }, 'ValidationException', /Value 'a\/b' at 'streamName'/],
  ['API_CreateStream, ShardCount', { StreamName: 'n', ShardCount: 0 }, 'ValidationException', /Value '0' at 'shardCount' .* greater than or equal to 1$/],
  ['API_StreamModeDetails', { StreamName: 'n', StreamModeDetails: {} }, 'ValidationException', /Value null at 'streamModeDetails.streamMode'/],
  ['a failing CloudFormation stack, quoted by a linter of templates', { StreamName: 'n', ShardCount: 1, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }, 'ValidationException', /ShardCount is not expected/],
  ['kinesalite test/createStream.js', { StreamName: 's', ShardCount: 1 }, 'ResourceInUseException', 'Stream s under account 000000000000 already exists.'],
  ['kinesalite test/createStream.js', { StreamName: 'n', ShardCount: 20_000 }, 'LimitExceededException', /^This request would exceed the shard limit for the account 000000000000 in us-east-1\. Current shard count for the account: 1\. Limit: 20000\. /],
])('%s: CreateStream refuses %j', async (_source, input, name, message) => {
  await using engine = await createTestEngine()
  const client = await withStream(engine)
  await expect(client.send(new CreateStreamCommand(input as never))).rejects.toMatchObject(fault(name, message))
})

test('streams are listed by name, page by page', async () => {
  await using engine = await createTestEngine()
  const client = new KinesisClient({ ...engine.client, maxAttempts: 1 })
  for (const name of ['c', 'a', 'b']) await client.send(new CreateStreamCommand({ StreamName: name, ShardCount: 1 }))
  const first = await client.send(new ListStreamsCommand({ Limit: 2 }))
  expect(first).toMatchObject({ StreamNames: ['a', 'b'], HasMoreStreams: true })
  expect(first.StreamSummaries![0]).toMatchObject({ StreamName: 'a', StreamStatus: 'ACTIVE', StreamModeDetails: { StreamMode: 'PROVISIONED' } })
  const second = await client.send(new ListStreamsCommand({ NextToken: first.NextToken }))
  expect(second).toMatchObject({ StreamNames: ['c'], HasMoreStreams: false })
  expect(second.NextToken).toBeUndefined()
  expect((await client.send(new ListStreamsCommand({ ExclusiveStartStreamName: 'a' }))).StreamNames).toEqual(['b', 'c'])
})

test('tags are added, replaced, removed and listed, by stream and by ARN', async () => {
  await using engine = await createTestEngine()
  const client = await withStream(engine)
  await client.send(new AddTagsToStreamCommand({ StreamName, Tags: { b: '1', a: '1' } }))
  await client.send(new TagResourceCommand({ ResourceARN: ARN, Tags: { b: '2', c: '' } }))
  const Tags = [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }, { Key: 'c', Value: '' }]
  expect((await client.send(new ListTagsForResourceCommand({ ResourceARN: ARN }))).Tags).toEqual(Tags)
  expect(await client.send(new ListTagsForStreamCommand({ StreamName, Limit: 1, ExclusiveStartTagKey: 'a' }))).toMatchObject({
    Tags: [Tags[1]], HasMoreTags: true,
  })
  await client.send(new RemoveTagsFromStreamCommand({ StreamName, TagKeys: ['a', 'nix'] }))
  await client.send(new UntagResourceCommand({ ResourceARN: ARN, TagKeys: ['b'] }))
  expect((await client.send(new ListTagsForStreamCommand({ StreamARN: ARN }))).Tags).toEqual([Tags[2]])
  await expect(client.send(new AddTagsToStreamCommand({ StreamName, Tags: { 'a*': 'b' } }))).rejects.toMatchObject(
    fault('InvalidArgumentException', /^Some tags contain invalid characters/),
  )
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, 'v']))
  await expect(client.send(new AddTagsToStreamCommand({ StreamName, Tags: many }))).rejects.toMatchObject(
    fault('InvalidArgumentException', /cannot have more than 50 tags/),
  )
})

test('records are gone after the retention period, and do not come back when it grows', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const client = await withStream(engine)
  const pass = passTime(clock, client)
  const put = (text: string) => client.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from(text) }))
  const readAll = async () => {
    const at = { StreamName, ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' as const }
    const { ShardIterator } = await client.send(new GetShardIteratorCommand(at))
    const { Records } = await client.send(new GetRecordsCommand({ ShardIterator }))
    return Records!.map((record) => Buffer.from(record.Data!).toString())
  }
  await put('old')
  await pass(20 * HOUR_MS)
  await put('new')
  expect(await readAll()).toEqual(['old', 'new'])
  await pass(5 * HOUR_MS)
  expect(await readAll()).toEqual(['new'])
  await client.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 48 }))
  expect(await readAll()).toEqual(['new'])
  await pass(40 * HOUR_MS)
  expect(await readAll()).toEqual(['new'])
  await client.send(new DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 24 }))
  expect(await readAll()).toEqual([])
})

test.each<[source: string, 'increase' | 'decrease', number, RegExp]>([
  ['kinesalite test/increaseStreamRetentionPeriod.js, with today’s bounds', 'increase', 23, /^Minimum allowed retention period is 24 hours\. Requested retention period \(23 hours\) is too short\.$/],
  ['kinesalite test/increaseStreamRetentionPeriod.js, with today’s bounds', 'increase', 8761, /^Maximum allowed retention period is 8760 hours\..* is too long\.$/],
  ['kinesalite test/increaseStreamRetentionPeriod.js', 'increase', 47, /can not be shorter than existing retention period \(48 hours\)\. Use DecreaseRetentionPeriod API\.$/],
  ['kinesalite test/decreaseStreamRetentionPeriod.js', 'decrease', 49, /can not be longer than existing retention period \(48 hours\)\. Use IncreaseRetentionPeriod API\.$/],
])('%s: to %s to %i hours is refused', async (_source, how, RetentionPeriodHours, message) => {
  await using engine = await createTestEngine()
  const client = await withStream(engine)
  await client.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 48 }))
  const input = { StreamName, RetentionPeriodHours }
  await expect(client.send(how === 'increase' ? new IncreaseStreamRetentionPeriodCommand(input) : new DecreaseStreamRetentionPeriodCommand(input))).rejects.toMatchObject(
    fault('InvalidArgumentException', message),
  )
})

test('mode, encryption and metrics are changed and shown', async () => {
  await using engine = await createTestEngine()
  const client = await withStream(engine)
  const summary = async () => (await client.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary!
  const put = async () => (await client.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from('x') }))).EncryptionType
  expect(await client.send(new DescribeLimitsCommand({}))).toMatchObject({ OpenShardCount: 1, ShardLimit: 20_000, OnDemandStreamCount: 0 })
  await client.send(new UpdateStreamModeCommand({ StreamARN: ARN, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }))
  expect(await client.send(new DescribeLimitsCommand({}))).toMatchObject({ OpenShardCount: 0, OnDemandStreamCount: 1, OnDemandStreamCountLimit: 50 })

  expect(await put()).toBeUndefined()
  await client.send(new StartStreamEncryptionCommand({ StreamName, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' }))
  expect(await summary()).toMatchObject({ EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis', StreamModeDetails: { StreamMode: 'ON_DEMAND' } })
  expect(await put()).toBe('KMS')
  await client.send(new StopStreamEncryptionCommand({ StreamName, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' }))
  expect(await summary()).toMatchObject({ EncryptionType: 'NONE' })

  const two = { StreamName, ShardLevelMetrics: ['OutgoingBytes' as const, 'IncomingBytes' as const] }
  expect(await client.send(new EnableEnhancedMonitoringCommand(two))).toMatchObject({
    CurrentShardLevelMetrics: [], DesiredShardLevelMetrics: ['IncomingBytes', 'OutgoingBytes'],
  })
  const off = await client.send(new DisableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics: ['IncomingBytes'] }))
  expect(off).toMatchObject({ CurrentShardLevelMetrics: ['IncomingBytes', 'OutgoingBytes'], DesiredShardLevelMetrics: ['OutgoingBytes'] })
  expect((await client.send(new EnableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics: ['ALL'] }))).DesiredShardLevelMetrics).toHaveLength(7)
  expect((await summary()).EnhancedMonitoring![0]!.ShardLevelMetrics).toHaveLength(7)
})

test('consumers are registered, found by name and by ARN, listed and let go', async () => {
  await using engine = await createTestEngine()
  const client = await withStream(engine)
  const register = (ConsumerName: string) => client.send(new RegisterStreamConsumerCommand({ StreamARN: ARN, ConsumerName }))
  const { Consumer } = await register('one')
  expect(Consumer).toMatchObject({ ConsumerName: 'one', ConsumerStatus: 'CREATING' })
  expect(Consumer!.ConsumerARN).toMatch(/^arn:aws:kinesis:us-east-1:000000000000:stream\/s\/consumer\/one:\d{10}$/)
  const described = { ConsumerName: 'one', ConsumerARN: Consumer!.ConsumerARN, ConsumerStatus: 'ACTIVE', StreamARN: ARN }
  for (const by of [{ ConsumerARN: Consumer!.ConsumerARN }, { StreamARN: ARN, ConsumerName: 'one' }])
    expect((await client.send(new DescribeStreamConsumerCommand(by))).ConsumerDescription).toMatchObject(described)
  await expect(register('one')).rejects.toMatchObject({ name: 'ResourceInUseException' })
  await register('two')
  const page = await client.send(new ListStreamConsumersCommand({ StreamARN: ARN, MaxResults: 1 }))
  const rest = await client.send(new ListStreamConsumersCommand({ StreamARN: ARN, NextToken: page.NextToken }))
  expect([page, rest].map(({ Consumers }) => Consumers!.map((consumer) => consumer.ConsumerName))).toEqual([['one'], ['two']])
  await client.send(new TagResourceCommand({ ResourceARN: Consumer!.ConsumerARN, Tags: { a: 'b' } }))
  expect((await client.send(new ListTagsForResourceCommand({ ResourceARN: Consumer!.ConsumerARN }))).Tags).toEqual([{ Key: 'a', Value: 'b' }])
  await expect(client.send(new DeleteStreamCommand({ StreamName }))).rejects.toMatchObject({ name: 'ResourceInUseException' })
  await client.send(new DeregisterStreamConsumerCommand({ StreamARN: ARN, ConsumerName: 'one' }))
  await expect(client.send(new DescribeStreamConsumerCommand({ ConsumerARN: Consumer!.ConsumerARN }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
  await client.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }))
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))
  expect((await client.send(new ListStreamConsumersCommand({ StreamARN: ARN }))).Consumers).toEqual([])
})
