import type { InvokeCommandOutput } from '@aws-sdk/client-lambda'
import { servicePrincipal, type Host } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import type { Span } from '../../kernel/trace/span.ts'
import { beginBatch, endBatch, type Try } from './batch-span.ts'
import type { Attempted } from './destination.ts'
import { changeMapping, type MappingRecord } from './mapping.ts'
import { measureIteratorAge } from './measure.ts'
import { eventOf, firstFailure, type Item } from './records.ts'
import type { Source } from './source.ts'
import type { FunctionRecord } from './state.ts'
import { withState, type OpenWindow, type WindowPart } from './tumbling.ts'

/** What a batch needs to know while it is worked on; the mapping and the function may change meanwhile. */
export interface BatchContext {
  readonly host: Host
  readonly source: Source
  readonly shardId: string
  readonly signal: AbortSignal
  readonly mapping: () => MappingRecord | undefined
  readonly function: () => FunctionRecord
  /** Everything up to this record is done with. */
  checkpoint(sequenceNumber: string): void
  /** The tumbling window that the batch belongs to; undefined where there are none. */
  window(): OpenWindow | undefined
  keepWindow(window: OpenWindow): void
}

/**
 * What came of an invocation: all is well, the index of the first record that failed, or `again` where the function was
 * not even run.
 */
export type Result = 'done' | 'again' | Failure

export interface Failure extends Attempted {
  readonly from: number
}

/** Invokes the function once, with what there is of a window, and keeps the state that it answers. */
export async function attempt(of: BatchContext, mapping: MappingRecord, items: readonly Item[], part?: WindowPart, tried: Try = { attempt: 1 }): Promise<Result> {
  // A window that is closed has no records, and is nobody's.
  if (items.length === 0) return invoke(of, mapping, items, part)
  const span = beginBatch(of, mapping, items, tried)
  let result: Result = 'again'
  try {
    return (result = await invoke(of, mapping, items, part, span))
  } finally {
    endBatch(of.host, span, items, result)
  }
}

async function invoke(of: BatchContext, mapping: MappingRecord, items: readonly Item[], part?: WindowPart, trace?: Span): Promise<Result> {
  const { host, shardId, source } = of
  let answer: InvokeCommandOutput
  try {
    const caller = { principal: servicePrincipal('lambda.amazonaws.com', mapping.account), region: mapping.region, trace }
    const Payload = eventOf(items, { shardId, sourceArn: source.arn }, part)
    if (items.length > 0) measureIteratorAge(host, of.function(), items.at(-1)!.record)
    answer = await host.call<InvokeCommandOutput>(caller, 'lambda', 'Invoke', { FunctionName: mapping.functionArn, Payload })
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    changeMapping(host, mapping, { lastResult: `PROBLEM: ${error.message}` })
    // A record that no invocation can carry is a failure; anything else is no fault of the records.
    if (error.code !== 'RequestTooLargeException') return 'again'
    return { from: 0, response: { statusCode: error.status, executedVersion: '$LATEST', functionError: null } }
  }
  // What a function says while the engine ends its processes is no answer.
  if (of.signal.aborted && answer.FunctionError) return 'again'
  const from = failedFrom(of, mapping, answer, items, part)
  changeMapping(host, mapping, { lastResult: from === undefined ? 'OK' : 'PROBLEM: Function call failed' })
  return from === undefined ? 'done' : { from, ...describe(answer) }
}

function failedFrom(of: BatchContext, mapping: MappingRecord, answer: InvokeCommandOutput, items: readonly Item[], part?: WindowPart): number | undefined {
  if (answer.FunctionError) return 0
  const from = mapping.responseTypes.includes('ReportBatchItemFailures') ? firstFailure(answer.Payload, items) : undefined
  if (!part || from === 0) return from
  const next = withState(part.window, answer.Payload)
  if (!next) {
    of.host.settings.log(`${mapping.functionArn} answered without a state, which a mapping with tumbling windows needs.`)
    return 0
  }
  if (!part.final && !part.window.overflown) of.keepWindow(next)
  return from
}

function describe(answer: InvokeCommandOutput): Attempted {
  const { StatusCode = 200, ExecutedVersion = '$LATEST', FunctionError = null } = answer
  const requestId = (answer as Partial<Pick<InvokeCommandOutput, '$metadata'>>).$metadata?.requestId
  return { requestId, response: { statusCode: StatusCode, executedVersion: ExecutedVersion, functionError: FunctionError } }
}
