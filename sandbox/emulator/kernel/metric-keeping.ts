import type { Clock } from './clock.ts'
import type { Distribution } from './distribution.ts'
import { keyOf, metricOf, readingsIn, readingsOf, SEPARATOR, type MetricSource, type Place } from './metric-source.ts'
import type { Form, Store, Table } from './store.ts'

/**
 * How metrics are written down: each minute (or second) of each metric is a part of its source's row. What services measure
 * of themselves changes with every request, so it is gathered and written every few seconds, and when the engine stops.
 */
export const metricForm: Form<MetricSource> = {
  pack: ({ namespace, dimensions }) => ({ namespace, dimensions }),
  *parts(source) {
    for (const place of readingsIn(source)) yield [partOf(place), readingsOf(place.metric, place.resolution_s).get(place.start)]
  },
  unpack(packed, parts) {
    const source: MetricSource = { ...(packed as Pick<MetricSource, 'namespace' | 'dimensions'>), metrics: new Map() }
    for (const [part, reading] of parts) {
      const [name, unit, resolution, start] = part.split(SEPARATOR) as [string, string, string, string]
      const metric = metricOf(source, name, unit)
      metric.latest = Math.max(metric.latest, Number(start) * 1000)
      readingsOf(metric, resolution === '1' ? 1 : 60).set(Number(start), reading as Distribution)
    }
    return source
  },
}

const SECOND_DIGITS = 12

/** Parts of one metric sort by time. */
const before = ({ metric, name, resolution_s }: Place) => [name, metric.unit, resolution_s, ''].join(SEPARATOR)
const digits = (start: number) => String(Math.max(0, Math.ceil(start))).padStart(SECOND_DIGITS, '0')

export const partOf = (place: Place): string => before(place) + digits(place.start)

/** All of a metric's parts before this one. */
export const partsBefore = (place: Place): [from: string, before: string] => [before(place), partOf(place)]

const WRITE_EVERY_MS = 5000

/** Readings that have changed since they were written, by engine. */
const changed = new WeakMap<Store, Map<Distribution, { readonly place: Place; readonly table: Table<MetricSource> }>>()

/** A reading has changed, and may be written a little later. */
export function noteReading({ store, clock }: { readonly store: Store; readonly clock: Clock }, table: Table<MetricSource>, reading: Distribution, place: Place): void {
  const known = changed.get(store)
  if (known?.has(reading)) return
  const all = known ?? new Map()
  if (!known) changed.set(store, all)
  if (all.size === 0) clock.machine.after(WRITE_EVERY_MS, () => writeReadings(store))
  all.set(reading, { place, table })
}

/** Hands over what has changed since, to be written with the next commit. */
export function writeReadings(store: Store): void {
  const all = changed.get(store)
  changed.delete(store)
  for (const [reading, { place, table }] of all ?? []) {
    const key = keyOf(place.source)
    // It may have been forgotten meanwhile, alone or with all others.
    if (table.get(key) === place.source && readingsOf(place.metric, place.resolution_s).get(place.start) === reading) table.keep(key, partOf(place), reading)
  }
}
