import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam'
import {
  CreateStreamCommand, DeregisterStreamConsumerCommand, DescribeStreamConsumerCommand, DescribeStreamSummaryCommand, GetRecordsCommand, GetShardIteratorCommand, KinesisClient, PutRecordCommand,
  PutRecordsCommand, PutResourcePolicyCommand, RegisterStreamConsumerCommand, SubscribeToShardCommand,
} from '@aws-sdk/client-kinesis'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'

const [OWNER, OTHER] = ['111111111111', '222222222222']
const StreamARN = `arn:aws:kinesis:us-east-1:${OWNER}:stream/shared`
const Data = Buffer.from('from next door')

const rootOf = (engine: TestEngine, accessKeyId: string) => new KinesisClient({ ...engine.client, credentials: { accessKeyId, secretAccessKey: 'test' } })
const policy = (Action: string | string[], Resource: string, Principal: object = { AWS: OTHER }) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action, Resource }] })

test('a stream that its policy opens is written and read by another account, where it is', async () => {
  await using engine = await createTestEngine()
  const [owner, other] = [rootOf(engine, OWNER), rootOf(engine, OTHER)]
  for (const [client, ShardCount] of [[owner, 1], [other, 2]] as const) await client.send(new CreateStreamCommand({ StreamName: 'shared', ShardCount }))
  const put = () => other.send(new PutRecordCommand({ StreamARN, PartitionKey: 'p', Data }))
  await expect(put()).rejects.toThrow(
    `User: arn:aws:iam::${OTHER}:root is not authorized to perform: kinesis:PutRecord on resource: ${StreamARN} because no resource-based policy allows the kinesis:PutRecord action`,
  )

  const Action = ['kinesis:PutRecord', 'kinesis:PutRecords', 'kinesis:GetShardIterator', 'kinesis:GetRecords', 'kinesis:DescribeStreamSummary']
  await owner.send(new PutResourcePolicyCommand({ ResourceARN: StreamARN, Policy: policy(Action, StreamARN) }))
  await put()
  expect(await other.send(new PutRecordsCommand({ StreamARN, Records: [{ PartitionKey: 'q', Data }] }))).toMatchObject({ FailedRecordCount: 0 })
  const { StreamDescriptionSummary } = await other.send(new DescribeStreamSummaryCommand({ StreamARN }))
  expect(StreamDescriptionSummary).toMatchObject({ StreamARN, OpenShardCount: 1 })

  const at = { StreamARN, ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' } as const
  for (const client of [owner, other]) {
    const { ShardIterator } = await client.send(new GetShardIteratorCommand(at))
    const { Records } = await client.send(new GetRecordsCommand({ ShardIterator, StreamARN }))
    expect(Records?.map(({ PartitionKey }) => PartitionKey)).toEqual(['p', 'q'])
  }
  await expect(other.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'c' }))).rejects.toMatchObject({ name: 'AccessDeniedException' })
})

/** A user of the other account, who may do what `Action` says so far as that account is concerned. */
async function neighbour(engine: TestEngine, name: string, Action: string): Promise<KinesisClient> {
  const iam = new IAMClient({ ...engine.client, credentials: { accessKeyId: OTHER, secretAccessKey: 'test' } })
  await iam.send(new CreateUserCommand({ UserName: name }))
  const own = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] })
  await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'own', PolicyDocument: own }))
  const { AccessKeyId, SecretAccessKey } = (await iam.send(new CreateAccessKeyCommand({ UserName: name }))).AccessKey!
  return new KinesisClient({ ...engine.client, credentials: { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey! } })
}

test('of another account’s users only those may whom both accounts allow', async () => {
  await using engine = await createTestEngine()
  const owner = rootOf(engine, OWNER)
  await owner.send(new CreateStreamCommand({ StreamName: 'shared', ShardCount: 1 }))
  const [named, unnamed, idle] = [await neighbour(engine, 'named', 'kinesis:*'), await neighbour(engine, 'unnamed', 'kinesis:*'), await neighbour(engine, 'idle', 'kinesis:ListStreams')]
  const users = ['named', 'idle'].map((name) => `arn:aws:iam::${OTHER}:user/${name}`)
  await owner.send(new PutResourcePolicyCommand({ ResourceARN: StreamARN, Policy: policy('kinesis:PutRecord', StreamARN, { AWS: users }) }))
  const put = (client: KinesisClient) => client.send(new PutRecordCommand({ StreamARN, PartitionKey: 'p', Data }))
  await put(named)
  await expect(put(unnamed)).rejects.toThrow(/user\/unnamed is not authorized .* because no resource-based policy allows/)
  await expect(put(idle)).rejects.toThrow(/user\/idle is not authorized .* because no identity-based policy allows/)
})

test('a consumer that its policy opens is subscribed to by another account, whatever the stream’s policy says', async () => {
  await using engine = await createTestEngine()
  const [owner, other] = [rootOf(engine, OWNER), rootOf(engine, OTHER)]
  await owner.send(new CreateStreamCommand({ StreamName: 'shared', ShardCount: 1 }))
  const { ConsumerARN } = (await owner.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'guest' }))).Consumer!
  const subscribe = () => other.send(new SubscribeToShardCommand({ ConsumerARN, ShardId: 'shardId-000000000000', StartingPosition: { Type: 'TRIM_HORIZON' } }))
  const Action = ['kinesis:SubscribeToShard', 'kinesis:DescribeStreamConsumer']
  await owner.send(new PutResourcePolicyCommand({ ResourceARN: StreamARN, Policy: policy(Action, StreamARN) }))
  await expect(subscribe()).rejects.toMatchObject({ name: 'AccessDeniedException' })
  await owner.send(new PutResourcePolicyCommand({ ResourceARN: ConsumerARN, Policy: policy(Action, ConsumerARN!) }))
  await owner.send(new PutRecordCommand({ StreamARN, PartitionKey: 'p', Data }))
  const { EventStream } = await subscribe()
  for await (const { SubscribeToShardEvent } of EventStream!) {
    expect(SubscribeToShardEvent!.Records!.map(({ PartitionKey }) => PartitionKey)).toEqual(['p'])
    break
  }
  expect((await other.send(new DescribeStreamConsumerCommand({ ConsumerARN }))).ConsumerDescription).toMatchObject({ StreamARN, ConsumerName: 'guest' })
  await expect(other.send(new DeregisterStreamConsumerCommand({ ConsumerARN }))).rejects.toMatchObject({ name: 'AccessDeniedException' })
})

test('what is said of a consumer beside its ARN must be true', async () => {
  await using engine = await createTestEngine()
  const owner = rootOf(engine, OWNER)
  await owner.send(new CreateStreamCommand({ StreamName: 'shared', ShardCount: 1 }))
  const { ConsumerARN } = (await owner.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'c' }))).Consumer!
  const describe = (more: object) => owner.send(new DescribeStreamConsumerCommand({ ConsumerARN, ...more }))
  await describe({ StreamARN, ConsumerName: 'c' })
  for (const wrong of [{ ConsumerName: 'd' }, { StreamARN: `${StreamARN}2` }]) await expect(describe(wrong)).rejects.toMatchObject({ name: 'InvalidArgumentException' })
})
