import type { Traces } from '../traces.ts'
import { Span } from './span.ts'
import type { Trace } from './trace.ts'
import { errorOf, nameOf, placedIn, round, viewSpan, type Placed, type SpanView } from './view.ts'

/** A trace in a list. */
export interface TraceSummary {
  readonly traceId: string
  /** Of its first span. */
  readonly name: string
  readonly kind: SpanView['kind']
  readonly requestId: string
  readonly account: string
  /** Epoch milliseconds. */
  readonly start: number
  /** From the first beginning to the last end so far. */
  readonly duration_ms: number
  /** `error` where any of its spans has one. */
  readonly status: 'running' | 'ok' | 'error'
  readonly spans: number
  readonly errors: number
  /** The S3 keys that it touched, the first few. */
  readonly keys: readonly string[]
  readonly services: readonly string[]
}

export interface TraceView extends TraceSummary {
  readonly tree: readonly SpanView[]
  /** Spans of it that were not kept. */
  readonly dropped: number
}

const MOST_KEYS = 8

export function summarize(traces: Traces, found: Trace | Span): TraceSummary {
  return summary(traces, found, placedIn(found))
}

export function viewTrace(traces: Traces, found: Trace | Span): TraceView {
  const placed = placedIn(found)
  return { ...summary(traces, found, placed), dropped: found instanceof Span ? 0 : found.dropped, tree: placed.map((one) => viewSpan(traces, found, one)) }
}

function summary(traces: Traces, found: Trace | Span, placed: readonly Placed[]): TraceSummary {
  const first = placed[0]!.span
  const errors = placed.filter(errorOf).length
  const isRunning = placed.some(({ span }) => span.duration_ms < 0)
  return {
    traceId: found instanceof Span ? traces.idOf(found) : found.id,
    ...{ name: nameOf(first), kind: first.kind, requestId: first.requestId, account: first.account, start: first.start },
    duration_ms: round(placed.reduce((latest, { span }) => Math.max(latest, span.start + Math.max(0, span.duration_ms)), 0) - first.start),
    status: isRunning ? 'running' : errors > 0 ? 'error' : 'ok',
    ...{ spans: placed.length, errors },
    keys: [...new Set(placed.flatMap(({ span }) => keyOf(span)))].slice(0, MOST_KEYS),
    services: [...new Set(placed.map(({ span }) => span.service))],
  }
}

const keyOf = ({ attributes }: Span) => (typeof attributes?.['key'] === 'string' ? [attributes['key']] : [])

/** What a list is narrowed to. */
export interface TraceQuery {
  /** A whole key, or its last parts. */
  readonly key?: string | undefined
  /** As a client was told it: S3 shows the first sixteen digits, without dashes. */
  readonly requestId?: string | undefined
  readonly status?: 'ok' | 'error' | 'running' | undefined
  readonly account?: string | undefined
  /** The kind of the first span. */
  readonly root?: string | undefined
}

/** Newest first. */
export function listTraces(traces: Traces, query: TraceQuery = {}): (Trace | Span)[] {
  return [...traces.all()].filter((found) => fits(traces, found, query)).sort((a, b) => b.number - a.number)
}

function fits(traces: Traces, found: Trace | Span, { key, requestId, status, account, root }: TraceQuery): boolean {
  if (key === undefined && requestId === undefined && status === undefined && account === undefined && root === undefined) return true
  const placed = placedIn(found)
  const has = (test: (span: Span) => boolean) => placed.some(({ span }) => test(span))
  if (key !== undefined && !has((span) => keyOf(span).some((known) => known === key || known.endsWith(`/${key}`)))) return false
  if (requestId !== undefined && !has((span) => isId(span.requestId, requestId))) return false
  if (root !== undefined && placed[0]!.span.kind !== root) return false
  if (account !== undefined && placed[0]!.span.account !== account) return false
  return status === undefined || summary(traces, found, placed).status === status
}

const ENOUGH = 16

function isId(id: string, wanted: string): boolean {
  const [known, given] = [id, wanted].map((one) => one.replaceAll('-', '').toLowerCase()) as [string, string]
  return known === given || (given.length >= ENOUGH && known.startsWith(given))
}
