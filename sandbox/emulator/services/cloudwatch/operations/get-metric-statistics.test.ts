import { CloudWatchClient, GetMetricStatisticsCommand, PutMetricDataCommand, type GetMetricStatisticsCommandInput } from '@aws-sdk/client-cloudwatch'
import { expect, test } from 'vitest'
import { createTestEngine } from '../../../../testing/engine.ts'

const MINUTE_MS = 60_000
const HOUR = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000
const at = (minutes: number) => new Date(HOUR + minutes * MINUTE_MS)
const asked = { Namespace: 'N', MetricName: 'M', StartTime: at(0), EndTime: at(10), Period: 60, Statistics: ['Sum' as const] }

test('periods begin with the start, rounded down to a minute; the end is not part of it', async () => {
  await using engine = await createTestEngine()
  const client = new CloudWatchClient(engine.client)
  const MetricData = [0, 2, 3, 5, 9, 10].map((minute) => ({ MetricName: 'M', Timestamp: at(minute), Value: 10 + minute }))
  await client.send(new PutMetricDataCommand({ Namespace: 'N', MetricData }))
  const read = async (change: Partial<GetMetricStatisticsCommandInput>) => {
    const { Datapoints } = await client.send(new GetMetricStatisticsCommand({ ...asked, ...change }))
    return Datapoints!.map(({ Timestamp, Sum }) => [(Timestamp!.getTime() - HOUR) / MINUTE_MS, Sum])
  }
  expect(await read({})).toEqual([[0, 10], [2, 12], [3, 13], [5, 15], [9, 19]])
  expect(await read({ StartTime: new Date(HOUR + 2.5 * MINUTE_MS), Period: 300 })).toEqual([[2, 40], [7, 19]])
  expect(await read({ Dimensions: [{ Name: 'D', Value: 'v' }] })).toEqual([])
  expect(await read({ Unit: 'Bytes' })).toEqual([])
  expect(await read({ Period: 10 })).toEqual([])
})

test('a resolution of a second can be read in periods of less than a minute', async () => {
  await using engine = await createTestEngine()
  const client = new CloudWatchClient(engine.client)
  const now = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - MINUTE_MS
  const MetricData = [0, 1, 12].map((second) => ({ MetricName: 'M', Timestamp: new Date(now + second * 1000), Value: 1, StorageResolution: 1 }))
  await client.send(new PutMetricDataCommand({ Namespace: 'N', MetricData }))
  const range = { StartTime: new Date(now), EndTime: new Date(now + MINUTE_MS) }
  const read = async (Period: number) => {
    const { Datapoints } = await client.send(new GetMetricStatisticsCommand({ ...asked, ...range, Period }))
    return Datapoints!.map(({ Timestamp, Sum }) => [(Timestamp!.getTime() - now) / 1000, Sum])
  }
  expect(await read(1)).toEqual([[0, 1], [1, 1], [12, 1]])
  expect(await read(10)).toEqual([[0, 2], [10, 1]])
  expect(await read(60)).toEqual([[0, 3]])
})

// Sentences marked with * are unverified; the others are quoted in public reports of AWS's answers.
test.each<[Partial<Record<keyof GetMetricStatisticsCommandInput, unknown>>, string, string]>([
  [{ EndTime: at(2000) }, 'InvalidParameterCombinationException', 'You have requested up to 2,000 datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.'],
  [{ EndTime: at(0) }, 'InvalidParameterValueException', 'The parameter StartTime must not equal parameter EndTime.'],
  [{ EndTime: at(-1) }, 'InvalidParameterValueException', 'The parameter StartTime must be less than the parameter EndTime.'],
  [{ Statistics: ['p90'] }, 'InvalidParameterValueException', 'The parameter Statistics.member.1 must be a value in the set [ Minimum, Maximum, Average, SampleCount, Sum ].'],
  [{ Statistics: undefined }, 'InvalidParameterCombinationException', 'Must specify either Statistics or ExtendedStatistics'],
  [{ Namespace: undefined, MetricName: undefined }, 'MissingRequiredParameterException', 'The parameter Namespace is required.\nThe parameter MetricName is required.'],
  // *
  [{ Period: 90 }, 'InvalidParameterValueException', 'The parameter Period must be a multiple of 60.'],
  // *
  [{ ExtendedStatistics: ['q5'] }, 'InvalidParameterValueException', 'The value q5 for parameter ExtendedStatistics.member.1 is not a valid statistic.'],
])('%j is refused', async (change, name, message) => {
  await using engine = await createTestEngine()
  const input = { ...asked, ...change } as GetMetricStatisticsCommandInput
  await expect(new CloudWatchClient(engine.client).send(new GetMetricStatisticsCommand(input))).rejects.toMatchObject({ name, message })
})
