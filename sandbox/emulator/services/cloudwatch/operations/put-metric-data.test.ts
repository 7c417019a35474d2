import { CloudWatchClient, GetMetricStatisticsCommand, PutMetricDataCommand, type MetricDatum } from '@aws-sdk/client-cloudwatch'
import { expect, test } from 'vitest'
import { createTestEngine, stoppedClock } from '../../../../testing/engine.ts'

const set = { SampleCount: 4, Sum: 10, Minimum: 1, Maximum: 5 }
const path = 'MetricData.member.1'

// Sentences marked with * are unverified; the others are quoted in public reports of AWS's answers.
test.each<[MetricDatum, string, string]>([
  [{ MetricName: 'M', Value: 1, Values: [1] }, 'InvalidParameterCombinationException', `The parameters ${path}.Value and ${path}.Values are mutually exclusive and you have specified both.`],
  [{ MetricName: 'M', Value: 1, StatisticValues: set }, 'InvalidParameterCombinationException', `The parameters ${path}.Value and ${path}.StatisticValues are mutually exclusive and you have specified both.`],
  [{ MetricName: 'M', Values: [1, 10], Counts: [2, 4, 5] }, 'InvalidParameterValueException', `The parameters ${path}.Values and ${path}.Counts must be of the same size.`],
  [{ MetricName: 'M', Value: 1, Timestamp: new Date(Date.now() - 15 * 86_400_000) }, 'InvalidParameterValueException', `The parameter ${path}.Timestamp must specify a time within the past two weeks.`],
  [{ MetricName: 'M', Value: 1, Timestamp: new Date(Date.now() + 3 * 3_600_000) }, 'InvalidParameterValueException', `The parameter ${path}.Timestamp must specify a time within the past two weeks.`],
  [{ MetricName: 'M', Value: 2 ** 400 }, 'InvalidParameterValueException', `The value ${2 ** 400} for parameter ${path}.Value is invalid.`],
  [{ MetricName: undefined, Value: 1 }, 'MissingRequiredParameterException', `The parameter ${path}.MetricName is required.`],
  // *
  [{ MetricName: 'M' }, 'MissingRequiredParameterException', `At least one of the parameters ${path}.Value, ${path}.Values or ${path}.StatisticValues must be specified.`],
  // *
  [{ MetricName: 'm'.repeat(256), Value: 1 }, 'InvalidParameterValueException', `The parameter ${path}.MetricName must be shorter than 256 characters.`],
  // *
  [{ MetricName: 'M', Value: 1, Dimensions: [{ Name: '', Value: 'v' }] }, 'InvalidParameterValueException', `The parameter ${path}.Dimensions.member.1.Name must be longer than 0 characters.`],
])('%j is refused', async (datum, name, message) => {
  await using engine = await createTestEngine()
  const sent = new CloudWatchClient(engine.client).send(new PutMetricDataCommand({ Namespace: 'N', MetricData: [datum] }))
  await expect(sent).rejects.toMatchObject({ name, message })
})

test('all faults are told at once, a line each', async () => {
  await using engine = await createTestEngine()
  const MetricData = [{ MetricName: 'M', Value: 1, Timestamp: new Date(0) }, { MetricName: 'M', Value: 1, Timestamp: new Date(1) }]
  await expect(new CloudWatchClient(engine.client).send(new PutMetricDataCommand({ Namespace: 'N', MetricData }))).rejects.toThrow(
    'The parameter MetricData.member.1.Timestamp must specify a time within the past two weeks.\n' +
      'The parameter MetricData.member.2.Timestamp must specify a time within the past two weeks.',
  )
})

test('statistic sets add up with values, but have no percentiles', async () => {
  await using engine = await createTestEngine({ clock: stoppedClock() })
  const client = new CloudWatchClient(engine.client)
  const put = (datum: Partial<MetricDatum>) =>
    client.send(new PutMetricDataCommand({ Namespace: 'N', MetricData: [{ MetricName: 'M', ...datum }] }))
  const read = async () => {
    const range = { StartTime: new Date(Date.now() - 120_000), EndTime: new Date(Date.now() + 120_000) }
    const asked = { Namespace: 'N', MetricName: 'M', Period: 3600, ...range }
    const command = new GetMetricStatisticsCommand({ ...asked, Statistics: ['Sum', 'Maximum'], ExtendedStatistics: ['p100'] })
    return (await client.send(command)).Datapoints![0]!
  }
  await put({ Value: 7 })
  await put({ StatisticValues: { SampleCount: 3, Sum: 9, Minimum: 3, Maximum: 3 } })
  expect(await read()).toMatchObject({ Sum: 16, Maximum: 7, ExtendedStatistics: { p100: 7 } })
  await put({ StatisticValues: set })
  const last = await read()
  expect(last).toMatchObject({ Sum: 26, Maximum: 7 })
  expect(last).not.toHaveProperty('ExtendedStatistics')
})
