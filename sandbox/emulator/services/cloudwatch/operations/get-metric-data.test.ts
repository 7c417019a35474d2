import { CloudWatchClient, GetMetricDataCommand, paginateGetMetricData, PutMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../../testing/engine.ts'

const HOUR = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000
const at = (minutes: number) => new Date(HOUR + minutes * 60_000)
const range = { StartTime: at(0), EndTime: at(5), ScanBy: 'TimestampAscending' as const }
const metric = (Id: string, MetricName: string, Stat = 'Sum'): MetricDataQuery => ({
  Id, ReturnData: false, MetricStat: { Metric: { Namespace: 'N', MetricName }, Period: 60, Stat },
})

/** Metric a: 1, 2, –, 4, – in five minutes; b: 10, –, 30, 40, –. */
async function withMetrics(engine: TestEngine): Promise<CloudWatchClient> {
  const client = new CloudWatchClient(engine.client)
  const data = (MetricName: string, values: Record<number, number>) =>
    Object.entries(values).map(([minute, Value]) => ({ MetricName, Value, Timestamp: at(Number(minute)) }))
  const MetricData = [...data('a', { 0: 1, 1: 2, 3: 4 }), ...data('b', { 0: 10, 2: 30, 3: 40 })]
  await client.send(new PutMetricDataCommand({ Namespace: 'N', MetricData }))
  return client
}

test.each<[expression: string, points: Record<number, number>]>([
  ['a + b', { 0: 11, 3: 44 }],
  ['b / a * 2 - 1', { 0: 19, 3: 19 }],
  ['-(a ^ 2)', { 0: -1, 1: -4, 3: -16 }],
  ['a > 1', { 0: 0, 1: 1, 3: 1 }],
  ['a > 1 AND b > 10 || 0', { 0: 0, 3: 1 }],
  ['FILL(a, 0)', { 0: 1, 1: 2, 2: 0, 3: 4, 4: 0 }],
  ['FILL(a, REPEAT)', { 0: 1, 1: 2, 2: 2, 3: 4, 4: 4 }],
  ['FILL(a, LINEAR)', { 0: 1, 1: 2, 2: 3, 3: 4 }],
  ['SUM(METRICS())', { 0: 11, 1: 2, 2: 30, 3: 44 }],
  ['AVG([a, b])', { 0: 5.5, 1: 2, 2: 30, 3: 22 }],
  ['MAX(METRICS("b"))', { 0: 10, 2: 30, 3: 40 }],
  ['a / SUM(a) * 7', { 0: 1, 1: 2, 3: 4 }],
  ['IF(a > 1, b, 7)', { 0: 7, 3: 40 }],
  ['a * METRIC_COUNT(METRICS())', { 0: 2, 1: 4, 3: 8 }],
  ['RUNNING_SUM(a)', { 0: 1, 1: 3, 3: 7 }],
  ['RATE(b) * PERIOD(b)', { 2: 10, 3: 10 }],
  ['DIFF(a)', { 1: 1, 3: 2 }],
  ['a / 0', {}],
  ['CEIL(a / 3)', { 0: 1, 1: 1, 3: 2 }],
])('%s', async (Expression, points) => {
  await using engine = await createTestEngine()
  const client = await withMetrics(engine)
  const MetricDataQueries = [metric('a', 'a'), metric('b', 'b'), { Id: 'e', Expression }]
  const { MetricDataResults } = await client.send(new GetMetricDataCommand({ ...range, MetricDataQueries }))
  const [result] = MetricDataResults!
  expect(result).toMatchObject({ Id: 'e', Label: 'e', StatusCode: 'Complete' })
  expect(Object.fromEntries(result!.Timestamps!.map((time, i) => [(time.getTime() - HOUR) / 60_000, result!.Values![i]]))).toEqual(points)
})

test('expressions may use expressions, and a list comes as several results', async () => {
  await using engine = await createTestEngine()
  const client = await withMetrics(engine)
  const MetricDataQueries = [
    metric('a', 'a'), metric('b', 'b'),
    { Id: 'twice', Expression: 'a * 2', ReturnData: false },
    { Id: 'e', Expression: 'twice + 1', Label: 'mine' },
    { Id: 'all', Expression: 'METRICS()' },
  ]
  const { MetricDataResults } = await client.send(new GetMetricDataCommand({ ...range, MetricDataQueries }))
  expect(MetricDataResults!.map(({ Id, Label, Values }) => [Id, Label, Values])).toEqual([
    ['e', 'mine', [3, 5, 9]],
    ['all', 'a', [1, 2, 4]],
    ['all', 'b', [10, 30, 40]],
  ])
})

test('the latest come first unless asked otherwise, and pages share out the data points', async () => {
  await using engine = await createTestEngine()
  const client = await withMetrics(engine)
  const { ScanBy: _, ...unordered } = range
  const MetricDataQueries = [{ ...metric('a', 'a'), ReturnData: true }, { ...metric('b', 'b'), ReturnData: true }]
  const pages = []
  for await (const page of paginateGetMetricData({ client }, { ...unordered, MetricDataQueries, MaxDatapoints: 4 }))
    pages.push(page.MetricDataResults!.map(({ Id, Values, StatusCode }) => [Id, Values, StatusCode]))
  expect(pages).toEqual([
    [['a', [4, 2, 1], 'Complete'], ['b', [40], 'PartialData']],
    [['b', [30, 10], 'Complete']],
  ])
  const wrong = client.send(new GetMetricDataCommand({ ...range, MetricDataQueries, NextToken: 'x' }))
  await expect(wrong).rejects.toMatchObject({ name: 'InvalidNextToken' })
})

// Sentences marked with * are unverified; the others are quoted in public reports of AWS's answers.
test.each<[MetricDataQuery[], string]>([
  [[{ Id: '6x', Expression: '1' }], 'The value 6x for parameter MetricDataQueries.member.1.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.'],
  [[{ ...metric('m', 'a', 'None') }], 'The value None for parameter MetricDataQueries.member.1.MetricStat.Stat is not a valid statistic.'],
  [[{ ...metric('m', 'a'), Period: 60 }], 'The parameters MetricDataQueries.member.1.Period and MetricDataQueries.member.1.MetricStat are mutually exclusive and you have specified both.'],
  [[{ Id: 'm' }], 'The parameter MetricDataQueries.member.1.MetricStat is required.'],
  // * all of these
  [[{ Id: 'm', Expression: 'a +' }], "Error in expression 'm': Syntax error"],
  [[{ Id: 'm', Expression: 'x + 1' }], "Error in expression 'm': Undefined variable x"],
  [[{ Id: 'm', Expression: 'm + 1' }], "Error in expression 'm': m depends on itself"],
  [[{ Id: 'm', Expression: '1 + 1' }], "Error in expression 'm': The expression does not return a time series"],
  [[{ Id: 'm', Expression: 'NOSUCH(1)' }], "Error in expression 'm': Unknown function NOSUCH"],
  [[{ Id: 'm', Expression: `${'('.repeat(600)}1` }], "Error in expression 'm': The expression is nested too deeply"],
  [[{ Id: 'm', Expression: 'METRICS()' }, { Id: 'm', Expression: 'METRICS()' }], 'The values for parameter Id in MetricDataQueries are not unique.'],
  [[metric('m', 'a')], 'At least one of the MetricDataQueries must have ReturnData set to true.'],
])('%j is refused', async (MetricDataQueries, message) => {
  await using engine = await createTestEngine()
  const sent = new CloudWatchClient(engine.client).send(new GetMetricDataCommand({ ...range, MetricDataQueries }))
  await expect(sent).rejects.toMatchObject({ name: 'ValidationException', message, $metadata: { httpStatusCode: 400 } })
})

test.each(['SELECT AVG(CPUUtilization) FROM "AWS/EC2"', "SEARCH('{N}', 'Sum')"])('%s is not here, and says so', async (Expression) => {
  await using engine = await createTestEngine()
  const sent = new CloudWatchClient(engine.client).send(new GetMetricDataCommand({ ...range, MetricDataQueries: [{ Id: 'm', Expression }] }))
  await expect(sent).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } })
})
