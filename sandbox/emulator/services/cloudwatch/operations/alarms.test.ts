import {
  CloudWatchClient, DeleteAlarmsCommand, DescribeAlarmsCommand, paginateDescribeAlarms, PutMetricAlarmCommand, PutMetricDataCommand,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../../testing/engine.ts'
import { manualClock } from '../../../kernel/clock.ts'

const MINUTE_MS = 60_000
const settings = {
  AlarmName: 'a', Namespace: 'N', MetricName: 'M', Period: 60, EvaluationPeriods: 3, Threshold: 1, Statistic: 'Sum' as const,
  ComparisonOperator: 'GreaterThanThreshold' as const,
}

/** Begins with a whole minute; all readings are made in it, some for minutes before. */
async function start() {
  const now = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS
  const engine: TestEngine = await createTestEngine({ clock: manualClock(now) })
  const client = new CloudWatchClient(engine.client)
  return {
    engine,
    client,
    now,
    /** Values of the minutes up to now, the latest last; `undefined` where there is none. */
    minutes: async (...values: (number | undefined)[]) => {
      const MetricData = values.flatMap((Value, i) =>
        Value === undefined ? [] : [{ MetricName: 'M', Value, Timestamp: new Date(now - (values.length - i) * MINUTE_MS) }],
      )
      if (MetricData.length > 0) await client.send(new PutMetricDataCommand({ Namespace: 'N', MetricData }))
    },
    alarm: async (change: Partial<PutMetricAlarmCommandInput> = {}) => {
      await client.send(new PutMetricAlarmCommand({ ...settings, ...change }))
      return (await client.send(new DescribeAlarmsCommand({}))).MetricAlarms![0]!
    },
  }
}

const [X, O, none] = [5, 0, undefined]

// The rows of "Configuring how CloudWatch alarms treat missing data" for 3 out of 3 data points, newest last.
test.each<[(number | undefined)[], treat: string, state: string]>([
  [[O, none, X, none, X], 'missing', 'OK'],
  [[none, none, none, none, O], 'missing', 'OK'],
  [[none, none, none, none, none], 'missing', 'INSUFFICIENT_DATA'],
  [[none, none, none, none, none], 'ignore', 'INSUFFICIENT_DATA'],
  [[none, none, none, none, none], 'breaching', 'ALARM'],
  [[none, none, none, none, none], 'notBreaching', 'OK'],
  [[none, X, X, none, X], 'notBreaching', 'ALARM'],
  [[none, none, X, none, none], 'missing', 'ALARM'],
  [[none, none, X, none, none], 'ignore', 'INSUFFICIENT_DATA'],
  [[none, none, X, none, none], 'breaching', 'ALARM'],
  [[none, none, X, none, none], 'notBreaching', 'OK'],
])('%j with %s is %s', async (values, TreatMissingData, state) => {
  const { engine, minutes, alarm } = await start()
  await using _ = engine
  await minutes(...values)
  expect((await alarm({ TreatMissingData })).StateValue).toBe(state)
})

test('an alarm says why, and is shown with what AWS adds', async () => {
  const { engine, now, minutes, alarm } = await start()
  await using _ = engine
  await minutes(2, 3)
  const shown = await alarm({ EvaluationPeriods: 2, DatapointsToAlarm: 1, AlarmActions: ['arn:aws:sns:us-east-1:000000000000:t'] })
  const at = (minutes: number) => {
    const [, yy, mm, dd, time] = /^..(..)-(..)-(..)T(.{8})/.exec(new Date(now - minutes * MINUTE_MS).toISOString())!
    return `${dd}/${mm}/${yy} ${time}`
  }
  expect(shown).toEqual({
    ...settings,
    EvaluationPeriods: 2,
    DatapointsToAlarm: 1,
    Dimensions: [],
    ActionsEnabled: true,
    AlarmActions: ['arn:aws:sns:us-east-1:000000000000:t'],
    OKActions: [],
    InsufficientDataActions: [],
    AlarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:a',
    StateValue: 'ALARM',
    StateReason: `Threshold Crossed: 2 out of the last 2 datapoints [3.0 (${at(1)}), 2.0 (${at(2)})] were greater than the threshold (1.0) (minimum 1 datapoint for OK -> ALARM transition).`,
    AlarmConfigurationUpdatedTimestamp: new Date(now),
    StateUpdatedTimestamp: new Date(now),
    StateTransitionedTimestamp: new Date(now),
  })
})

test('a metric math alarm watches the query that returns data', async () => {
  const { engine, minutes, client } = await start()
  await using _ = engine
  await minutes(2)
  const { Namespace, MetricName, Period, Statistic, ...rest } = settings
  const Metrics = [
    { Id: 'm', MetricStat: { Metric: { Namespace, MetricName }, Period, Stat: Statistic }, ReturnData: false },
    { Id: 'e', Expression: 'm * 10' },
  ]
  await client.send(new PutMetricAlarmCommand({ ...rest, EvaluationPeriods: 1, Threshold: 19, Metrics }))
  expect((await client.send(new DescribeAlarmsCommand({ StateValue: 'ALARM' }))).MetricAlarms).toHaveLength(1)
  expect((await client.send(new DescribeAlarmsCommand({ StateValue: 'OK' }))).MetricAlarms).toEqual([])
})

test('alarms are found by name and prefix, in pages, and deleted', async () => {
  const { engine, client } = await start()
  await using _ = engine
  for (const AlarmName of ['b1', 'a2', 'a1']) await client.send(new PutMetricAlarmCommand({ ...settings, AlarmName }))
  const names = async (input: object) => (await client.send(new DescribeAlarmsCommand(input))).MetricAlarms!.map(({ AlarmName }) => AlarmName)
  expect(await names({ AlarmNamePrefix: 'a' })).toEqual(['a1', 'a2'])
  expect(await names({ AlarmNames: ['b1', 'x'] })).toEqual(['b1'])
  const pages = []
  for await (const page of paginateDescribeAlarms({ client, pageSize: 2 }, {})) pages.push(page.MetricAlarms!.map(({ AlarmName }) => AlarmName))
  expect(pages).toEqual([['a1', 'a2'], ['b1']])
  await expect(client.send(new DeleteAlarmsCommand({ AlarmNames: ['a1', 'x'] }))).rejects.toMatchObject({ name: 'ResourceNotFound', $metadata: { httpStatusCode: 404 } })
  expect(await names({})).toEqual(['a2', 'b1'])
})

test('an expression that cannot be computed is refused when the alarm is set', async () => {
  const { engine, client } = await start()
  await using _ = engine
  const { AlarmName, EvaluationPeriods, Threshold, ComparisonOperator } = settings
  const put = (Expression: string) =>
    client.send(new PutMetricAlarmCommand({ AlarmName, EvaluationPeriods, Threshold, ComparisonOperator, Metrics: [{ Id: 'e', Expression }] }))
  await expect(put('nothing + 1')).rejects.toMatchObject({ name: 'ValidationException', message: "Error in expression 'e': Undefined variable nothing" })
  expect((await client.send(new DescribeAlarmsCommand({}))).MetricAlarms).toEqual([])
})

test.each<[Partial<PutMetricAlarmCommandInput>, string]>([
  [{ Metrics: [{ Id: 'm', Expression: 'x' }] }, 'Statistic should not be set if list of Metrics is set.'],
  // From here on unverified.
  [{ AlarmName: undefined }, 'The parameter AlarmName is required.'],
  [{ Statistic: undefined }, 'Must specify either Statistic or ExtendedStatistic'],
  [{ DatapointsToAlarm: 4 }, 'The parameter DatapointsToAlarm must be between 1 and EvaluationPeriods.'],
])('%j is refused', async (change, sentence) => {
  const { engine, client } = await start()
  await using _ = engine
  await expect(client.send(new PutMetricAlarmCommand({ ...settings, ...change }))).rejects.toMatchObject({
    name: 'ValidationException', message: expect.stringContaining(sentence) as string,
  })
})
