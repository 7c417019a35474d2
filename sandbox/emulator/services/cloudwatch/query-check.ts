import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { checkPeriod, type Faults, UNITS } from './checks.ts'
import { statisticOf } from './statistics.ts'

const ID = /^[a-z][a-zA-Z0-9_]*$/

/** What is wrong with one of GetMetricData's or an alarm's queries; `path` is where it stands. */
export function checkQuery(faults: Faults, path: string, query: MetricDataQuery): void {
  const { Id, MetricStat: metric, Expression, Period } = query
  faults.required(`${path}.Id`, Id)
  if (Id !== undefined && !ID.test(Id))
    faults.value(`The value ${Id} for parameter ${path}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`)
  faults.length(`${path}.Expression`, Expression, 2048)
  if (metric && Expression !== undefined) faults.exclusive(`${path}.Expression`, `${path}.MetricStat`)
  if (metric && Period !== undefined) faults.exclusive(`${path}.Period`, `${path}.MetricStat`)
  if (!metric && Expression === undefined) faults.missing(`The parameter ${path}.MetricStat is required.`)
  checkPeriod(faults, `${path}.Period`, Period)
  if (!metric) return
  faults.required(`${path}.MetricStat.Metric`, metric.Metric)
  faults.required(`${path}.MetricStat.Period`, metric.Period)
  faults.required(`${path}.MetricStat.Stat`, metric.Stat)
  if (metric.Metric) {
    faults.required(`${path}.MetricStat.Metric.Namespace`, metric.Metric.Namespace)
    faults.required(`${path}.MetricStat.Metric.MetricName`, metric.Metric.MetricName)
  }
  faults.dimensions(`${path}.MetricStat.Metric.Dimensions`, metric.Metric?.Dimensions)
  faults.oneOf(`${path}.MetricStat.Unit`, metric.Unit, UNITS)
  checkPeriod(faults, `${path}.MetricStat.Period`, metric.Period)
  if (metric.Stat !== undefined && !statisticOf(metric.Stat))
    faults.value(`The value ${metric.Stat} for parameter ${path}.MetricStat.Stat is not a valid statistic.`)
}
