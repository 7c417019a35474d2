import type { ListMetricsCommandInput, ListMetricsCommandOutput, Metric } from '@aws-sdk/client-cloudwatch'
import type { Context } from '../../../kernel/context.ts'
import { listMetricSources, type MetricSource } from '../../../kernel/metrics.ts'
import { operation } from '../../../kernel/operation.ts'
import { Faults } from '../checks.ts'
import { invalidValue } from '../errors.ts'

const PAGE = 500
const HOUR_MS = 3_600_000
const MOST_FILTERS = 10

export const ListMetrics = operation<ListMetricsCommandInput, ListMetricsCommandOutput>({
  action: 'cloudwatch:ListMetrics',
  resource: '*',
  handle(input, ctx) {
    check(input)
    const after = input.NextToken === undefined ? '' : openToken(input.NextToken)
    const found = matching(ctx, input).filter(([key]) => key > after)
    const page = found.slice(0, PAGE)
    return {
      Metrics: page.map(([, metric]) => metric),
      ...(found.length > PAGE ? { NextToken: sealToken(page.at(-1)![0]) } : {}),
      ...(input.IncludeLinkedAccounts ? { OwningAccounts: page.map(() => ctx.account) } : {}),
    }
  },
})

/** In the order of their names, each with a key that sorts so. */
function matching(ctx: Context, input: ListMetricsCommandInput): [key: string, metric: Metric][] {
  if (input.OwningAccount !== undefined && input.OwningAccount !== ctx.account) return []
  const since = ctx.now - (input.RecentlyActive ? 3 : 14 * 24) * HOUR_MS
  const found: [string, Metric][] = []
  for (const source of listMetricSources(ctx)) {
    if (!fits(source, input)) continue
    for (const [name, metrics] of source.metrics) {
      if (input.MetricName !== undefined && input.MetricName !== name) continue
      if (metrics.every(({ latest }) => latest < since)) continue
      const Dimensions = source.dimensions.map(([Name, Value]) => ({ Name, Value }))
      found.push([keyOf(source, name), { Namespace: source.namespace, MetricName: name, Dimensions }])
    }
  }
  return found.sort(([a], [b]) => (a < b ? -1 : 1))
}

/** A filter without a value asks for the name alone; a metric may have more dimensions than are asked for. */
function fits(source: MetricSource, { Namespace, Dimensions = [] }: ListMetricsCommandInput): boolean {
  if (Namespace !== undefined && Namespace !== source.namespace) return false
  return Dimensions.every((filter) =>
    source.dimensions.some(([name, value]) => name === filter.Name && (filter.Value === undefined || value === filter.Value)),
  )
}

const keyOf = ({ namespace, dimensions }: MetricSource, name: string) => [namespace, name, ...dimensions.flat()].join('\0')

const sealToken = (key: string) => Buffer.from(`metrics\0${key}`).toString('base64url')

function openToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString()
  if (!text.startsWith('metrics\0')) throw invalidValue('Invalid nextToken')
  return text.slice('metrics\0'.length)
}

function check(input: ListMetricsCommandInput): void {
  const faults = new Faults()
  faults.length('Namespace', input.Namespace, 255)
  faults.length('MetricName', input.MetricName, 255)
  faults.oneOf('RecentlyActive', input.RecentlyActive, ['PT3H'])
  const { Dimensions = [] } = input
  if (Dimensions.length > MOST_FILTERS)
    faults.value(`The collection Dimensions must not have a size greater than ${MOST_FILTERS}.`)
  for (const [i, { Name, Value }] of Dimensions.entries()) {
    faults.required(`Dimensions.member.${i + 1}.Name`, Name)
    faults.length(`Dimensions.member.${i + 1}.Name`, Name, 255)
    faults.length(`Dimensions.member.${i + 1}.Value`, Value, 1024)
  }
  faults.throwIfAny()
}
