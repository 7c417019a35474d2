import type { Decided } from '../journal.ts'
import type { Traces } from '../traces.ts'
import { Span, type Attributes, type SpanError, type SpanKind, type SpanLogs } from './span.ts'
import type { Branch, Trace } from './trace.ts'
import type { SpanId } from './trace-ids.ts'

/** A span as programs get it. Times are epoch milliseconds, durations milliseconds. */
export interface SpanView {
  readonly traceId: string
  readonly spanId: string
  /** Absent for the first of its trace, and where that is elsewhere. */
  readonly parentId?: string
  readonly kind: SpanKind
  /** `POST /uploads`, `s3:PutObject`, a function's name, … */
  readonly name: string
  readonly service: string
  readonly account: string
  readonly region: string
  /** Its ARN; empty where nobody signed. */
  readonly principal: string
  readonly requestId: string
  readonly start: number
  /** Absent as long as it has not ended. */
  readonly duration_ms?: number
  readonly status: 'running' | 'ok' | 'error'
  readonly error?: SpanError
  readonly attributes: Attributes
  /** What policies said, in order. */
  readonly decisions?: readonly Omit<Decided, 'request'>[]
  /** The same batch in the other traces that have records in it: the first few, and of how many. */
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[]
  readonly linked?: number
  readonly logs?: SpanLogs
}

/** A span in one of the traces that it belongs to. */
export interface Placed {
  readonly span: Span
  readonly parent: SpanId | undefined
  /** The batch by which it belongs there, where it does not by itself. */
  readonly branch?: Branch
}

const MOST_LINKS = 32

/** All that belongs to a trace: parents before their children, else in order of time. */
export function placedIn(found: Trace | Span): Placed[] {
  if (found instanceof Span) return [{ span: found, parent: found.parent }]
  const own = found.spans.map((span): Placed => ({ span, parent: span.parent }))
  const shared = found.branches.flatMap((branch) =>
    branch.of.spans.map((span): Placed => ({ span, parent: span.number === branch.of.number ? branch.parent : span.parent, branch })),
  )
  if (shared.length === 0 && own.every(({ span }, i) => i === 0 || own[i - 1]!.span.start <= span.start)) return own
  return [...own, ...shared].sort(({ span: a }, { span: b }) => a.start - b.start || a.number - b.number)
}

/** The traces that a span belongs to: more than one in a batch. */
export const tracesOf = (span: Span): readonly (Trace | Span)[] =>
  span.trace?.group ? span.trace.group.members.map(({ trace }) => trace) : [span.trace ?? span]

export function viewSpan(traces: Traces, found: Trace | Span, placed: Placed): SpanView {
  const { span, parent } = placed
  const error = errorOf(placed)
  return {
    traceId: found instanceof Span ? traces.idOf(found) : found.id,
    spanId: traces.ids.spanId(span.number),
    ...(parent === undefined ? {} : { parentId: traces.ids.spanId(parent) }),
    kind: span.kind,
    name: nameOf(span),
    service: span.service,
    account: span.account,
    region: span.region,
    principal: span.principal,
    requestId: span.requestId,
    start: span.start,
    ...(span.duration_ms < 0 ? {} : { duration_ms: round(span.duration_ms) }),
    status: span.duration_ms < 0 ? 'running' : error ? 'error' : 'ok',
    ...(error ? { error } : {}),
    attributes: span.attributes ?? {},
    ...(span.decisions ? { decisions: span.decisions.map(({ request: _, ...shown }) => shown) } : {}),
    ...linksOf(traces, found, placed),
    ...(span.logs ? { logs: span.logs } : {}),
  }
}

/** The span as it is in one of its traces. */
export function viewIn(traces: Traces, found: Trace | Span, span: Span): SpanView {
  const branch = found instanceof Span || span.trace === found ? undefined : found.branches.find(({ of }) => of === span.trace)
  const parent = branch && span.number === branch.of.number ? branch.parent : span.parent
  return viewSpan(traces, found, { span, parent, ...(branch ? { branch } : {}) })
}

export const nameOf = ({ kind, service, name }: Span) => (kind === 'call' ? `${service}:${name}` : name)

/** What failed in a batch from some record on was well for those before. */
export function errorOf({ span, branch }: Placed): SpanError | undefined {
  const from = span.attributes?.['failedFrom']
  return branch && typeof from === 'number' && branch.last < from ? undefined : span.error
}

export const round = (ms: number) => Math.round(ms * 1000) / 1000

function linksOf(traces: Traces, found: Trace | Span, { span }: Placed): Pick<SpanView, 'links' | 'linked'> {
  const { group, number } = span.trace ?? {}
  if (!group || span.number !== number) return {}
  const others = group.members.filter(({ trace }) => trace !== found)
  const spanId = traces.ids.spanId(span.number)
  return { links: others.slice(0, MOST_LINKS).map(({ trace }) => ({ traceId: trace.id, spanId })), linked: others.length }
}
