import type { Clock } from './clock.ts'
import { emptyDistribution, include, includeSummary, type Distribution, type Summary } from './distribution.ts'
import { collection, type Scope, type Table } from './store.ts'

/** Whose metrics, and by which time. A `Context` is one. */
export interface MetricScope extends Scope {
  readonly clock: Clock
}

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

/** One reading: a number, or what is known of several. */
export interface Sample {
  readonly name: string
  readonly unit: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly resolution_s: 1 | 60
  readonly values: readonly (readonly [value: number, count: number])[] | Summary
}

const KEEP_MINUTES_S = 15 * 24 * 3600
const KEEP_SECONDS_S = 3 * 3600
/** Minutes, seconds and different values that an account may hold in a region: some 100 MB. Older ones make room. */
const MOST_CELLS = 1_000_000

const sources = collection<MetricSource>('kernel.metrics', 'region', { isPassing: true })
const totals = collection<{ cells: number }>('kernel.metric-totals', 'region', { isPassing: true })

/** The metrics of a thing, to be noted with `addMetric`. Cheap enough for each request; not to be kept beyond it. */
export function metricSource(scope: Scope, namespace: string, dimensions: readonly Dimension[]): MetricSource {
  const table = sources(scope)
  const key = keyOf(namespace, dimensions)
  return table.get(key) ?? table.put(key, { namespace, dimensions: ordered(dimensions), metrics: new Map() })
}

/** Notes a number now, `count` times. Units are CloudWatch's (`Count`, `Bytes`, `Milliseconds`, …). */
export function addMetric(
  scope: MetricScope,
  source: MetricSource,
  name: string,
  unit: string,
  value: number,
  count = 1,
): void {
  const now = scope.clock.now()
  const metric = metricOf(source, name, unit)
  if (now > metric.latest) metric.latest = now
  const minute = Math.floor(now / 60_000) * 60
  const found = metric.minutes.get(minute)
  if (found && found.values === undefined && found.min === value && found.max === value) {
    found.count += count
    found.sum += value * count
    return
  }
  change(scope, source, found ?? begin(scope, source, metric, 60, minute), (into) => include(into, value, count))
}

/** Notes a reading with its own time and resolution. */
export function addSample(scope: MetricScope, source: MetricSource, sample: Sample): void {
  const metric = metricOf(source, sample.name, sample.unit)
  metric.latest = Math.max(metric.latest, sample.at)
  const add = (into: Distribution) => {
    if ('sum' in sample.values) includeSummary(into, sample.values)
    else for (const [value, count] of sample.values) include(into, value, count)
  }
  for (const resolution_s of sample.resolution_s === 1 ? ([1, 60] as const) : ([60] as const)) {
    const start = Math.floor(sample.at / 1000 / resolution_s) * resolution_s
    const found = readingsOf(metric, resolution_s).get(start)
    change(scope, source, found ?? begin(scope, source, metric, resolution_s, start), add)
  }
}

/** The metric by all that names it, once for each unit; empty where there is none. */
export function findMetrics(scope: Scope, namespace: string, dimensions: readonly Dimension[], name: string): readonly Metric[] {
  return sources(scope).get(keyOf(namespace, dimensions))?.metrics.get(name) ?? []
}

export function listMetricSources(scope: Scope): Iterable<MetricSource> {
  return sources(scope).values()
}

function metricOf(source: MetricSource, name: string, unit: string): Metric {
  const known = source.metrics.get(name)
  if (known) for (const metric of known) if (metric.unit === unit) return metric
  const metric = { unit, minutes: new Map(), seconds: new Map(), latest: 0 }
  if (known) known.push(metric)
  else source.metrics.set(name, [metric])
  return metric
}

const readingsOf = (metric: Metric, resolution_s: 1 | 60) => (resolution_s === 1 ? metric.seconds : metric.minutes)

/** A new minute or second. What is too old by then goes, and the source moves to the end of the queue of the forgotten. */
function begin(scope: MetricScope, source: MetricSource, metric: Metric, resolution_s: 1 | 60, start: number): Distribution {
  const now_s = scope.clock.now() / 1000
  dropBefore(scope, metric.minutes, now_s - KEEP_MINUTES_S)
  dropBefore(scope, metric.seconds, now_s - KEEP_SECONDS_S)
  const [table, key] = [sources(scope), keyOf(source.namespace, source.dimensions)]
  table.delete(key)
  table.put(key, source)
  const reading = emptyDistribution()
  readingsOf(metric, resolution_s).set(start, reading)
  return reading
}

function change(scope: Scope, source: MetricSource, reading: Distribution, by: (reading: Distribution) => void): void {
  const before = reading.count === 0 ? 0 : cellsOf(reading)
  by(reading)
  const total = totalOf(scope)
  total.cells += cellsOf(reading) - before
  if (total.cells > MOST_CELLS) makeRoom(sources(scope), total, source)
}

const cellsOf = (reading: Distribution) => 1 + (reading.values?.size ?? 0)

function totalOf(scope: Scope): { cells: number } {
  const table = totals(scope)
  return table.get('') ?? table.put('', { cells: 0 })
}

/** In the order in which they came, which is that of time but for readings that were given late. */
function dropBefore(scope: Scope, readings: Map<number, Distribution>, start: number): void {
  for (const [at, reading] of readings) {
    if (at >= start) return
    readings.delete(at)
    totalOf(scope).cells -= cellsOf(reading)
  }
}

/** Forgets the sources that have been silent for longest, at last the oldest readings of the one being written. */
function makeRoom(table: Table<MetricSource>, total: { cells: number }, current: MetricSource): void {
  for (const [key, source] of table.entries()) {
    for (const [readings, at] of readingsIn(source)) {
      total.cells -= cellsOf(readings.get(at)!)
      readings.delete(at)
      if (total.cells <= MOST_CELLS * 0.9) return
    }
    if (source !== current) table.delete(key)
  }
}

/** Every reading, by where it is kept; each metric's oldest first. */
function* readingsIn(source: MetricSource): Generator<[readings: Map<number, Distribution>, at: number]> {
  for (const { seconds, minutes } of [...source.metrics.values()].flat())
    for (const readings of [seconds, minutes]) for (const at of readings.keys()) yield [readings, at]
}

function keyOf(namespace: string, dimensions: readonly Dimension[]): string {
  let key = namespace
  for (const [name, value] of ordered(dimensions)) key += `\0${name}\0${value}`
  return key
}

const ordered = (dimensions: readonly Dimension[]) =>
  dimensions.length < 2 ? dimensions : [...dimensions].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
