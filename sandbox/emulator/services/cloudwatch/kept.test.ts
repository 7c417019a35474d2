import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CloudWatchClient, GetMetricStatisticsCommand, ListMetricsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { CreateStreamCommand, KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis'
import { afterAll, expect, test } from 'vitest'
import { startEmulator, type Emulator } from '../../index.ts'

const folder = mkdtempSync(join(tmpdir(), 'sandbox-metrics-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const clientOf = ({ endpoint }: Emulator) => ({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
const start = (name: string) => startEmulator({ port: 0, state: { directory: join(folder, name) } })

async function statistics(engine: Emulator, Namespace: string, MetricName: string, Dimensions: { Name: string; Value: string }[] = []) {
  const range = { StartTime: new Date(Date.now() - 600_000), EndTime: new Date(Date.now() + 600_000), Period: 3600 }
  const cloudwatch = new CloudWatchClient(clientOf(engine))
  const { Datapoints } = await cloudwatch.send(new GetMetricStatisticsCommand({ ...range, Namespace, MetricName, Dimensions, Statistics: ['SampleCount', 'Sum', 'Maximum'], ExtendedStatistics: undefined }))
  cloudwatch.destroy()
  // An hour may end meanwhile.
  return Datapoints!.map(({ SampleCount, Sum, Maximum, Unit }) => ({ SampleCount, Sum, Maximum, Unit }))
}

const ORDERS = { Namespace: 'Shop', MetricName: 'Orders' }

async function put(engine: Emulator, ...Values: number[]) {
  const cloudwatch = new CloudWatchClient(clientOf(engine))
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: ORDERS.Namespace, MetricData: [{ MetricName: ORDERS.MetricName, Values, Unit: 'Count', StorageResolution: 1, Dimensions: [{ Name: 'Site', Value: 'a b' }, { Name: 'Lane', Value: '2' }] }] }))
  cloudwatch.destroy()
}

const ofOrders = (engine: Emulator) => statistics(engine, ORDERS.Namespace, ORDERS.MetricName, [{ Name: 'Lane', Value: '2' }, { Name: 'Site', Value: 'a b' }])

test('what was put and answered is there after the process has ended at once, and goes on', async () => {
  const first = await start('killed')
  await put(first, 1, 2, 3)
  // As the disk has it without anybody having been told of the end.
  cpSync(join(folder, 'killed'), join(folder, 'found'), { recursive: true })
  await first.stop()
  const second = await start('found')
  expect(await ofOrders(second)).toEqual([{ SampleCount: 3, Sum: 6, Maximum: 3, Unit: 'Count' }])
  await put(second, 10)
  expect((await ofOrders(second)).reduce((sum, { Sum }) => sum + Sum!, 0)).toBe(16)
  await second.stop()
})

test('what services measure of themselves is there after a stop', async () => {
  const first = await start('stopped')
  const kinesis = new KinesisClient(clientOf(first))
  await kinesis.send(new CreateStreamCommand({ StreamName: 's', ShardCount: 1 }))
  for (const text of ['a', 'bb', 'ccc']) await kinesis.send(new PutRecordCommand({ StreamName: 's', PartitionKey: 'k', Data: Buffer.from(text) }))
  kinesis.destroy()
  await first.stop()
  const second = await start('stopped')
  expect(await statistics(second, 'AWS/Kinesis', 'IncomingBytes', [{ Name: 'StreamName', Value: 's' }])).toEqual([{ SampleCount: 3, Sum: 6, Maximum: 3, Unit: 'Bytes' }])
  const cloudwatch = new CloudWatchClient(clientOf(second))
  expect((await cloudwatch.send(new ListMetricsCommand({ Namespace: 'AWS/Kinesis', MetricName: 'PutRecord.Latency' }))).Metrics).toHaveLength(1)
  cloudwatch.destroy()
  await second.reset()
  await second.stop()
  const third = await start('stopped')
  expect(await statistics(third, 'AWS/Kinesis', 'IncomingBytes', [{ Name: 'StreamName', Value: 's' }])).toEqual([])
  await third.stop()
})
