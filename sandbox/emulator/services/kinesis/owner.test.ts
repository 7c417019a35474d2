import {
  CreateStreamCommand, DescribeStreamSummaryCommand, GetRecordsCommand, GetShardIteratorCommand, KinesisClient, PutRecordCommand,
  PutRecordsCommand, PutResourcePolicyCommand, RegisterStreamConsumerCommand,
} from '@aws-sdk/client-kinesis'
import { expect, test } from 'vitest'
import { createTestEngine } from '../../../testing/engine.ts'

const [OWNER, OTHER] = ['111111111111', '222222222222']
const StreamARN = `arn:aws:kinesis:us-east-1:${OWNER}:stream/shared`
const Data = Buffer.from('from next door')

test('a stream that its policy opens is written and read by another account, where it is', async () => {
  await using engine = await createTestEngine()
  const of = (accessKeyId: string) => new KinesisClient({ ...engine.client, credentials: { accessKeyId, secretAccessKey: 'test' } })
  const [owner, other] = [of(OWNER), of(OTHER)]
  for (const [client, ShardCount] of [[owner, 1], [other, 2]] as const) await client.send(new CreateStreamCommand({ StreamName: 'shared', ShardCount }))
  const put = () => other.send(new PutRecordCommand({ StreamARN, PartitionKey: 'p', Data }))
  await expect(put()).rejects.toThrow(
    `User: arn:aws:iam::${OTHER}:root is not authorized to perform: kinesis:PutRecord on resource: ${StreamARN} because no resource-based policy allows the kinesis:PutRecord action`,
  )

  const Action = ['kinesis:PutRecord', 'kinesis:PutRecords', 'kinesis:GetShardIterator', 'kinesis:GetRecords', 'kinesis:DescribeStreamSummary']
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: OTHER }, Action, Resource: StreamARN }] })
  await owner.send(new PutResourcePolicyCommand({ ResourceARN: StreamARN, Policy }))
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
