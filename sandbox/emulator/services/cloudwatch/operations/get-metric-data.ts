import type {
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  MetricDataQuery,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch'
import { operation } from '../../../kernel/operation.ts'
import { Faults } from '../checks.ts'
import { invalidNextToken, validationError } from '../errors.ts'
import { Queries } from '../queries.ts'
import { checkQuery } from '../query-check.ts'

const MOST_QUERIES = 500
const MOST_DATAPOINTS = 100_800

export const GetMetricData = operation<GetMetricDataCommandInput, GetMetricDataCommandOutput>({
  action: 'cloudwatch:GetMetricData',
  resource: '*',
  handle(input, ctx) {
    check(input)
    const asked = input.MetricDataQueries!
    const queries = new Queries(ctx, asked, input.StartTime!, input.EndTime!)
    const ascending = input.ScanBy === 'TimestampAscending'
    const results = asked
      .filter(({ ReturnData, AccountId }) => ReturnData !== false && (AccountId ?? ctx.account) === ctx.account)
      .flatMap((query) => queries.series(query.Id!).map(({ label, points }) => resultOf(query, label, points, ascending)))
    const from = input.NextToken === undefined ? 0 : openToken(input.NextToken)
    const page = cut(results, from, input.MaxDatapoints ?? MOST_DATAPOINTS)
    return {
      MetricDataResults: page.results,
      ...(page.next === undefined ? {} : { NextToken: sealToken(page.next) }),
      Messages: [],
    }
  },
})

function resultOf(query: MetricDataQuery, label: string, points: ReadonlyMap<number, number>, ascending: boolean): MetricDataResult {
  const ordered = ascending ? [...points] : [...points].reverse()
  return {
    Id: query.Id!,
    Label: query.Label ?? label,
    Timestamps: ordered.map(([at]) => new Date(at * 1000)),
    Values: ordered.map(([, value]) => value),
    StatusCode: 'Complete',
  }
}

/** `most` data points of all results from the `from`th on. A result that is not all told yet is partial. */
function cut(results: readonly MetricDataResult[], from: number, most: number): { results: MetricDataResult[]; next?: number } {
  const page: MetricDataResult[] = []
  let [skip, room, total] = [from, most, 0]
  for (const result of results) {
    const [times, values] = [result.Timestamps!, result.Values!]
    total += values.length
    const start = Math.min(skip, values.length)
    skip -= start
    const end = Math.min(start + room, values.length)
    room -= end - start
    // What earlier pages have told whole is left out, and what has no room yet; empty results belong to the first page.
    if (end === start && (values.length > 0 || from > 0)) continue
    const StatusCode = end < values.length ? 'PartialData' : 'Complete'
    page.push({ ...result, Timestamps: times.slice(start, end), Values: values.slice(start, end), StatusCode })
  }
  return total > from + most ? { results: page, next: from + most } : { results: page }
}

const sealToken = (next: number) => Buffer.from(`data:${next}`).toString('base64url')

function openToken(token: string): number {
  const [, next] = /^data:(\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? []
  if (next === undefined) throw invalidNextToken()
  return Number(next)
}

function check(input: GetMetricDataCommandInput): void {
  const faults = new Faults()
  for (const name of ['MetricDataQueries', 'StartTime', 'EndTime'] as const) faults.required(name, input[name])
  const { MetricDataQueries: queries = [], StartTime: start, EndTime: end, MaxDatapoints: most } = input
  if (input.MetricDataQueries?.length === 0) faults.missing('The parameter MetricDataQueries is required.')
  if (queries.length > MOST_QUERIES)
    faults.value(`The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}.`)
  faults.oneOf('ScanBy', input.ScanBy, ['TimestampDescending', 'TimestampAscending'])
  if (most !== undefined && (most < 1 || most > MOST_DATAPOINTS))
    faults.value(`The parameter MaxDatapoints must be between 1 and ${MOST_DATAPOINTS}.`)
  if (start && end && start.getTime() >= end.getTime())
    faults.value('The parameter StartTime must be less than the parameter EndTime.')
  for (const [i, query] of queries.entries()) checkQuery(faults, `MetricDataQueries.member.${i + 1}`, query)
  faults.throwIfAny('ValidationException')
  const ids = new Set(queries.map(({ Id }) => Id))
  if (ids.size < queries.length) throw validationError('The values for parameter Id in MetricDataQueries are not unique.')
  if (queries.every(({ ReturnData }) => ReturnData === false))
    throw validationError('At least one of the MetricDataQueries must have ReturnData set to true.')
}
