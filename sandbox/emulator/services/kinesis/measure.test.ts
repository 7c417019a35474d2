import { CloudWatchClient, GetMetricStatisticsCommand, ListMetricsCommand, type Dimension } from '@aws-sdk/client-cloudwatch'
import {
  CreateStreamCommand, EnableEnhancedMonitoringCommand, GetRecordsCommand, GetShardIteratorCommand, KinesisClient, PutRecordCommand, PutRecordsCommand,
} from '@aws-sdk/client-kinesis'
import { expect, test } from 'vitest'
import { createTestEngine, stoppedClock, type TestEngine } from '../../../testing/engine.ts'
import { passTime } from './testing/pass-time.ts'

const StreamName = 'measured'
const STREAM: Dimension[] = [{ Name: 'StreamName', Value: StreamName }]

async function withStream(engine: TestEngine) {
  const kinesis = new KinesisClient({ ...engine.client, maxAttempts: 1 })
  const cloudwatch = new CloudWatchClient(engine.client)
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }))
  const read = async (MetricName: string, Dimensions = STREAM) => {
    const range = { StartTime: new Date(Date.now() - 1_800_000), EndTime: new Date(Date.now() + 1_800_000) }
    const Statistics = ['Sum' as const, 'Maximum' as const, 'SampleCount' as const]
    const asked = { Namespace: 'AWS/Kinesis', MetricName, Dimensions, Period: 3600, Statistics, ...range }
    const { Datapoints } = await cloudwatch.send(new GetMetricStatisticsCommand(asked))
    const [point] = Datapoints!
    return point && [point.Sum, point.Maximum, point.SampleCount, point.Unit]
  }
  const names = async (Dimensions = STREAM) => {
    const { Metrics } = await cloudwatch.send(new ListMetricsCommand({ Namespace: 'AWS/Kinesis', Dimensions }))
    return Metrics!.map(({ MetricName }) => MetricName)
  }
  return { kinesis, read, names }
}

const Records = [{ PartitionKey: 'a', Data: Buffer.alloc(10) }, { PartitionKey: 'b', Data: Buffer.alloc(5) }]

test('puts are counted by record, byte and call', async () => {
  await using engine = await createTestEngine()
  const { kinesis, read } = await withStream(engine)
  await kinesis.send(new PutRecordsCommand({ StreamName, Records }))
  await kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'c', Data: Buffer.alloc(100) }))
  expect(await read('IncomingRecords')).toEqual([3, 2, 2, 'Count'])
  expect(await read('IncomingBytes')).toEqual([115, 100, 2, 'Bytes'])
  expect(await read('PutRecords.Bytes')).toEqual([15, 15, 1, 'Bytes'])
  expect(await read('PutRecords.SuccessfulRecords')).toEqual([2, 2, 1, 'Count'])
  expect(await read('PutRecords.FailedRecords')).toEqual([0, 0, 1, 'Count'])
  expect(await read('PutRecord.Bytes')).toEqual([100, 100, 1, 'Bytes'])
  expect(await read('PutRecord.Success')).toEqual([1, 1, 1, 'Count'])
  expect(await read('WriteProvisionedThroughputExceeded')).toEqual([0, 0, 2, 'Count'])
  expect((await read('PutRecord.Latency'))!.slice(2)).toEqual([1, 'Milliseconds'])
  await expect(kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: '', Data: Buffer.alloc(1) }))).rejects.toThrow()
  expect(await read('IncomingRecords')).toEqual([3, 2, 2, 'Count'])
})

test('reads are counted, with the age of what they have reached', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const { kinesis, read } = await withStream(engine)
  const pass = passTime(clock, kinesis)
  const put = () => kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', ExplicitHashKey: '0', Data: Buffer.alloc(7) }))
  await put()
  await pass(5000)
  await put()
  const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({ StreamName, ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' }))
  const first = await kinesis.send(new GetRecordsCommand({ ShardIterator, Limit: 1 }))
  await kinesis.send(new GetRecordsCommand({ ShardIterator: first.NextShardIterator }))
  expect(await read('GetRecords.Records')).toEqual([2, 1, 2, 'Count'])
  expect(await read('GetRecords.Bytes')).toEqual([14, 7, 2, 'Bytes'])
  expect(await read('GetRecords.IteratorAgeMilliseconds')).toEqual([5000, 5000, 2, 'Milliseconds'])
  expect(await read('GetRecords.Success')).toEqual([2, 1, 2, 'Count'])
  expect(await read('ReadProvisionedThroughputExceeded')).toEqual([0, 0, 2, 'Count'])
})

test('single shards are told of only as far as enhanced monitoring asks', async () => {
  await using engine = await createTestEngine()
  const { kinesis, read, names } = await withStream(engine)
  const shard = (n: number) => [...STREAM, { Name: 'ShardId', Value: `shardId-00000000000${n}` }]
  const put = (ExplicitHashKey: string) => ({ PartitionKey: 'k', ExplicitHashKey, Data: Buffer.alloc(4) })
  const everywhere = [put('0'), put('1'), put(`${2n ** 128n - 1n}`)]
  await kinesis.send(new PutRecordsCommand({ StreamName, Records: everywhere }))
  expect(await names([{ Name: 'ShardId' } as Dimension])).toEqual([])
  const ShardLevelMetrics = ['IncomingRecords' as const, 'OutgoingBytes' as const]
  await kinesis.send(new EnableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics }))
  await kinesis.send(new PutRecordsCommand({ StreamName, Records: everywhere }))
  const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({ StreamName, ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' }))
  await kinesis.send(new GetRecordsCommand({ ShardIterator }))
  expect(await names(shard(0))).toEqual(['IncomingRecords', 'OutgoingBytes'])
  expect(await names(shard(1))).toEqual(['IncomingRecords'])
  expect(await read('IncomingRecords', shard(0))).toEqual([2, 2, 1, 'Count'])
  expect(await read('IncomingRecords', shard(1))).toEqual([1, 1, 1, 'Count'])
  expect(await read('OutgoingBytes', shard(0))).toEqual([16, 16, 1, 'Bytes'])
})
