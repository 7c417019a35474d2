import type { MetricDatum, PutMetricDataCommandInput, PutMetricDataCommandOutput } from '@aws-sdk/client-cloudwatch'
import { addSample, metricSource, type Sample } from '../../../kernel/metrics.ts'
import { operation } from '../../../kernel/operation.ts'
import { Faults, UNITS } from '../checks.ts'
import { dimensionsOf } from '../state.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const MOST_DATA = 1000
const MOST_VALUES = 150
/** Numbers beyond this size are refused. */
const LARGEST = 2 ** 360

export const PutMetricData = operation<PutMetricDataCommandInput, PutMetricDataCommandOutput>({
  action: 'cloudwatch:PutMetricData',
  resource: '*',
  handle(input, ctx) {
    // Entities only say what the metrics belong to: their data count like the others'.
    const data = [...(input.MetricData ?? []), ...(input.EntityMetricData ?? []).flatMap((entity) => entity.MetricData ?? [])]
    check(input, data, ctx.now)
    for (const datum of data) {
      const source = metricSource(ctx, input.Namespace!, dimensionsOf(datum.Dimensions))
      addSample(ctx, source, sampleOf(datum, ctx.now))
    }
    return {}
  },
})

function sampleOf(datum: MetricDatum, now: number): Sample {
  const { StatisticValues: set, Values, Counts, Value } = datum
  return {
    name: datum.MetricName!,
    unit: datum.Unit ?? 'None',
    at: datum.Timestamp?.getTime() ?? now,
    resolution_s: datum.StorageResolution === 1 ? 1 : 60,
    values: set
      ? { count: set.SampleCount!, sum: set.Sum!, min: set.Minimum!, max: set.Maximum! }
      : Values
        ? Values.map((value, i) => [value, Counts?.[i] ?? 1] as const)
        : [[Value!, 1]],
  }
}

function check(input: PutMetricDataCommandInput, data: readonly MetricDatum[], now: number): void {
  const faults = new Faults()
  faults.required('Namespace', input.Namespace)
  faults.length('Namespace', input.Namespace, 255)
  if (input.Namespace?.startsWith('AWS/')) faults.value('The value AWS/ for parameter Namespace is invalid.')
  else if (input.Namespace?.startsWith(':'))
    faults.value(`The value ${input.Namespace} for parameter Namespace is invalid.`)
  if (data.length === 0) faults.missing('The parameter MetricData is required.')
  if (data.length > MOST_DATA) faults.value(`The collection MetricData must not have a size greater than ${MOST_DATA}.`)
  for (const [i, datum] of data.entries()) checkDatum(faults, `MetricData.member.${i + 1}`, datum, now)
  faults.throwIfAny()
}

function checkDatum(faults: Faults, path: string, datum: MetricDatum, now: number): void {
  faults.required(`${path}.MetricName`, datum.MetricName)
  faults.length(`${path}.MetricName`, datum.MetricName, 255)
  faults.dimensions(`${path}.Dimensions`, datum.Dimensions)
  faults.oneOf(`${path}.Unit`, datum.Unit, UNITS)
  const at = datum.Timestamp?.getTime() ?? now
  if (at < now - 14 * DAY_MS || at > now + 2 * HOUR_MS)
    faults.value(`The parameter ${path}.Timestamp must specify a time within the past two weeks.`)
  if (datum.StorageResolution !== undefined && datum.StorageResolution < 1)
    faults.value(`The parameter ${path}.StorageResolution must be greater than 0.`)
  checkValues(faults, path, datum)
}

function checkValues(faults: Faults, path: string, { Value, Values, Counts, StatisticValues }: MetricDatum): void {
  if (Value !== undefined && Values !== undefined) faults.exclusive(`${path}.Value`, `${path}.Values`)
  if (Value !== undefined && StatisticValues !== undefined) faults.exclusive(`${path}.Value`, `${path}.StatisticValues`)
  if (Values !== undefined && StatisticValues !== undefined) faults.exclusive(`${path}.Values`, `${path}.StatisticValues`)
  if (Value === undefined && Values === undefined && StatisticValues === undefined)
    faults.missing(`At least one of the parameters ${path}.Value, ${path}.Values or ${path}.StatisticValues must be specified.`)
  if (Values !== undefined && Counts !== undefined && Values.length !== Counts.length)
    faults.value(`The parameters ${path}.Values and ${path}.Counts must be of the same size.`)
  if (Values !== undefined && Values.length > MOST_VALUES)
    faults.value(`The collection ${path}.Values must not have a size greater than ${MOST_VALUES}.`)
  checkNumber(faults, `${path}.Value`, Value)
  for (const [i, value] of (Values ?? []).entries()) checkNumber(faults, `${path}.Values.member.${i + 1}`, value)
  for (const [i, count] of (Counts ?? []).entries())
    if (!(count > 0)) faults.value(`The parameter ${path}.Counts.member.${i + 1} must be greater than 0.`)
  for (const name of ['SampleCount', 'Sum', 'Minimum', 'Maximum'] as const) {
    if (!StatisticValues) break
    faults.required(`${path}.StatisticValues.${name}`, StatisticValues[name])
    checkNumber(faults, `${path}.StatisticValues.${name}`, StatisticValues[name])
  }
  if (StatisticValues && StatisticValues.Minimum! > StatisticValues.Maximum!)
    faults.value(`The parameter ${path}.StatisticValues.Maximum must be greater than ${path}.StatisticValues.Minimum.`)
}

function checkNumber(faults: Faults, path: string, value: number | undefined): void {
  if (value !== undefined && !(Math.abs(value) <= LARGEST)) faults.value(`The value ${value} for parameter ${path} is invalid.`)
}
