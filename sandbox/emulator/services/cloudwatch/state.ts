import type { Dimension as SdkDimension } from '@aws-sdk/client-cloudwatch'
import { emptyDistribution, merge, type Distribution } from '../../kernel/distribution.ts'
import { findMetrics, type Dimension, type Metric } from '../../kernel/metrics.ts'
import type { Scope } from '../../kernel/store.ts'

/** What a request asks of one metric. Times are epoch seconds. */
export interface Query {
  readonly namespace: string
  readonly name: string
  readonly dimensions: readonly Dimension[]
  /** Only readings in this unit; all units, apart, when absent. */
  readonly unit?: string | undefined
  readonly period_s: number
  /** A period begins here; the first one that counts. */
  readonly start_s: number
  /** Exclusive. */
  readonly end_s: number
}

/** What one period holds, in one unit. */
export interface Period {
  /** Epoch seconds. */
  readonly start_s: number
  readonly unit: string
  readonly held: Distribution
}

export const dimensionsOf = (dimensions: readonly SdkDimension[] | undefined): Dimension[] =>
  (dimensions ?? []).map(({ Name, Value }) => [Name!, Value!])

/** The periods that hold anything, in order of time; where units differ, a period comes once for each. */
export function readPeriods(scope: Scope, query: Query): Period[] {
  const found = findMetrics(scope, query.namespace, query.dimensions, query.name)
  const asked = query.unit === undefined ? found : found.filter(({ unit }) => unit === query.unit)
  return asked.flatMap((metric) => periodsOf(metric, query)).sort((a, b) => a.start_s - b.start_s)
}

function periodsOf(metric: Metric, { period_s, start_s, end_s }: Query): Period[] {
  const periods = new Map<number, Distribution>()
  for (const [at, reading] of period_s < 60 ? metric.seconds : metric.minutes) {
    if (at < start_s || at >= end_s) continue
    const start = start_s + Math.floor((at - start_s) / period_s) * period_s
    let held = periods.get(start)
    if (!held) periods.set(start, (held = emptyDistribution()))
    merge(held, reading)
  }
  return [...periods].map(([start, held]) => ({ start_s: start, unit: metric.unit, held }))
}

const DAY_S = 86_400

/**
 * Where a request's first period begins. AWS rounds down to a minute, to five minutes for times more than 15 days
 * ago, to an hour for more than 63 days, and to the period itself where that is shorter than a minute.
 */
export function roundStart(start_ms: number, period_s: number, now_ms: number): number {
  const [start_s, age_s] = [start_ms / 1000, (now_ms - start_ms) / 1000]
  const step_s = period_s < 60 ? period_s : age_s > 63 * DAY_S ? 3600 : age_s > 15 * DAY_S ? 300 : 60
  return Math.floor(start_s / step_s) * step_s
}
