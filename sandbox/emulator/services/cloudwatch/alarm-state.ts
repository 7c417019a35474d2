import type { ComparisonOperator, MetricDataQuery, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch'
import type { Context } from '../../kernel/context.ts'
import type { Alarm, AlarmState } from './alarms.ts'
import { Queries } from './queries.ts'

interface Comparison {
  readonly words: string
  holds(value: number, threshold: number): boolean
}

/** The operators of alarms without an anomaly band. */
export const COMPARISONS: Partial<Record<ComparisonOperator, Comparison>> = {
  GreaterThanOrEqualToThreshold: { words: 'greater than or equal to', holds: (value, threshold) => value >= threshold },
  GreaterThanThreshold: { words: 'greater than', holds: (value, threshold) => value > threshold },
  LessThanThreshold: { words: 'less than', holds: (value, threshold) => value < threshold },
  LessThanOrEqualToThreshold: { words: 'less than or equal to', holds: (value, threshold) => value <= threshold },
}

/** AWS looks a little further back than the alarm asks, so that a late or missing point matters less. */
const MORE_PERIODS = 2

type Point = readonly [at_s: number, value: number]

/** The state that the periods which are over put an alarm in. */
export function evaluateAlarm(ctx: Context, alarm: Alarm): AlarmState {
  const { settings } = alarm
  const evaluated = settings.EvaluationPeriods!
  const needed = settings.DatapointsToAlarm ?? evaluated
  const { words, holds } = COMPARISONS[settings.ComparisonOperator!]!
  const points = newestPoints(ctx, settings, evaluated)
  const breaching = points.filter(([, value]) => holds(value, settings.Threshold!))
  const missing = evaluated - points.length
  const state = decide(settings.TreatMissingData ?? 'missing', { breaching: breaching.length, points: points.length, missing, needed })
  if (state === undefined) return alarm
  return { state, reason: reasonFor(state, state === 'ALARM' ? breaching : points, { evaluated, needed, words, threshold: settings.Threshold! }) }
}

interface Counts {
  readonly breaching: number
  readonly points: number
  readonly missing: number
  readonly needed: number
}

/** Undefined: the state stays as it is. */
function decide(treat: string, { breaching, points, missing, needed }: Counts): AlarmState['state'] | undefined {
  const assumed = treat === 'breaching' ? missing : 0
  if (breaching + assumed >= needed) return 'ALARM'
  if (missing === 0 || treat === 'breaching' || treat === 'notBreaching') return 'OK'
  const canStillAlarm = breaching + missing >= needed
  if (treat === 'ignore') return canStillAlarm ? undefined : 'OK'
  if (points === 0) return 'INSUFFICIENT_DATA'
  // With `missing`, points that are not there are no reason against an alarm.
  return breaching > 0 && canStillAlarm ? 'ALARM' : 'OK'
}

/** The latest periods that hold anything, as many as the alarm looks at, the newest first. */
function newestPoints(ctx: Context, settings: PutMetricAlarmInput, evaluated: number): Point[] {
  const queries = queriesOf(settings)
  const period_s = Math.max(...queries.map((query) => query.MetricStat?.Period ?? query.Period ?? 0), 1)
  const end_s = Math.floor(ctx.now / 1000 / period_s) * period_s
  const start_s = end_s - (evaluated + MORE_PERIODS) * period_s
  const returned = queries.find(({ ReturnData }) => ReturnData !== false)!
  const [series] = new Queries(ctx, queries, new Date(start_s * 1000), new Date(end_s * 1000)).series(returned.Id!)
  return [...(series?.points ?? [])].reverse().slice(0, evaluated)
}

function queriesOf(settings: PutMetricAlarmInput): readonly MetricDataQuery[] {
  if (settings.Metrics) return settings.Metrics
  const { Namespace, MetricName, Dimensions, Period, Unit } = settings
  const Stat = settings.Statistic ?? settings.ExtendedStatistic
  return [{ Id: 'm', MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period, Stat, ...(Unit ? { Unit } : {}) } }]
}

interface Wording {
  readonly evaluated: number
  readonly needed: number
  readonly words: string
  readonly threshold: number
}

function reasonFor(state: AlarmState['state'], points: readonly Point[], { evaluated, needed, words, threshold }: Wording): string {
  if (points.length === 0)
    return state === 'INSUFFICIENT_DATA'
      ? `Insufficient Data: ${counted(evaluated)} ${were(evaluated)} unknown.`
      : `Threshold Crossed: no datapoints were received for ${evaluated} ${evaluated === 1 ? 'period' : 'periods'} and ${evaluated} missing ${datapointsWere(evaluated)} treated as [${state === 'ALARM' ? 'Breaching' : 'NonBreaching'}].`
  const shown = points.map(([at_s, value]) => `${decimal(value)} (${day(at_s)})`).join(', ')
  if (state === 'OK')
    return `Threshold Crossed: ${counted(points.length)} [${shown}] ${were(points.length)} not ${words} the threshold (${decimal(threshold)}).`
  return (
    `Threshold Crossed: ${points.length} out of the last ${counted(evaluated)} [${shown}] ${were(points.length)} ${words} ` +
    `the threshold (${decimal(threshold)}) (minimum ${counted(needed)} for OK -> ALARM transition).`
  )
}

const counted = (count: number) => `${count} ${count === 1 ? 'datapoint' : 'datapoints'}`
const were = (count: number) => (count === 1 ? 'was' : 'were')
const datapointsWere = (count: number) => `${count === 1 ? 'datapoint was' : 'datapoints were'}`
const decimal = (value: number) => (Number.isInteger(value) ? `${value}.0` : `${value}`)

/** `22/11/26 21:40:00` */
function day(at_s: number): string {
  const [date = '', time = ''] = new Date(at_s * 1000).toISOString().split('T')
  const [year = '', month, of] = date.split('-')
  return `${of}/${month}/${year.slice(2)} ${time.slice(0, 8)}`
}
