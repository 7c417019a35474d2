import { MathError } from './parse.ts'
import { changed, combine, eachNumber, isList, reduce, type Series, type Value } from './values.ts'

/** The times that a request covers, in epoch seconds, and the steps of series that come from no metric. */
export interface Span {
  readonly period_s: number
  readonly start_s: number
  readonly end_s: number
}

type MathFunction = (args: readonly Value[], span: Span) => Value

const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0)
const mean = (numbers: readonly number[]) => total(numbers) / numbers.length

function deviation(numbers: readonly number[]): number {
  const middle = mean(numbers)
  return Math.sqrt(mean(numbers.map((number) => (number - middle) ** 2)))
}

const least = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.min(a, b), Infinity)
const most = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.max(a, b), -Infinity)

const reducing = (by: (numbers: readonly number[]) => number): MathFunction => ([value]) => reduce(need(value), by)
const mapping = (by: (number: number) => number): MathFunction => ([value]) => eachNumber(need(value), by)
const over = (by: (series: Series, span: Span) => Series): MathFunction => ([value], span) => {
  const given = need(value)
  if (typeof given === 'number') throw new MathError('A time series is needed')
  return isList(given) ? given.map((series) => by(series, span)) : by(given, span)
}

/** The functions that expressions may call, by name. `METRICS` belongs to who knows the queries. */
export const FUNCTIONS: Readonly<Record<string, MathFunction>> = {
  ABS: mapping(Math.abs),
  CEIL: mapping(Math.ceil),
  FLOOR: mapping(Math.floor),
  LOG: mapping(Math.log),
  LOG10: mapping(Math.log10),
  AVG: reducing(mean),
  MAX: reducing(most),
  MIN: reducing(least),
  STDDEV: reducing(deviation),
  SUM: reducing(total),
  METRIC_COUNT: ([value]) => (isList(need(value)) ? (value as readonly Series[]).length : 1),
  DATAPOINT_COUNT: reducing((numbers) => numbers.length),
  PERIOD: ([value]) => periodOf(need(value)),
  TIME_SERIES: ([value], span) => constant(need(value), span),
  FILL: ([value, filling], span) => over((series) => filled(series, need(filling), span))([need(value)], span),
  IF: ([condition, yes, no]) => choose(need(condition), need(yes), no),
  DIFF: over((series) => steps(series, (change) => change)),
  DIFF_TIME: over((series) => steps(series, (_, elapsed_s) => elapsed_s)),
  RATE: over((series) => steps(series, (change, elapsed_s) => change / elapsed_s)),
  RUNNING_SUM: over((series) => {
    let sum = 0
    return changed(series, (number) => (sum += number))
  }),
}

/** `REPEAT` and `LINEAR`, which only FILL knows, come as these. */
export const REPEAT = NaN
export const LINEAR = Infinity

const truth = (holds: boolean) => (holds ? 1 : 0)

export const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '<': (a, b) => truth(a < b),
  '>': (a, b) => truth(a > b),
  '<=': (a, b) => truth(a <= b),
  '>=': (a, b) => truth(a >= b),
  '&&': (a, b) => truth(a !== 0 && b !== 0),
  '||': (a, b) => truth(a !== 0 || b !== 0),
  AND: (a, b) => truth(a !== 0 && b !== 0),
  OR: (a, b) => truth(a !== 0 || b !== 0),
}

function need(value: Value | undefined): Value {
  if (value === undefined) throw new MathError('Too few arguments')
  return value
}

function periodOf(value: Value): number {
  if (typeof value === 'number') throw new MathError('A time series is needed')
  return isList(value) ? Math.max(0, ...value.map(({ period_s }) => period_s)) : value.period_s
}

function constant(value: Value, { start_s, end_s, period_s }: Span): Series {
  if (typeof value !== 'number') throw new MathError('TIME_SERIES needs a number')
  const points = new Map<number, number>()
  for (let at = start_s; at < end_s; at += period_s) points.set(at, value)
  return { label: '', period_s, points }
}

function filled(series: Series, filling: Value, { start_s, end_s }: Span): Series {
  if (typeof filling !== 'number') return combineFilling(series, filling)
  const points = new Map<number, number>()
  for (let at = start_s; at < end_s; at += series.period_s) {
    const number = series.points.get(at) ?? fillAt(series, filling, at)
    if (number !== undefined) points.set(at, number)
  }
  return { ...series, points }
}

function combineFilling(series: Series, filling: Series | readonly Series[]): Series {
  if (isList(filling)) throw new MathError('FILL takes one time series')
  const all = new Map([...filling.points, ...series.points])
  return { ...series, points: new Map([...all].sort(([a], [b]) => a - b)) }
}

function fillAt(series: Series, filling: number, at: number): number | undefined {
  if (Number.isFinite(filling)) return filling
  const times = [...series.points.keys()]
  const before = times.findLast((time) => time < at)
  if (before === undefined) return undefined
  const value = series.points.get(before)!
  if (Number.isNaN(filling)) return value
  const after = times.find((time) => time > at)
  if (after === undefined) return undefined
  return value + ((series.points.get(after)! - value) * (at - before)) / (after - before)
}

function choose(condition: Value, yes: Value, no: Value | undefined): Value {
  if (typeof condition === 'number') return condition !== 0 ? yes : need(no)
  if (isList(condition)) throw new MathError('The condition of IF is a time series or a number')
  const pick = (value: Value | undefined, at: number) => {
    if (value === undefined || typeof value === 'number') return value
    if (isList(value)) throw new MathError('IF chooses between time series and numbers')
    return value.points.get(at)
  }
  return changed(condition, (number, at) => pick(number !== 0 ? yes : no, at))
}

function steps(series: Series, by: (change: number, elapsed_s: number) => number): Series {
  let last: readonly [at: number, number: number] | undefined
  return changed(series, (number, at) => {
    const before = last
    last = [at, number]
    return before && by(number - before[1], at - before[0])
  })
}

/** Applies an operator of the grammar. */
export const operate = (operator: string, a: Value, b: Value): Value => combine(a, b, OPERATORS[operator]!)
