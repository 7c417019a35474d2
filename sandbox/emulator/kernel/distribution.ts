/**
 * Many numbers in little room: their count, sum and bounds exactly, and how they are spread well enough for
 * percentiles. Plain data, so that a store can hold it.
 */
export interface Distribution {
  count: number
  sum: number
  min: number
  max: number
  /** How often each value came. Absent while there is only one value, which `min` and `max` tell as well. */
  values?: Map<number, number>
  /** 0: `values` are exact. From 1 on they are rounded to steps of 1 %, 2 %, 4 %, … of their size. */
  coarseness: number
  /** Some of it came as a summary, so that its spread is not known. */
  unknownSpread?: true
}

/** What is known of a set of numbers without the numbers themselves. */
export interface Summary {
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
}

/** Where a distribution has more different values than this, close ones are counted as one. */
const MOST_VALUES = 128

export function emptyDistribution(): Distribution {
  return { count: 0, sum: 0, min: Infinity, max: -Infinity, coarseness: 0 }
}

/** Adds `value`, `count` times. */
export function include(into: Distribution, value: number, count = 1): void {
  const same = into.values === undefined && (into.count === 0 || (into.min === value && into.max === value))
  if (!same) countValue(spreadOf(into), value, count)
  into.count += count
  into.sum += value * count
  if (value < into.min) into.min = value
  if (value > into.max) into.max = value
  if (into.values && into.values.size > MOST_VALUES) coarsen(into)
}

/** Adds a summary; one whose numbers are all the same says as much as the numbers would. */
export function includeSummary(into: Distribution, summary: Summary): void {
  if (summary.min === summary.max) return include(into, summary.min, summary.count)
  into.unknownSpread = true
  includeBounds(into, summary)
}

/** Adds all of another distribution. */
export function merge(into: Distribution, from: Distribution): void {
  if (from.count === 0) return
  if (from.unknownSpread) into.unknownSpread = true
  if (!into.unknownSpread) {
    if (from.values === undefined) return include(into, from.min, from.count)
    const { values } = spreadOf(into)
    into.coarseness = Math.max(into.coarseness, from.coarseness)
    for (const [value, count] of from.values) values.set(value, (values.get(value) ?? 0) + count)
    if (values.size > MOST_VALUES) coarsen(into)
  }
  includeBounds(into, from)
}

/** The values in ascending order with how often each came; undefined where that is not known. */
export function spread(from: Distribution): [value: number, count: number][] | undefined {
  if (from.unknownSpread) return undefined
  if (from.values === undefined) return from.count === 0 ? [] : [[from.min, from.count]]
  return [...from.values].sort(([a], [b]) => a - b)
}

function includeBounds(into: Distribution, summary: Summary): void {
  into.count += summary.count
  into.sum += summary.sum
  into.min = Math.min(into.min, summary.min)
  into.max = Math.max(into.max, summary.max)
}

function spreadOf(from: Distribution): Distribution & { values: Map<number, number> } {
  from.values ??= new Map(from.count === 0 ? [] : [[from.min, from.count]])
  return from as Distribution & { values: Map<number, number> }
}

function countValue(into: Distribution & { values: Map<number, number> }, value: number, count: number): void {
  const step = rounded(value, into.coarseness)
  into.values.set(step, (into.values.get(step) ?? 0) + count)
}

function coarsen(from: Distribution): void {
  const old = from.values!
  from.coarseness++
  const values = (from.values = new Map<number, number>())
  for (const [value, count] of old) {
    const step = rounded(value, from.coarseness)
    values.set(step, (values.get(step) ?? 0) + count)
  }
  if (values.size > MOST_VALUES) coarsen(from)
}

function rounded(value: number, coarseness: number): number {
  if (coarseness === 0 || value === 0) return value
  const base = Math.log1p(0.01 * 2 ** (coarseness - 1))
  return Math.sign(value) * Math.exp(Math.round(Math.log(Math.abs(value)) / base) * base)
}
