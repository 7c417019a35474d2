import { AwsError } from '../../kernel/errors.ts'
import { attempt, type BatchContext, type Failure } from './attempt.ts'
import { beginDiscard } from './batch-span.ts'
import { deliver, type Discarded } from './destination.ts'
import { mappingTopic, type MappingRecord } from './mapping.ts'
import { countEvents } from './measure.ts'
import { arrivalOf, type Item } from './records.ts'
import { functionTopic } from './state.ts'
import type { OpenWindow } from './tumbling.ts'

const FIRST_RETRY_MS = 100
const LONGEST_RETRY_MS = 60_000
/** No stream keeps its records for less. */
const SHORTEST_RETENTION_MS = 24 * 3_600_000

/**
 * Brings a batch to its end: invokes the function until it succeeds or the mapping's rules give the records up, and
 * moves the checkpoint along. Returns early, without a checkpoint, when the mapping stops. `bisectedFrom` is the size of
 * the batch that these records are a part of.
 */
export async function work(of: BatchContext, items: readonly Item[], bisectedFrom?: number): Promise<void> {
  const last = items.at(-1)!.record.SequenceNumber!
  let rest = items
  let latest: Failure | undefined
  for (let failures = 0, pauses = 0, tries = 1; !of.signal.aborted; tries++) {
    const mapping = of.mapping()
    if (!mapping) return
    rest = await withoutOld(of, mapping, rest, { ...latest, invokeCount: failures })
    if (rest.length === 0) return of.checkpoint(last)
    const result = await attempt(of, mapping, rest, partOf(of), { attempt: tries, bisectedFrom })
    countEvents(of.host, mapping, result === 'again' ? 'FailedInvokeEventCount' : 'InvokedEventCount', rest.length)
    if (result === 'done') {
      if (isTwice(of, mapping)) await attempt(of, mapping, rest, partOf(of), { attempt: tries + 1, bisectedFrom })
      return of.checkpoint(last)
    }
    if (result === 'again') {
      await pause(of, pauses++, rest[0])
      continue
    }
    latest = result
    if (result.from > 0) {
      // The batch goes on as a new one from the record that failed: that is how it is bisected, too.
      of.checkpoint(rest[result.from - 1]!.record.SequenceNumber!)
      rest = rest.slice(result.from)
      failures = 0
    } else if (mapping.bisect && rest.length > 1) return halves(of, rest)
    failures++
    if (mapping.retries >= 0 && failures > mapping.retries) {
      await giveUp(of, mapping, { ...result, condition: 'RetryAttemptsExhausted', invokeCount: failures, items: rest })
      return of.checkpoint(last)
    }
    await pause(of, failures - 1, rest[0])
  }
}

/** Gives the function a window without records (its last time, or one too many) until it takes it. */
export async function closeWindow(of: BatchContext, window: OpenWindow): Promise<void> {
  for (let failures = 0; !of.signal.aborted; ) {
    const mapping = of.mapping()
    if (!mapping) return
    if ((await attempt(of, mapping, [], { window, final: !window.overflown })) === 'done') return
    await pause(of, failures++)
  }
}

/** Lambda promises to deliver at least once: whether this batch comes again, although all was well. */
function isTwice({ host }: BatchContext, { account, functionArn, sourceArn, uuid }: MappingRecord): boolean {
  const subject = { site: 'batch', service: 'lambda', operation: 'Invoke', account, resources: [functionArn, sourceArn, uuid] } as const
  return host.faults.active?.at(subject) !== undefined
}

function partOf(of: BatchContext) {
  const window = of.window()
  return window && { window, final: false }
}

/** Two smaller batches in the records' order; splitting does not count as a retry. */
async function halves(of: BatchContext, items: readonly Item[]): Promise<void> {
  const middle = Math.ceil(items.length / 2)
  await work(of, items.slice(0, middle), items.length)
  if (!of.signal.aborted) await work(of, items.slice(middle), items.length)
}

/** The records that are neither older than the mapping allows nor gone from the stream; the others are given up. */
async function withoutOld(
  of: BatchContext,
  mapping: MappingRecord,
  items: readonly Item[],
  tried: Pick<Discarded, 'requestId' | 'invokeCount'>,
): Promise<readonly Item[]> {
  const longest_ms = Math.min(mapping.maximumAge_s < 0 ? Infinity : mapping.maximumAge_s * 1000, await retention(of, items[0]!))
  const oldest = of.host.clock.now() - longest_ms
  const old = items.findIndex((item) => arrivalOf(item) >= oldest)
  if (old === 0) return items
  const count = old < 0 ? items.length : old
  await giveUp(of, mapping, { ...tried, condition: 'RecordAgeExceeded', items: items.slice(0, count) })
  return items.slice(count)
}

/** Changes are told of the function, whichever of its versions is meant. */
const unqualified = (arn: string) => arn.split(':').slice(0, 7).join(':')

/** How long it takes until the mapping gives a record up for its age. */
function leftOf({ host }: BatchContext, { maximumAge_s }: MappingRecord, item: Item | undefined): number {
  if (!item || maximumAge_s < 0) return Infinity
  return Math.max(0, arrivalOf(item) + maximumAge_s * 1000 - host.clock.now()) + 1
}

/** Only asked for where a record is so old that it matters; Infinity where the role may not know. */
async function retention(of: BatchContext, item: Item): Promise<number> {
  if (of.host.clock.now() - arrivalOf(item) < SHORTEST_RETENTION_MS) return Infinity
  try {
    return await of.source.retention_ms()
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return Infinity
  }
}

async function giveUp(of: BatchContext, mapping: MappingRecord, discarded: Omit<Discarded, 'shardId' | 'trace'>): Promise<void> {
  const { items, condition, invokeCount } = discarded
  const trace = beginDiscard(of, mapping, items, condition, invokeCount)
  const delivered = await deliver(of.host, of.source, mapping, { ...discarded, shardId: of.shardId, trace })
  of.host.traces.end(trace, { error: { code: condition, message: `${items.length} given up after ${invokeCount} invocations.` } })
  const metric = delivered ? 'OnFailureDestinationDeliveredEventCount' : 'DroppedEventCount'
  countEvents(of.host, mapping, metric, discarded.items.length)
}

/**
 * Longer each time, but not longer than until the oldest record is too old; over at once when the function or the mapping
 * changes, because that may be the repair.
 */
async function pause(of: BatchContext, earlier: number, oldest?: Item): Promise<void> {
  const { host, signal } = of
  const mapping = of.mapping()
  if (!mapping || signal.aborted) return
  const over = new AbortController()
  const stop = () => over.abort()
  signal.addEventListener('abort', stop, { once: true })
  const topics = [functionTopic(unqualified(mapping.functionArn)), mappingTopic(mapping.uuid)]
  const changes = topics.map((topic) => host.signals.changed(topic, host.signals.version(topic), over.signal))
  const delay_ms = Math.min(FIRST_RETRY_MS * 2 ** Math.min(earlier, 20), LONGEST_RETRY_MS, leftOf(of, mapping, oldest))
  await Promise.race([...changes, host.clock.sleep(delay_ms, over.signal)])
  stop()
  signal.removeEventListener('abort', stop)
}
