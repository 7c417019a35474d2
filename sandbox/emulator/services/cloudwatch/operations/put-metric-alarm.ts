import type { PutMetricAlarmCommandInput, PutMetricAlarmCommandOutput } from '@aws-sdk/client-cloudwatch'
import { operation } from '../../../kernel/operation.ts'
import { COMPARISONS } from '../alarm-state.ts'
import { alarmArn, putAlarm, tryOut } from '../alarms.ts'
import { checkPeriod, Faults, UNITS } from '../checks.ts'
import { notHere } from '../errors.ts'
import { checkQuery } from '../query-check.ts'
import { extendedStatisticOf, SIMPLE_STATISTICS } from '../statistics.ts'

const MISSING_DATA = ['breaching', 'notBreaching', 'ignore', 'missing']
const DAY_S = 86_400

export const PutMetricAlarm = operation<PutMetricAlarmCommandInput, PutMetricAlarmCommandOutput>({
  action: 'cloudwatch:PutMetricAlarm',
  resource: (input, ctx) => alarmArn(ctx, input.AlarmName ?? ''),
  handle(input, ctx) {
    if (input.ThresholdMetricId !== undefined) throw notHere('cloudwatch:PutMetricAlarm with an anomaly detection band')
    if (input.EvaluationCriteria !== undefined) throw notHere('cloudwatch:PutMetricAlarm with EvaluationCriteria')
    check(input)
    tryOut(ctx, input)
    putAlarm(ctx, input)
    return {}
  },
})

function check(input: PutMetricAlarmCommandInput): void {
  const faults = new Faults()
  for (const name of ['AlarmName', 'ComparisonOperator', 'EvaluationPeriods', 'Threshold'] as const) faults.required(name, input[name])
  faults.length('AlarmName', input.AlarmName, 255)
  faults.oneOf('ComparisonOperator', input.ComparisonOperator, Object.keys(COMPARISONS))
  faults.oneOf('TreatMissingData', input.TreatMissingData, MISSING_DATA)
  const { EvaluationPeriods: periods = 1, DatapointsToAlarm: needed = 1, Period: period_s = 0 } = input
  if (periods < 1) faults.value('The parameter EvaluationPeriods must be greater than 0.')
  if (needed < 1 || needed > periods) faults.value('The parameter DatapointsToAlarm must be between 1 and EvaluationPeriods.')
  if (periods * period_s > (period_s < 3600 ? DAY_S : 7 * DAY_S))
    faults.value('Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).')
  if (input.Metrics) checkMetrics(faults, input)
  else checkMetric(faults, input)
  faults.throwIfAny('ValidationException')
}

function checkMetric(faults: Faults, input: PutMetricAlarmCommandInput): void {
  for (const name of ['Namespace', 'MetricName', 'Period'] as const) faults.required(name, input[name])
  faults.dimensions('Dimensions', input.Dimensions)
  faults.oneOf('Unit', input.Unit, UNITS)
  checkPeriod(faults, 'Period', input.Period)
  const { Statistic: simple, ExtendedStatistic: extended } = input
  if (simple !== undefined && extended !== undefined) faults.exclusive('Statistic', 'ExtendedStatistic')
  if (simple === undefined && extended === undefined) faults.combination('Must specify either Statistic or ExtendedStatistic')
  faults.oneOf('Statistic', simple, SIMPLE_STATISTICS)
  if (extended !== undefined && !extendedStatisticOf(extended))
    faults.value(`The value ${extended} for parameter ExtendedStatistic is not a valid statistic.`)
}

function checkMetrics(faults: Faults, input: PutMetricAlarmCommandInput): void {
  for (const name of ['MetricName', 'Namespace', 'Dimensions', 'Period', 'Unit', 'Statistic', 'ExtendedStatistic'] as const)
    if (input[name] !== undefined) faults.combination(`${name} should not be set if list of Metrics is set.`)
  for (const [i, query] of input.Metrics!.entries()) checkQuery(faults, `Metrics.member.${i + 1}`, query)
  if (input.Metrics!.filter(({ ReturnData }) => ReturnData !== false).length !== 1)
    faults.value('Exactly one element of the metrics list should return data.')
}
