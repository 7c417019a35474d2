import type { Host } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import { addMetric, metricSource, type Dimension, type MetricScope } from '../../kernel/metrics.ts'
import type { MappingRecord } from './mapping.ts'
import type { Outcome } from './runtime/outcome.ts'
import { scopeOf, type FunctionRecord } from './state.ts'

type Measured = Pick<FunctionRecord, 'name' | 'account' | 'region'>

/** How many invocations of a function, and of an account in a region, are under way. */
const underWay = new WeakMap<Host['store'], Map<string, number>>()

/** Runs an invocation and counts it and its error; one that is refused is a throttle, and no invocation. */
export async function measured(host: Host, found: FunctionRecord, qualifier: string | undefined, run: () => Promise<Outcome>): Promise<Outcome> {
  const counters = countersOf(host)
  const keys = [found.arn, `${found.account}/${found.region}`] as const
  const [ofFunction, ofAll] = keys.map((key) => change(counters, key, 1)) as [number, number]
  const noters = () => notersOf(host, found, qualifier)
  try {
    const outcome = await run()
    for (const [i, note] of noters().entries()) {
      note('Invocations', 'Count', 1)
      note('Errors', 'Count', outcome.errorType === undefined ? 0 : 1)
      note('Throttles', 'Count', 0)
      note('ConcurrentExecutions', 'Count', i === 1 ? ofAll : ofFunction)
    }
    return outcome
  } catch (error) {
    if (error instanceof AwsError && error.code === 'TooManyRequestsException')
      for (const note of noters()) note('Throttles', 'Count', 1)
    throw error
  } finally {
    for (const key of keys) change(counters, key, -1)
  }
}

/** How long the function's own code took. */
export function measureDuration(host: Host, found: Measured, qualifier: string | undefined, duration_ms: number): void {
  for (const note of notersOf(host, found, qualifier)) note('Duration', 'Milliseconds', duration_ms)
}

type AsyncMetric = 'AsyncEventsReceived' | 'AsyncEventAge' | 'AsyncEventsDropped' | 'DestinationDeliveryFailures'

/** What becomes of events in a function's queue; the age is in milliseconds. */
export function measureAsync(host: Host, of: Measured & { readonly qualifier?: string }, name: AsyncMetric, value: number): void {
  for (const note of notersOf(host, of, of.qualifier)) note(name, name === 'AsyncEventAge' ? 'Milliseconds' : 'Count', value)
}

/** How old the last record of a batch is when the function is given it. */
export function measureIteratorAge(host: Host, found: Measured, last: { readonly ApproximateArrivalTimestamp?: Date | undefined }): void {
  const arrived = last.ApproximateArrivalTimestamp?.getTime()
  if (arrived === undefined) return
  for (const note of notersOf(host, found)) note('IteratorAge', 'Milliseconds', Math.max(0, host.clock.now() - arrived))
}

export type EventCount =
  | 'PolledEventCount'
  | 'FilteredOutEventCount'
  | 'InvokedEventCount'
  | 'FailedInvokeEventCount'
  | 'DroppedEventCount'
  | 'OnFailureDestinationDeliveredEventCount'

/** Counts records on their way through a mapping, where it has been asked to. */
export function countEvents(host: Host, mapping: MappingRecord, name: EventCount, count: number): void {
  if (!mapping.metrics.includes('EventCount') || count === 0) return
  const scope = { ...scopeOf(host, mapping), clock: host.clock }
  noter(scope, [['EventSourceMappingUUID', mapping.uuid]])(name, 'Count', count)
}

type Note = (name: string, unit: string, value: number) => void

/** AWS tells of each function, once more of all functions together, and of a version or alias that was asked for by its name. */
function notersOf(host: Host, found: Measured, qualifier?: string): readonly [ofFunction: Note, ofAll: Note, ...ofResource: Note[]] {
  const scope = { ...scopeOf(host, found), clock: host.clock }
  const own: Dimension = ['FunctionName', found.name]
  const resource: Dimension = ['Resource', `${found.name}:${qualifier}`]
  return [noter(scope, [own]), noter(scope, []), ...(qualifier === undefined ? [] : [noter(scope, [own, resource])])]
}

function noter(scope: MetricScope, dimensions: readonly Dimension[]): Note {
  const source = metricSource(scope, 'AWS/Lambda', dimensions)
  return (name, unit, value) => addMetric(scope, source, name, unit, value)
}

function countersOf(host: Host): Map<string, number> {
  const known = underWay.get(host.store)
  if (known) return known
  const counters = new Map<string, number>()
  underWay.set(host.store, counters)
  return counters
}

function change(counters: Map<string, number>, key: string, by: number): number {
  const count = (counters.get(key) ?? 0) + by
  if (count === 0) counters.delete(key)
  else counters.set(key, count)
  return count
}
