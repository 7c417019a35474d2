import {
  CreateChannelCommand,
  CreateStreamCommand,
  DeleteChannelCommand,
  DeleteResourcePolicyCommand,
  DeleteStreamCommand,
  DescribeAccountSettingsCommand,
  DescribeChannelCommand,
  DescribeStreamSummaryCommand,
  GetResourcePolicyCommand,
  KinesisClient,
  ListChannelsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  PutResourcePolicyCommand,
  RegisterStreamConsumerCommand,
  UpdateAccountSettingsCommand,
  UpdateChannelCommand,
  UpdateMaxRecordSizeCommand,
  UpdateStreamModeCommand,
  UpdateStreamRecordDistributionStrategyCommand,
  UpdateStreamWarmThroughputCommand,
} from '@aws-sdk/client-kinesis'
import { expect, test } from 'vitest'
import { createTestEngine, stoppedClock, type TestEngine } from '../../../../testing/engine.ts'
import { passTime } from '../testing/pass-time.ts'

const [StreamName, MiB, HOUR_MS] = ['s', 1024 * 1024, 3_600_000]
const ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/s'
const ON_DEMAND = { StreamModeDetails: { StreamMode: 'ON_DEMAND' as const } }

async function withStream(engine: TestEngine, more: object = { ShardCount: 1 }) {
  const client = new KinesisClient({ ...engine.client, maxAttempts: 1 })
  await client.send(new CreateStreamCommand({ StreamName, ...more }))
  const summary = async () => (await client.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary!
  return { client, summary }
}

test('a policy belongs to a stream or to a consumer, and goes with it', async () => {
  await using engine = await createTestEngine()
  const { client } = await withStream(engine)
  const { Consumer } = await client.send(new RegisterStreamConsumerCommand({ StreamARN: ARN, ConsumerName: 'c' }))
  const get = async (ResourceARN: string) => (await client.send(new GetResourcePolicyCommand({ ResourceARN }))).Policy
  const policyOf = (Resource: string) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kinesis:*', Resource }] })
  for (const ResourceARN of [ARN, Consumer!.ConsumerARN!]) {
    expect(await get(ResourceARN)).toBe('{}')
    await client.send(new PutResourcePolicyCommand({ ResourceARN, Policy: policyOf(ResourceARN) }))
    expect(await get(ResourceARN)).toBe(policyOf(ResourceARN))
  }
  await client.send(new DeleteResourcePolicyCommand({ ResourceARN: Consumer!.ConsumerARN! }))
  expect([await get(ARN), await get(Consumer!.ConsumerARN!)]).toEqual([policyOf(ARN), '{}'])
  await client.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }))
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))
  expect(await get(ARN)).toBe('{}')
})

test('records may be larger once the stream allows it', async () => {
  await using engine = await createTestEngine()
  const { client, summary } = await withStream(engine)
  const put = (bytes: number) => client.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.alloc(bytes) }))
  await expect(put(MiB + 1)).rejects.toMatchObject({ name: 'ValidationException' })
  await client.send(new UpdateMaxRecordSizeCommand({ StreamARN: ARN, MaxRecordSizeInKiB: 10_240 }))
  expect((await summary()).MaxRecordSizeInKiB).toBe(10_240)
  await put(10 * MiB - 1)
  await expect(put(10 * MiB)).rejects.toMatchObject({ name: 'InvalidArgumentException' })
  const records = (...sizes: number[]) => client.send(new PutRecordsCommand({ StreamName, Records: sizes.map((size) => ({ PartitionKey: 'k', Data: Buffer.alloc(size) })) }))
  expect(await records(6 * MiB, 3 * MiB)).toMatchObject({ FailedRecordCount: 0 })
  await expect(records(6 * MiB, 5 * MiB)).rejects.toMatchObject({ name: 'InvalidArgumentException', message: 'Records size exceeds 10 MB limit' })
})

test('a stream that spreads records by itself needs no keys, and can be told to heed them again', async () => {
  await using engine = await createTestEngine()
  const { client, summary } = await withStream(engine, ON_DEMAND)
  const set = (RecordDistributionStrategy: 'AUTO' | 'USER_PARTITION_KEY') =>
    client.send(new UpdateStreamRecordDistributionStrategyCommand({ StreamARN: ARN, RecordDistributionStrategy }))
  const put = (more: object) => client.send(new PutRecordCommand({ StreamName, Data: Buffer.from('x'), ...more }))
  await expect(put({})).rejects.toMatchObject({ name: 'ValidationException' })
  await set('AUTO')
  expect((await summary()).RecordDistributionStrategy).toBe('AUTO')
  const shards = new Set<string>()
  for (let i = 0; i < 60; i++) shards.add((await put({ PartitionKey: 'same' })).ShardId!)
  expect(shards.size).toBe(4)
  await put({})
  await set('USER_PARTITION_KEY')
  await expect(put({})).rejects.toMatchObject({ name: 'ValidationException' })
})

test('the billing commitment lasts for a day at least, and unlocks warm throughput', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const { client, summary } = await withStream(engine, ON_DEMAND)
  const pass = passTime(clock, client)
  const describe = async () => (await client.send(new DescribeAccountSettingsCommand({}))).MinimumThroughputBillingCommitment
  const set = async (Status: 'ENABLED' | 'DISABLED') =>
    (await client.send(new UpdateAccountSettingsCommand({ MinimumThroughputBillingCommitment: { Status } }))).MinimumThroughputBillingCommitment
  const warm = (WarmThroughputMiBps: number) => client.send(new UpdateStreamWarmThroughputCommand({ StreamName, WarmThroughputMiBps }))
  expect(await describe()).toEqual({ Status: 'DISABLED' })
  expect((await summary()).WarmThroughput).toBeUndefined()
  await expect(warm(10)).rejects.toMatchObject({ name: 'ValidationException' })
  const [StartedAt, EarliestAllowedEndAt] = [new Date(clock.now()), new Date(clock.now() + 24 * HOUR_MS)]
  expect(await set('ENABLED')).toEqual({ Status: 'ENABLED', StartedAt, EarliestAllowedEndAt })
  expect(await warm(10)).toMatchObject({ StreamARN: ARN, StreamName, WarmThroughput: { TargetMiBps: 10, CurrentMiBps: 4 } })
  expect(await summary()).toMatchObject({ WarmThroughput: { TargetMiBps: 10, CurrentMiBps: 10 }, OpenShardCount: 10 })
  await warm(2)
  expect((await summary()).OpenShardCount).toBe(4)
  await pass(HOUR_MS)
  expect(await set('DISABLED')).toEqual({ Status: 'ENABLED_UNTIL_EARLIEST_ALLOWED_END', StartedAt, EarliestAllowedEndAt })
  expect((await set('ENABLED'))!.Status).toBe('ENABLED')
  await set('DISABLED')
  await pass(23 * HOUR_MS)
  expect(await describe()).toEqual({ Status: 'DISABLED', StartedAt, EndedAt: EarliestAllowedEndAt })
  expect((await summary()).WarmThroughput).toBeUndefined()
})

/** The example "To create an S3 channel" of the SDK's CreateChannelCommand, without what has a default. */
const CHANNEL = {
  ChannelName: 'my-channel',
  ServiceExecutionRoleARN: 'arn:aws:iam::000000000000:role/my-channel-role',
  S3DestinationConfiguration: { StorageConfiguration: { BucketARN: 'arn:aws:s3:::my-channel-bucket', CompressionType: 'ZSTD' as const, ExpectedBucketOwner: '000000000000' } },
  StreamConfigurationList: [{ RecordConfiguration: { RecordFormatType: 'JSON' as const }, StreamARN: ARN }],
}

test('a channel is shown with its defaults, changed, listed by stream, and keeps its stream from being deleted', async () => {
  await using engine = await createTestEngine()
  const { client, summary } = await withStream(engine, ON_DEMAND)
  const { ChannelDescription } = await client.send(new CreateChannelCommand(CHANNEL))
  const { ChannelARN, ChannelId: id, ...shown } = ChannelDescription!
  expect(ChannelARN).toBe(`arn:aws:kinesis:us-east-1:000000000000:channel/${id}`)
  const created = (await summary()).StreamCreationTimestamp
  expect(shown).toMatchObject({
    ChannelName: 'my-channel',
    ChannelStatus: 'CREATING',
    LoggingConfiguration: { CloudWatchLogs: { Enabled: false } },
    S3DestinationConfiguration: {
      DataFreshnessInSeconds: 300,
      DeadLetterQueueS3Configuration: { BucketARN: 'arn:aws:s3:::my-channel-bucket', ErrorOutputPrefix: `kinesis-channel/errors/my-channel/${id}/` },
      StorageConfiguration: { StorageClass: 'STANDARD', OutputKeyTemplate: expect.stringMatching(/^kinesis-channel\/!\{channel-name\}/) },
    },
    StreamConfigurationList: [{ ...CHANNEL.StreamConfigurationList[0]!, StreamCreationTimestamp: created }],
  })
  const describe = async () => (await client.send(new DescribeChannelCommand({ ChannelARN }))).ChannelDescription
  expect(await describe()).toEqual({ ...ChannelDescription, ChannelStatus: 'ACTIVE' })
  const update = await client.send(new UpdateChannelCommand({ ChannelARN, S3DestinationConfiguration: { DataFreshnessInSeconds: 600 }, LoggingConfiguration: { CloudWatchLogs: { Enabled: true } } }))
  expect(update.ChannelDescription!.ChannelStatus).toBe('UPDATING')
  expect(await describe()).toMatchObject({
    S3DestinationConfiguration: { DataFreshnessInSeconds: 600, StorageConfiguration: { CompressionType: 'ZSTD' } },
    LoggingConfiguration: { CloudWatchLogs: { Enabled: true, LogGroupName: `/aws/kinesis/my-channel/${id}`, LogStreamName: 'DestinationDelivery' } },
  })
  const list = async (StreamARN: string) => (await client.send(new ListChannelsCommand({ StreamFilter: [{ StreamARN }] }))).ChannelSummaries
  expect(await list(ARN)).toMatchObject([{ ChannelARN, ChannelDestinationType: 'S3', Streams: [{ StreamARN: ARN, StreamCreationTimestamp: created }] }])
  expect(await list(`${ARN}x`)).toEqual([])
  expect((await summary()).ChannelCount).toBe(1)
  await expect(client.send(new DeleteStreamCommand({ StreamName }))).rejects.toMatchObject({ name: 'ResourceInUseException' })
  await client.send(new DeleteChannelCommand({ ChannelARN }))
  await expect(describe()).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  await client.send(new DeleteStreamCommand({ StreamName }))
})

const POLICY_ARN = { ResourceARN: ARN }
// The codes are those that the page or the type names; sentences without a source are unverified, and not compared.
test.each<[source: string, send: (client: KinesisClient) => Promise<unknown>, name: string, message?: string]>([
  ['API_PutResourcePolicy', (client) => client.send(new PutResourcePolicyCommand({ ...POLICY_ARN, Policy: 'no' })), 'InvalidArgumentException'],
  ['API_PutResourcePolicy', (client) => client.send(new PutResourcePolicyCommand({ ResourceARN: `${ARN}-no`, Policy: '{}' })), 'ResourceNotFoundException', 'Stream s-no under account 000000000000 not found.'],
  ['API_GetResourcePolicy', (client) => client.send(new GetResourcePolicyCommand({ ResourceARN: `${ARN}/consumer/no:1` })), 'ResourceNotFoundException'],
  ['API_DeleteResourcePolicy (that one has to be there: unverified)', (client) => client.send(new DeleteResourcePolicyCommand(POLICY_ARN)), 'ResourceNotFoundException'],
  ['API_UpdateMaxRecordSize, MaxRecordSizeInKiB', (client) => client.send(new UpdateMaxRecordSizeCommand({ StreamARN: ARN, MaxRecordSizeInKiB: 1023 })), 'ValidationException', "1 validation error detected: Value '1023' at 'maxRecordSizeInKiB' failed to satisfy constraint: Member must have value greater than or equal to 1024"],
  ['API_UpdateMaxRecordSize, MaxRecordSizeInKiB', (client) => client.send(new UpdateMaxRecordSizeCommand({ StreamARN: ARN, MaxRecordSizeInKiB: 10_241 })), 'ValidationException'],
  ['UpdateStreamRecordDistributionStrategyCommand: "AUTO on a provisioned stream results in an InvalidArgumentException"', (client) => client.send(new UpdateStreamRecordDistributionStrategyCommand({ StreamARN: ARN, RecordDistributionStrategy: 'AUTO' })), 'InvalidArgumentException'],
  ['UpdateStreamWarmThroughputCommand: provisioned streams are not supported', (client) => client.send(new UpdateStreamWarmThroughputCommand({ StreamARN: ARN, WarmThroughputMiBps: 1 })), 'ValidationException'],
  ['UpdateStreamModeInput.WarmThroughputMiBps: on-demand alone', (client) => client.send(new UpdateStreamModeCommand({ StreamARN: ARN, StreamModeDetails: { StreamMode: 'PROVISIONED' }, WarmThroughputMiBps: 1 })), 'ValidationException'],
  ['MinimumThroughputBillingCommitmentInputStatus', (client) => client.send(new UpdateAccountSettingsCommand({ MinimumThroughputBillingCommitment: { Status: 'NO' as never } })), 'ValidationException', "1 validation error detected: Value 'NO' at 'minimumThroughputBillingCommitment.status' failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, DISABLED]"],
  ['CreateChannelCommand: on-demand alone', (client) => client.send(new CreateChannelCommand(CHANNEL)), 'ValidationException'],
  ['CreateChannelCommand: one destination', (client) => client.send(new CreateChannelCommand({ ...CHANNEL, S3DestinationConfiguration: undefined })), 'InvalidArgumentException'],
  ['S3CompressionType', (client) => client.send(new CreateChannelCommand({ ...CHANNEL, S3DestinationConfiguration: { StorageConfiguration: { BucketARN: 'a', ExpectedBucketOwner: 'b', CompressionType: 'LZ4' as never } } })), 'ValidationException'],
  ['DescribeChannelCommand', (client) => client.send(new DescribeChannelCommand({ ChannelARN: 'arn:aws:kinesis:us-east-1:000000000000:channel/no' })), 'ResourceNotFoundException'],
])('%s: refused (%#)', async (_source, send, name, message) => {
  await using engine = await createTestEngine()
  const { client } = await withStream(engine)
  await expect(send(client)).rejects.toMatchObject({ name, ...(message === undefined ? {} : { message }) })
})
