import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import type { Context } from '../../kernel/context.ts'
import { emptyDistribution, merge, type Distribution } from '../../kernel/distribution.ts'
import { notHere, validationError } from './errors.ts'
import { evaluate, missingFunction } from './math/evaluate.ts'
import { MathError, parseExpression } from './math/parse.ts'
import { isList, type Series, type Value } from './math/values.ts'
import { dimensionsOf, readPeriods, roundStart } from './state.ts'
import { statisticOf } from './statistics.ts'

/** The queries of one request, each computed once, when something first needs it. */
export class Queries {
  readonly #ctx: Context
  readonly #queries: ReadonlyMap<string, MetricDataQuery>
  readonly #start: Date
  readonly #end: Date
  readonly #known = new Map<string, Value>()
  readonly #pending = new Set<string>()

  constructor(ctx: Context, queries: readonly MetricDataQuery[], start: Date, end: Date) {
    this.#ctx = ctx
    this.#queries = new Map(queries.map((query) => [query.Id!, query]))
    this.#start = start
    this.#end = end
  }

  /** The series that a query comes to. Throws `ValidationError` naming the query. */
  series(id: string): readonly Series[] {
    try {
      const value = this.#value(id)
      if (typeof value === 'number') throw new MathError('The expression does not return a time series')
      // Several series keep the names of their metrics; what was computed is named by its query.
      if (isList(value)) return value.map((series) => (series.label === '' ? { ...series, label: id } : series))
      return [this.#queries.get(id)?.MetricStat ? value : { ...value, label: id }]
    } catch (error) {
      if (error instanceof MathError) throw validationError(`Error in expression '${id}': ${error.message}`)
      throw error
    }
  }

  #value(id: string): Value {
    const known = this.#known.get(id)
    if (known !== undefined) return known
    const query = this.#queries.get(id)
    if (!query) throw new MathError(`Undefined variable ${id}`)
    if (this.#pending.has(id)) throw new MathError(`${id} depends on itself`)
    this.#pending.add(id)
    const value = query.MetricStat ? this.#metric(query) : this.#expression(query)
    this.#pending.delete(id)
    this.#known.set(id, value)
    return value
  }

  #expression(query: MetricDataQuery): Value {
    const text = query.Expression!
    if (/^\s*SELECT\s/i.test(text)) throw notHere('cloudwatch:GetMetricData with a Metrics Insights query')
    const node = parseExpression(text)
    const missing = missingFunction(node)
    if (missing !== undefined) throw notHere(`cloudwatch:GetMetricData with the metric math function ${missing}`)
    const period_s = query.Period ?? this.#longestPeriod()
    const span = {
      period_s,
      start_s: roundStart(this.#start.getTime(), period_s, this.#ctx.now),
      end_s: this.#end.getTime() / 1000,
    }
    return evaluate(node, {
      span,
      query: (id) => this.#value(id),
      metrics: (part) =>
        [...this.#queries.values()]
          .filter(({ MetricStat, Id }) => MetricStat && Id!.includes(part))
          .map(({ Id }) => this.#value(Id!) as Series),
    })
  }

  #longestPeriod(): number {
    const periods = [...this.#queries.values()].flatMap(({ MetricStat }) => MetricStat?.Period ?? [])
    return periods.length === 0 ? 60 : Math.max(...periods)
  }

  #metric(query: MetricDataQuery): Series {
    const { Metric, Period: period_s = 60, Stat, Unit: unit } = query.MetricStat!
    const held = new Map<number, Distribution>()
    const start_s = roundStart(this.#start.getTime(), period_s, this.#ctx.now)
    const { Namespace: namespace, MetricName: name } = Metric!
    const dimensions = dimensionsOf(Metric!.Dimensions)
    const asked = { namespace: namespace!, name: name!, dimensions, unit, period_s, start_s, end_s: this.#end.getTime() / 1000 }
    for (const period of readPeriods(this.#ctx, asked)) {
      const all = held.get(period.start_s) ?? emptyDistribution()
      merge(all, period.held)
      held.set(period.start_s, all)
    }
    const statistic = statisticOf(Stat!)!
    const points = new Map<number, number>()
    for (const [at, distribution] of held) {
      const value = statistic(distribution)
      if (value !== undefined) points.set(at, value)
    }
    return { label: query.Label ?? name!, period_s, points }
  }
}
