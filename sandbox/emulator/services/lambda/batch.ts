import type { _Record } from '@aws-sdk/client-kinesis'
import type { InvokeCommandOutput } from '@aws-sdk/client-lambda'
import { servicePrincipal, type Host } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import { changeMapping, type MappingRecord } from './mapping.ts'
import { measureIteratorAge } from './measure.ts'
import { eventOf, firstFailure } from './records.ts'
import { functionTopic, type FunctionRecord } from './state.ts'

const FIRST_RETRY_MS = 100
const LONGEST_RETRY_MS = 60_000

/** What a batch needs to know while it is worked on; the mapping and the function may change meanwhile. */
export interface BatchContext {
  readonly host: Host
  readonly shardId: string
  readonly signal: AbortSignal
  readonly mapping: () => MappingRecord | undefined
  readonly function: () => FunctionRecord
  /** Everything up to this record is done with. */
  checkpoint(sequenceNumber: string): void
}

/**
 * Brings a batch to its end: invokes the function until it succeeds or the mapping's rules give the records up, and
 * moves the checkpoint along. Returns early, without a checkpoint, when the mapping stops.
 */
export async function work(of: BatchContext, records: readonly _Record[]): Promise<void> {
  const last = records.at(-1)!.SequenceNumber!
  let rest = records
  for (let failures = 0, pauses = 0; !of.signal.aborted; ) {
    const mapping = of.mapping()
    if (!mapping) return
    rest = young(of, mapping, rest)
    if (rest.length === 0) return of.checkpoint(last)
    const result = await attempt(of, mapping, rest)
    if (result === 'again') {
      await pause(of, pauses++)
      continue
    }
    if (result === 'done') return of.checkpoint(last)
    if (result.from > 0) {
      // The batch goes on as a new one from the record that failed.
      of.checkpoint(rest[result.from - 1]!.SequenceNumber!)
      rest = rest.slice(result.from)
      failures = 0
    }
    failures++
    if (mapping.retries >= 0 && failures > mapping.retries) return of.checkpoint(last)
    if (mapping.bisect && rest.length > 1) return halves(of, rest)
    await pause(of, failures - 1)
  }
}

/** Two smaller batches in the records' order; splitting does not count as a retry. */
async function halves(of: BatchContext, records: readonly _Record[]): Promise<void> {
  const middle = Math.ceil(records.length / 2)
  await work(of, records.slice(0, middle))
  if (!of.signal.aborted) await work(of, records.slice(middle))
}

function young(of: BatchContext, { maximumAge_s }: MappingRecord, records: readonly _Record[]): readonly _Record[] {
  if (maximumAge_s < 0) return records
  const oldest = of.host.clock.now() - maximumAge_s * 1000
  return records.filter(({ ApproximateArrivalTimestamp }) => ApproximateArrivalTimestamp!.getTime() >= oldest)
}

/** One invocation: `done`, the index from which records failed, or `again` where the function was not even run. */
async function attempt(
  of: BatchContext,
  mapping: MappingRecord,
  records: readonly _Record[],
): Promise<'done' | 'again' | { readonly from: number }> {
  const { host, shardId } = of
  let answer: InvokeCommandOutput
  try {
    const Payload = eventOf(records, { shardId, streamArn: mapping.sourceArn, roleArn: of.function().role })
    const caller = { principal: servicePrincipal('lambda.amazonaws.com', mapping.account), region: mapping.region }
    measureIteratorAge(host, of.function(), records.at(-1)!)
    answer = await host.call<InvokeCommandOutput>(caller, 'lambda', 'Invoke', { FunctionName: mapping.functionArn, Payload })
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    changeMapping(host, mapping, { lastResult: `PROBLEM: ${error.message}` })
    return 'again'
  }
  // What a function says while the engine ends its processes is no answer.
  if (of.signal.aborted && answer.FunctionError) return 'again'
  const from = answer.FunctionError ? 0 : reported(mapping, answer, records)
  changeMapping(host, mapping, { lastResult: from === undefined ? 'OK' : 'PROBLEM: Function call failed' })
  return from === undefined ? 'done' : { from }
}

function reported(mapping: MappingRecord, answer: InvokeCommandOutput, records: readonly _Record[]): number | undefined {
  return mapping.responseTypes.includes('ReportBatchItemFailures') ? firstFailure(answer.Payload, records) : undefined
}

/** Longer each time; over at once when the function changes, because that may be the repair. */
async function pause(of: BatchContext, earlier: number): Promise<void> {
  const { host } = of
  const over = new AbortController()
  const stop = () => over.abort()
  of.signal.addEventListener('abort', stop, { once: true })
  const topic = functionTopic(of.mapping()?.functionArn ?? '')
  const delay_ms = Math.min(FIRST_RETRY_MS * 2 ** Math.min(earlier, 20), LONGEST_RETRY_MS)
  const changed = host.signals.changed(topic, host.signals.version(topic), over.signal)
  await Promise.race([changed, host.clock.sleep(delay_ms, over.signal)])
  over.abort()
  of.signal.removeEventListener('abort', stop)
}
