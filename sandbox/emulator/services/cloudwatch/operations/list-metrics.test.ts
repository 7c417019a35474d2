import { CloudWatchClient, ListMetricsCommand, paginateListMetrics, PutMetricDataCommand, type ListMetricsCommandInput } from '@aws-sdk/client-cloudwatch'
import { expect, test } from 'vitest'
import { createTestEngine } from '../../../../testing/engine.ts'

test('filters take any metric that has at least what they ask for', async () => {
  await using engine = await createTestEngine()
  const client = new CloudWatchClient(engine.client)
  const put = (Namespace: string, MetricName: string, dimensions: Record<string, string>, Timestamp?: Date) => {
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
    return client.send(new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName, Dimensions, Value: 1, Timestamp }] }))
  }
  await put('A', 'one', { Stream: 's', Shard: '1' })
  await put('A', 'two', { Stream: 's' })
  await put('B', 'old', { Stream: 't' }, new Date(Date.now() - 4 * 3_600_000))
  const list = async (input: ListMetricsCommandInput) =>
    (await client.send(new ListMetricsCommand(input))).Metrics!.map(({ MetricName }) => MetricName)
  expect(await list({})).toEqual(['one', 'two', 'old'])
  expect(await list({ Namespace: 'A', MetricName: 'two' })).toEqual(['two'])
  expect(await list({ Dimensions: [{ Name: 'Stream', Value: 's' }] })).toEqual(['one', 'two'])
  expect(await list({ Dimensions: [{ Name: 'Shard' }] })).toEqual(['one'])
  expect(await list({ RecentlyActive: 'PT3H' })).toEqual(['one', 'two'])
  expect(await list({ OwningAccount: '111111111111' })).toEqual([])
  const linked = await client.send(new ListMetricsCommand({ Namespace: 'B', IncludeLinkedAccounts: true }))
  expect(linked.OwningAccounts).toEqual(['000000000000'])
})

test('there are 500 to a page, each metric once', async () => {
  await using engine = await createTestEngine()
  const client = new CloudWatchClient(engine.client)
  const MetricData = Array.from({ length: 1000 }, (_, i) => ({ MetricName: `m${i}`, Value: 1 }))
  await client.send(new PutMetricDataCommand({ Namespace: 'A', MetricData }))
  await client.send(new PutMetricDataCommand({ Namespace: 'A', MetricData: [{ MetricName: 'last', Value: 1 }] }))
  const pages: string[][] = []
  for await (const { Metrics } of paginateListMetrics({ client }, {})) pages.push(Metrics!.map(({ MetricName }) => MetricName!))
  expect(pages.map(({ length }) => length)).toEqual([500, 500, 1])
  expect(new Set(pages.flat()).size).toBe(1001)
  await expect(client.send(new ListMetricsCommand({ NextToken: 'x' }))).rejects.toMatchObject({ name: 'InvalidParameterValueException' })
})
