import type { Host } from '../../kernel/context.ts'
import { TRACE, type Traced } from '../../kernel/trace/link.ts'
import type { Span, SpanError, SpanKind } from '../../kernel/trace/span.ts'
import type { Result } from './attempt.ts'
import type { MappingRecord } from './mapping.ts'
import type { Item } from './records.ts'

/** How a batch came to be tried. */
export interface Try {
  /** From 1. */
  readonly attempt: number
  /** Of how many records the batch was that this one is a part of. */
  readonly bisectedFrom?: number | undefined
}

/** Where records are, and whose. */
interface Place {
  readonly host: Host
  readonly shardId: string
  readonly source: { readonly streamArn: string }
}

const lastPart = (arn: string, separator: string) => arn.slice(arn.lastIndexOf(separator) + 1)

/** A span in the trace of every record, and one that all of these share where they are several. */
export function beginBatch(of: Place, mapping: MappingRecord, items: readonly Item[], { attempt, bisectedFrom }: Try): Span {
  const span = begin(of, attempt > 1 ? 'retry' : 'batch', mapping, items)
  span.add({ attempt, ...(bisectedFrom === undefined ? {} : { bisected: `${items.length} of ${bisectedFrom}` }) })
  return span
}

export function endBatch(host: Host, span: Span, items: readonly Item[], result: Result): void {
  const from = typeof result === 'object' && result.from > 0 ? { failedFrom: result.from } : {}
  host.traces.end(span, { error: errorOf(result, items.length), attributes: from })
}

function errorOf(result: Result, count: number): SpanError | undefined {
  if (result === 'done') return undefined
  if (result === 'again') return { code: 'NotInvoked', message: 'The function could not be invoked.' }
  if (result.response?.functionError) return { code: 'FunctionError', message: 'The function failed.' }
  if (result.response?.statusCode !== 200) return { code: 'NotInvoked', message: 'The records are too large for an invocation.' }
  return { code: 'BatchItemFailures', message: `The function handed back ${count - result.from} of ${count} records.` }
}

/** Records that are given up, with what is told of them to a destination below. */
export function beginDiscard(of: Place, mapping: MappingRecord, items: readonly Item[], condition: string, invokeCount: number): Span {
  const span = begin(of, 'discard', mapping, items)
  span.name = `given up: ${condition}`
  span.add({ invokeCount })
  return span
}

/** A record that no filter of the mapping lets through. */
export function tellFiltered(of: Place, mapping: MappingRecord, item: Item): void {
  const span = begin(of, 'discard', mapping, [item])
  span.name = 'filtered out'
  of.host.traces.end(span)
}

function begin({ host, shardId, source }: Place, kind: SpanKind, { account, region, functionArn, uuid }: MappingRecord, items: readonly Item[]): Span {
  const [stream, name] = [lastPart(source.streamArn, '/'), functionArn.split(':')[6] ?? functionArn]
  const links = items.map(({ record }) => (record as Traced)[TRACE])
  const facts = { service: 'lambda', name: `${stream} → ${name}`, account, region, principal: 'lambda.amazonaws.com' }
  const span = host.traces.batch(kind, facts, links, (place) => Buffer.from(items[place]!.record.Data!).toString())
  span.attributes = {
    ...{ stream, shard: shardId, function: name, mapping: uuid, records: items.length },
    firstSequenceNumber: items[0]!.record.SequenceNumber,
    lastSequenceNumber: items.at(-1)!.record.SequenceNumber,
    size_bytes: items.reduce((sum, { record }) => sum + record.Data!.byteLength, 0),
  }
  return span
}
