import { MathError } from './parse.ts'

/** Numbers over time; `points` by epoch second, in order of time. */
export interface Series {
  readonly label: string
  readonly period_s: number
  readonly points: ReadonlyMap<number, number>
}

/** What an expression may come to. */
export type Value = number | Series | readonly Series[]

export const isList = (value: Value): value is readonly Series[] => Array.isArray(value)

/** Applies `change` to every number. */
export function eachNumber(value: Value, change: (number: number) => number): Value {
  if (typeof value === 'number') return change(value)
  return isList(value) ? value.map((series) => changed(series, change)) : changed(value, change)
}

/** A series with the points for which `change` has a number. */
export function changed(series: Series, change: (number: number, at: number) => number | undefined): Series {
  const points = new Map<number, number>()
  for (const [at, number] of series.points) {
    const next = change(number, at)
    if (next !== undefined && Number.isFinite(next)) points.set(at, next)
  }
  return { ...series, points }
}

/** Two series meet where both have a point; a list meets anything but another list, one by one. */
export function combine(a: Value, b: Value, by: (a: number, b: number) => number): Value {
  if (typeof a === 'number' && typeof b === 'number') return by(a, b)
  if (isList(a) && isList(b)) throw new MathError('Operations between two lists of time series are not supported')
  if (isList(a)) return a.map((series) => combine(series, b, by) as Series)
  if (isList(b)) return b.map((series) => combine(a, series, by) as Series)
  if (typeof a === 'number') return changed(b as Series, (number) => by(a, number))
  if (typeof b === 'number') return changed(a, (number) => by(number, b))
  const both = changed(a, (number, at) => {
    const other = b.points.get(at)
    return other === undefined ? undefined : by(number, other)
  })
  return { ...both, period_s: Math.max(a.period_s, b.period_s) }
}

/** One number for each time at which any of the series has a point; or one number for all of a series. */
export function reduce(value: Value, by: (numbers: readonly number[]) => number): Value {
  if (typeof value === 'number') return by([value])
  if (!isList(value)) return by([...value.points.values()])
  const columns = new Map<number, number[]>()
  for (const { points } of value)
    for (const [at, number] of points) columns.set(at, [...(columns.get(at) ?? []), number])
  const points = [...columns].sort(([a], [b]) => a - b).map(([at, numbers]) => [at, by(numbers)] as const)
  return { label: '', period_s: Math.max(60, ...value.map(({ period_s }) => period_s)), points: new Map(points) }
}
