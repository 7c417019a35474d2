import { spread, type Distribution } from '../../kernel/distribution.ts'

/** Computes a statistic of what a period holds; undefined where the readings do not tell it. */
export type Statistic = (of: Distribution) => number | undefined

export const SIMPLE_STATISTICS = ['Minimum', 'Maximum', 'Average', 'SampleCount', 'Sum'] as const

const SIMPLE: Readonly<Record<string, Statistic>> = {
  SampleCount: ({ count }) => count,
  Average: ({ sum, count }) => (count === 0 ? undefined : sum / count),
  Sum: ({ sum }) => sum,
  Minimum: ({ min }) => min,
  Maximum: ({ max }) => max,
}

/** The statistic of that name, in either of its two spellings for trimmed ones; undefined where there is none. */
export function statisticOf(name: string): Statistic | undefined {
  return SIMPLE[name] ?? extendedStatisticOf(name)
}

/** `p99.9`, `tm95`, `TM(10%:90%)`, `TC(0.5:)`, `PR(:300)`, `IQM`: those that need to know each value. */
export function extendedStatisticOf(name: string): Statistic | undefined {
  if (name === 'IQM' || name === 'iqm') return trimmed('tm', percent(25), percent(75))
  const [, kind, upTo] = /^(p|tm|tc|ts|wm)(\d+(?:\.\d+)?)$/i.exec(name) ?? []
  if (kind !== undefined && Number(upTo) <= 100) {
    if (kind.toLowerCase() !== 'p') return trimmed(kind.toLowerCase(), undefined, percent(Number(upTo)))
    return (of) => {
      const values = known(of)
      return values && percentile(values, of.count, Number(upTo))
    }
  }
  const [, range, from, to] = /^(TM|TC|TS|WM|PR)\(([\d.]*%?):([\d.]*%?)\)$/i.exec(name) ?? []
  if (range === undefined || (from === '' && to === '')) return undefined
  const [low, high] = [boundOf(from!), boundOf(to!)]
  if ((low && high && low.isPercent !== high.isPercent) || (range.toUpperCase() === 'PR' && (low ?? high)!.isPercent))
    return undefined
  return trimmed(range.toLowerCase(), low, high)
}

type Values = readonly (readonly [value: number, count: number])[]

interface Bound {
  readonly at: number
  readonly isPercent: boolean
}

const percent = (at: number): Bound => ({ at, isPercent: true })

function boundOf(text: string): Bound | undefined {
  return text === '' ? undefined : { at: parseFloat(text), isPercent: text.endsWith('%') }
}

/** AWS has none of these for metrics with negative values. */
function known(of: Distribution): Values | undefined {
  return of.count === 0 || of.min < 0 ? undefined : spread(of)
}

/** The smallest value that at least `p` percent of all do not exceed. */
function percentile(values: Values, count: number, p: number): number {
  let seen = 0
  for (const [value, times] of values) {
    seen += times
    if (seen * 100 >= p * count) return value
  }
  return values.at(-1)![0]
}

/** Trimmed mean, count and sum, winsorized mean, and percentile rank, of the values between two bounds. */
function trimmed(kind: string, low: Bound | undefined, high: Bound | undefined): Statistic {
  return (of) => {
    const values = known(of)
    if (!values) return undefined
    const [from, to] = [edge(values, of.count, low, 0), edge(values, of.count, high, Infinity)]
    let [count, sum, moved] = [0, 0, 0]
    for (const [value, times] of values) {
      moved += Math.min(Math.max(value, from), to) * times
      if (value < from || value > to) continue
      count += times
      sum += value * times
    }
    if (kind === 'wm') return moved / of.count
    if (kind === 'pr') return (count / of.count) * 100
    if (kind === 'tc') return count
    if (kind === 'ts') return sum
    return count === 0 ? undefined : sum / count
  }
}

function edge(values: Values, count: number, bound: Bound | undefined, open: number): number {
  if (!bound) return open
  return bound.isPercent ? percentile(values, count, bound.at) : bound.at
}
