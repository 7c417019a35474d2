import type { Distribution } from './distribution.ts'

export type Dimension = readonly [name: string, value: string]

/** All metrics of one thing: what a namespace and a set of dimensions name. */
export interface MetricSource {
  readonly namespace: string
  /** By name. */
  readonly dimensions: readonly Dimension[]
  /** By metric name; the same name with another unit is another metric. */
  readonly metrics: Map<string, Metric[]>
}

/** Readings of one metric, by the epoch second at which their minute (or their second) begins. */
export interface Metric {
  readonly unit: string
  readonly minutes: Map<number, Distribution>
  /** Only for readings that were given with a resolution of a second. */
  readonly seconds: Map<number, Distribution>
  /** Epoch milliseconds of the latest reading. */
  latest: number
}

/** Where a reading is. */
export interface Place {
  readonly source: MetricSource
  readonly metric: Metric
  readonly name: string
  readonly resolution_s: 1 | 60
  /** Epoch seconds. */
  readonly start: number
}

/** The metric of a source, made where it is new. */
export function metricOf(source: MetricSource, name: string, unit: string): Metric {
  const known = source.metrics.get(name)
  if (known) for (const metric of known) if (metric.unit === unit) return metric
  const metric = { unit, minutes: new Map(), seconds: new Map(), latest: 0 }
  if (known) known.push(metric)
  else source.metrics.set(name, [metric])
  return metric
}

export const readingsOf = (metric: Metric, resolution_s: 1 | 60) => (resolution_s === 1 ? metric.seconds : metric.minutes)

/** Every reading, by where it is kept; each metric's oldest first. */
export function* readingsIn(source: MetricSource): Generator<Place> {
  for (const [name, metrics] of source.metrics)
    for (const metric of metrics)
      for (const resolution_s of [1, 60] as const) for (const start of readingsOf(metric, resolution_s).keys()) yield { source, metric, name, resolution_s, start }
}

/** In no name; SQLite's texts end at a zero. */
export const SEPARATOR = '\u0001'

/** What a source is kept by. */
export function keyOf({ namespace, dimensions }: Pick<MetricSource, 'namespace' | 'dimensions'>): string {
  let key = namespace
  for (const [name, value] of ordered(dimensions)) key += `${SEPARATOR}${name}${SEPARATOR}${value}`
  return key
}

export const ordered = (dimensions: readonly Dimension[]) =>
  dimensions.length < 2 ? dimensions : [...dimensions].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
