import type {
  Datapoint,
  GetMetricStatisticsCommandInput,
  GetMetricStatisticsCommandOutput,
  StandardUnit,
} from '@aws-sdk/client-cloudwatch'
import { operation } from '../../../kernel/operation.ts'
import { checkPeriod, Faults, UNITS } from '../checks.ts'
import { dimensionsOf, readPeriods, roundStart, type Period } from '../state.ts'
import { extendedStatisticOf, SIMPLE_STATISTICS, statisticOf } from '../statistics.ts'

const MOST_DATAPOINTS = 1440

export const GetMetricStatistics = operation<GetMetricStatisticsCommandInput, GetMetricStatisticsCommandOutput>({
  action: 'cloudwatch:GetMetricStatistics',
  resource: '*',
  handle(input, ctx) {
    check(input)
    const periods = readPeriods(ctx, {
      namespace: input.Namespace!,
      name: input.MetricName!,
      dimensions: dimensionsOf(input.Dimensions),
      unit: input.Unit,
      period_s: input.Period!,
      start_s: roundStart(input.StartTime!.getTime(), input.Period!, ctx.now),
      end_s: input.EndTime!.getTime() / 1000,
    })
    return { Label: input.MetricName!, Datapoints: periods.map((period) => datapoint(period, input)) }
  },
})

function datapoint({ start_s, unit, held }: Period, input: GetMetricStatisticsCommandInput): Datapoint {
  const point: Datapoint = { Timestamp: new Date(start_s * 1000), Unit: unit as StandardUnit }
  for (const name of input.Statistics ?? []) {
    const value = statisticOf(name)!(held)
    if (value !== undefined) point[name] = value
  }
  const extended: Record<string, number> = {}
  for (const name of input.ExtendedStatistics ?? []) {
    const value = extendedStatisticOf(name)!(held)
    if (value !== undefined) extended[name] = value
  }
  return Object.keys(extended).length === 0 ? point : { ...point, ExtendedStatistics: extended }
}

function check(input: GetMetricStatisticsCommandInput): void {
  const faults = new Faults()
  for (const name of ['Namespace', 'MetricName', 'StartTime', 'EndTime', 'Period'] as const) faults.required(name, input[name])
  faults.length('Namespace', input.Namespace, 255)
  faults.length('MetricName', input.MetricName, 255)
  faults.dimensions('Dimensions', input.Dimensions)
  faults.oneOf('Unit', input.Unit, UNITS)
  checkPeriod(faults, 'Period', input.Period)
  const { Statistics: simple = [], ExtendedStatistics: extended = [] } = input
  if (simple.length === 0 && extended.length === 0)
    faults.combination('Must specify either Statistics or ExtendedStatistics')
  for (const [i, name] of simple.entries()) faults.oneOf(`Statistics.member.${i + 1}`, name, SIMPLE_STATISTICS)
  for (const [i, name] of extended.entries())
    if (!extendedStatisticOf(name))
      faults.value(`The value ${name} for parameter ExtendedStatistics.member.${i + 1} is not a valid statistic.`)
  if (input.StartTime && input.EndTime && input.Period! > 0)
    checkTimes(faults, input.StartTime.getTime(), input.EndTime.getTime(), input.Period!)
  faults.throwIfAny()
}

function checkTimes(faults: Faults, start_ms: number, end_ms: number, period_s: number): void {
  if (start_ms === end_ms) return faults.value('The parameter StartTime must not equal parameter EndTime.')
  if (start_ms > end_ms) return faults.value('The parameter StartTime must be less than the parameter EndTime.')
  const asked = Math.floor((end_ms - start_ms) / 1000 / period_s)
  if (asked <= MOST_DATAPOINTS) return
  faults.combination(
    `You have requested up to ${asked.toLocaleString('en-US')} datapoints, which exceeds the limit of 1,440. ` +
      'You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
  )
}
