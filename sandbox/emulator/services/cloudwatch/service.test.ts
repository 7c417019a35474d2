import { AwsJson1_0Protocol, AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols'
import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListDashboardsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createTestEngine, stoppedClock } from '../../../testing/engine.ts'

const PROTOCOLS = [
  ['JSON', AwsJson1_0Protocol],
  ['RPC v2 CBOR', AwsSmithyRpcV2CborProtocol],
  ['query', AwsQueryProtocol],
] as const

test.each(PROTOCOLS)('metrics go in and come out in %s', async (_, protocol) => {
  await using engine = await createTestEngine()
  const client = new CloudWatchClient({ ...engine.client, protocol })
  const now = Date.now()
  const Timestamp = new Date(now - 120_000)
  const Dimensions = [{ Name: 'Stream', Value: 'a & b' }]
  await client.send(
    new PutMetricDataCommand({
      Namespace: 'My/App',
      MetricData: [
        { MetricName: 'Lag', Dimensions, Timestamp, Unit: 'Milliseconds', Values: [1.5, 4], Counts: [2, 1] },
        { MetricName: 'Lag', Dimensions, Timestamp, Unit: 'Milliseconds', Value: 5 },
      ],
    }),
  )
  const range = { StartTime: new Date(now - 600_000), EndTime: new Date(now) }
  const minute = new Date(Math.floor((now - 120_000) / 60_000) * 60_000)
  const metric = { Namespace: 'My/App', MetricName: 'Lag', Dimensions }
  const statistics = await client.send(
    new GetMetricStatisticsCommand({
      ...metric, ...range, Period: 60, Statistics: ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'], ExtendedStatistics: ['p50'],
    }),
  )
  expect(statistics.Label).toBe('Lag')
  expect(statistics.Datapoints).toEqual([
    { Timestamp: minute, Average: 3, Sum: 12, Minimum: 1.5, Maximum: 5, SampleCount: 4, Unit: 'Milliseconds', ExtendedStatistics: { p50: 1.5 } },
  ])
  const data = await client.send(
    new GetMetricDataCommand({ ...range, MetricDataQueries: [{ Id: 'm1', MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' } }] }),
  )
  expect(data.MetricDataResults).toEqual([{ Id: 'm1', Label: 'Lag', Timestamps: [minute], Values: [12], StatusCode: 'Complete' }])
  const { Metrics } = await client.send(new ListMetricsCommand({ Namespace: 'My/App' }))
  expect(Metrics).toEqual([metric])
})

test.each(PROTOCOLS)('errors come typed, and missing operations by name, in %s', async (_, protocol) => {
  await using engine = await createTestEngine()
  const client = new CloudWatchClient({ ...engine.client, protocol })
  const bad = new PutMetricDataCommand({ Namespace: 'AWS/Kinesis', MetricData: [{ MetricName: 'M', Value: 1 }] })
  await expect(client.send(bad)).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: 'The value AWS/ for parameter Namespace is invalid.',
    $metadata: { httpStatusCode: 400 },
  })
  await expect(client.send(new ListDashboardsCommand({}))).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } })
})

test('clients of the query era are told the old code in a header', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  const response = await fetch(`${engine.endpoint}/service/GraniteServiceVersion20100801/operation/PutMetricData`, {
    method: 'POST',
    headers: { 'smithy-protocol': 'rpc-v2-cbor', 'x-amzn-query-mode': 'true', 'content-type': 'application/cbor' },
    body: Buffer.from('a0', 'hex'),
  })
  expect(response.status).toBe(400)
  expect(response.headers.get('x-amzn-query-error')).toBe('MissingParameter;Sender')
  expect(response.headers.get('smithy-protocol')).toBe('rpc-v2-cbor')
})

test.each([
  ['query', { 'content-type': 'application/x-www-form-urlencoded' }, '<Sum>3.0</Sum>'],
  ['JSON', { 'x-amz-target': 'GraniteServiceVersion20100801.GetMetricStatistics', 'content-type': 'application/x-amz-json-1.0' }, '"Sum":3.0'],
] as const)('whole doubles have their point in %s', async (kind, headers, expected) => {
  await using engine = await createTestEngine({ iam: 'off' })
  await new CloudWatchClient(engine.client).send(new PutMetricDataCommand({ Namespace: 'N', MetricData: [{ MetricName: 'M', Value: 3 }] }))
  const [StartTime, EndTime] = [-60_000, 60_000].map((by) => Math.floor((Date.now() + by) / 1000)) as [number, number]
  const [from, to] = [StartTime, EndTime].map((time_s) => new Date(time_s * 1000).toISOString()) as [string, string]
  const form = `Action=GetMetricStatistics&Version=2010-08-01&Namespace=N&MetricName=M&Period=60&StartTime=${from}&EndTime=${to}&Statistics.member.1=Sum`
  const json = JSON.stringify({ Namespace: 'N', MetricName: 'M', Period: 60, StartTime, EndTime, Statistics: ['Sum'] })
  const response = await fetch(engine.endpoint, { method: 'POST', headers, body: kind === 'query' ? form : json })
  expect(await response.text()).toContain(expected)
})

test('a body may be compressed', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  const send = (body: Buffer) =>
    fetch(engine.endpoint, {
      method: 'POST',
      headers: {
        'x-amz-target': 'GraniteServiceVersion20100801.PutMetricData',
        'content-type': 'application/x-amz-json-1.0',
        'content-encoding': 'gzip',
      },
      body: new Uint8Array(body),
    })
  const body = JSON.stringify({ Namespace: 'Zipped', MetricData: [{ MetricName: 'M', Value: 1 }] })
  expect((await send(gzipSync(body))).status).toBe(200)
  const { Metrics } = await new CloudWatchClient(engine.client).send(new ListMetricsCommand({}))
  expect(Metrics).toEqual([{ Namespace: 'Zipped', MetricName: 'M', Dimensions: [] }])
  const broken = await send(Buffer.from(body))
  expect([broken.status, await broken.json()]).toEqual([400, expect.objectContaining({ __type: 'SerializationException' })])
})

test('a large PutMetricData of the SDK, which it compresses itself, arrives whole', async () => {
  await using engine = await createTestEngine({ clock: stoppedClock() })
  const client = new CloudWatchClient(engine.client)
  const MetricData = Array.from({ length: 1000 }, (_, i) => ({ MetricName: 'n'.repeat(100), Value: i }))
  await client.send(new PutMetricDataCommand({ Namespace: 'Big', MetricData }))
  const range = { StartTime: new Date(Date.now() - 120_000), EndTime: new Date(Date.now() + 120_000) }
  const found = await client.send(
    new GetMetricStatisticsCommand({ Namespace: 'Big', MetricName: 'n'.repeat(100), Period: 60, Statistics: ['SampleCount', 'Sum'], ...range }),
  )
  expect(found.Datapoints).toEqual([expect.objectContaining({ SampleCount: 1000, Sum: 499_500 })])
})

test('reset forgets all metrics', async () => {
  await using engine = await createTestEngine()
  const client = new CloudWatchClient(engine.client)
  await client.send(new PutMetricDataCommand({ Namespace: 'N', MetricData: [{ MetricName: 'M', Value: 1 }] }))
  await engine.reset()
  expect((await client.send(new ListMetricsCommand({}))).Metrics).toEqual([])
})
