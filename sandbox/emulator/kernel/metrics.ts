import type { Clock } from './clock.ts'
import { emptyDistribution, include, includeSummary, type Distribution, type Summary } from './distribution.ts'
import { metricForm, noteReading, partOf, partsBefore } from './metric-keeping.ts'
import { keyOf, metricOf, ordered, readingsIn, readingsOf, SEPARATOR, type Dimension, type Metric, type MetricSource, type Place } from './metric-source.ts'
import { collection, type Scope, type Table } from './store.ts'

export { writeReadings } from './metric-keeping.ts'
export type { Dimension, Metric, MetricSource } from './metric-source.ts'

/** Whose metrics, and by which time. A `Context` is one. */
export interface MetricScope extends Scope {
  readonly clock: Clock
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

const sources = collection<MetricSource>('kernel.metrics', 'region', { form: metricForm })
const totals = collection<{ cells: number }>('kernel.metric-totals', 'region', { isPassing: true })

/** The metrics of a thing, to be noted with `addMetric`. Cheap enough for each request; not to be kept beyond it. */
export function metricSource(scope: Scope, namespace: string, dimensions: readonly Dimension[]): MetricSource {
  const table = sources(scope)
  const key = keyOf({ namespace, dimensions })
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
    if (sources(scope).isWatched) noteReading(scope, sources(scope), found, { source, metric, name, resolution_s: 60, start: minute })
    return
  }
  const place = { source, metric, name, resolution_s: 60, start: minute } as const
  const reading = found ?? begin(scope, place)
  change(scope, source, reading, (into) => include(into, value, count))
  if (sources(scope).isWatched) noteReading(scope, sources(scope), reading, place)
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
    const place = { source, metric, name: sample.name, resolution_s, start }
    const reading = readingsOf(metric, resolution_s).get(start) ?? begin(scope, place)
    change(scope, source, reading, add)
    // Somebody was told that it is there.
    sources(scope).keep(keyOf(source), partOf(place), reading)
  }
}

/** The metric by all that names it, once for each unit; empty where there is none. */
export function findMetrics(scope: Scope, namespace: string, dimensions: readonly Dimension[], name: string): readonly Metric[] {
  return sources(scope).get(keyOf({ namespace, dimensions }))?.metrics.get(name) ?? []
}

export function listMetricSources(scope: Scope): Iterable<MetricSource> {
  return sources(scope).values()
}

/** A new minute or second. What is too old by then goes. */
function begin(scope: MetricScope, place: Place): Distribution {
  const { source, metric, resolution_s, start } = place
  const now_s = scope.clock.now() / 1000
  dropBefore(scope, { ...place, resolution_s: 60, start: now_s - KEEP_MINUTES_S })
  dropBefore(scope, { ...place, resolution_s: 1, start: now_s - KEEP_SECONDS_S })
  // There was no room for it, or all was forgotten, since it was asked for.
  const [table, key] = [sources(scope), keyOf(source)]
  if (table.get(key) !== source) table.put(key, source)
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
  return table.get('') ?? table.put('', { cells: countCells(sources(scope)) })
}

/** Of what an earlier process has left. */
function countCells(table: Table<MetricSource>): number {
  let cells = 0
  for (const source of table.values()) for (const { metric, resolution_s, start } of readingsIn(source)) cells += cellsOf(readingsOf(metric, resolution_s).get(start)!)
  return cells
}

/** In the order in which they came, which is that of time but for readings that were given late. */
function dropBefore(scope: Scope, place: Place): void {
  const { source, metric, resolution_s, start } = place
  const readings = readingsOf(metric, resolution_s)
  const before = readings.size
  for (const [at, reading] of readings) {
    if (at >= start) break
    readings.delete(at)
    totalOf(scope).cells -= cellsOf(reading)
  }
  if (readings.size < before) sources(scope).dropParts(keyOf(source), ...partsBefore(place))
}

/** Forgets the sources that have been silent for longest, at last the oldest readings of the one being written. */
function makeRoom(table: Table<MetricSource>, total: { cells: number }, current: MetricSource): void {
  const silent = [...table.values()].map((source) => ({ source, since: latestOf(source) })).sort((a, b) => a.since - b.since)
  for (const { source } of silent) {
    const key = keyOf(source)
    for (const place of readingsIn(source)) {
      const readings = readingsOf(place.metric, place.resolution_s)
      total.cells -= cellsOf(readings.get(place.start)!)
      readings.delete(place.start)
      table.dropParts(key, partOf(place), `${partOf(place)}${SEPARATOR}`)
      if (total.cells <= MOST_CELLS * 0.9) return
    }
    if (source !== current) table.delete(key)
  }
}

const latestOf = ({ metrics }: MetricSource) => Math.max(0, ...[...metrics.values()].flat().map(({ latest }) => latest))
