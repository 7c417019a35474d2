import { EXIT, UserError } from './user-error.ts'

/** One step of a trace. Times are epoch milliseconds, durations milliseconds. */
export interface Span {
  readonly traceId: string
  readonly spanId: string
  /** Absent for the first, and where that is elsewhere. */
  readonly parentId?: string
  readonly kind: 'request' | 'authorizer' | 'call' | 'invocation' | 'init' | 'batch' | 'retry' | 'discard'
  /** `POST /uploads`, `s3:PutObject`, a function's name, … */
  readonly name: string
  readonly service: string
  readonly account: string
  readonly region: string
  /** An ARN; empty where nobody signed. */
  readonly principal: string
  readonly requestId: string
  readonly start: number
  /** Absent as long as it has not ended. */
  readonly duration_ms?: number
  readonly status: 'running' | 'ok' | 'error'
  readonly error?: { readonly code: string; readonly message: string }
  /** Bucket, key, size_bytes, stream, shard, attempt, … */
  readonly attributes: Readonly<Record<string, string | number | boolean | undefined>>
  /** What policies said, in order. */
  readonly decisions?: readonly Decision[]
  /** The same batch in other traces: the first few, and of how many. */
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[]
  readonly linked?: number
  readonly logs?: {
    readonly group: string
    readonly stream: string
    readonly lines: readonly { readonly time: number; readonly message: string }[]
    /** Lines beyond these. */
    readonly left: number
  }
}

export interface Decision {
  readonly action: string
  readonly resource: string
  readonly decision: 'allow' | 'explicitDeny' | 'implicitDeny'
  readonly reason?: string
  readonly audited?: true
}

export interface TraceSummary {
  readonly traceId: string
  /** Of its first span. */
  readonly name: string
  readonly kind: Span['kind']
  readonly requestId: string
  readonly account: string
  readonly start: number
  /** To the last end so far. */
  readonly duration_ms: number
  /** `error` where any of its spans has one. */
  readonly status: Span['status']
  readonly spans: number
  readonly errors: number
  /** The S3 keys that it touched, the first few. */
  readonly keys: readonly string[]
  readonly services: readonly string[]
}

/** All that came of one request: parents come before their children, else in order of time. */
export interface Trace extends TraceSummary {
  readonly tree: readonly Span[]
  /** Spans that were not kept. */
  readonly dropped: number
}

export interface TraceQuery {
  readonly limit?: number
  /** A whole S3 key, or its last parts. */
  readonly key?: string
  /** Of the API's request, or of any call. */
  readonly requestId?: string
  readonly status?: Span['status']
  readonly account?: string
  /** Only those that begin with this kind. */
  readonly root?: Span['kind']
}

/** Newest first. Throws `UserError` where there are no traces to ask for. */
export async function listTraces(endpoint: string, query: TraceQuery = {}): Promise<TraceSummary[]> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)] as [string, string])
  return (await ask<{ traces: TraceSummary[] }>(endpoint, `?${new URLSearchParams(given)}`))!.traces
}

const TRACE_ID = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/

/**
 * The trace of a request id, an S3 key (also its last parts) or a trace id; `last` or nothing is the latest request to an
 * API, or, before there is one, the latest call. Undefined where there is none.
 */
export async function findTrace(endpoint: string, what = 'last', account?: string): Promise<Trace | undefined> {
  if (TRACE_ID.test(what)) return ask<Trace>(endpoint, `/${what}`)
  const own = { limit: 1, ...(account === undefined ? {} : { account }) }
  const narrowed: TraceQuery[] = what === 'last' ? [{}] : [{ requestId: what }, { key: what.replace(/^\//, '') }]
  for (const query of narrowed)
    // What came in through an API is what is meant, rather than who looked at the same object later.
    for (const root of [{ root: 'request' as const }, {}]) {
      const [found] = await listTraces(endpoint, { ...own, ...query, ...root })
      if (found) return ask<Trace>(endpoint, `/${found.traceId}`)
    }
  return undefined
}

export const noTraces = (endpoint: string) =>
  new UserError(`The engine at ${endpoint} keeps no traces. Only the embedded engine does.`, EXIT.pipelineFailed)

async function ask<T>(endpoint: string, path: string): Promise<T | undefined> {
  const response = await fetch(`${endpoint}/_sandbox/traces${path}`)
  const answer = (await response.json().catch(() => undefined)) as (T & { message?: string }) | undefined
  if (response.ok && answer) return answer
  if (response.status === 404 && answer?.message?.startsWith('There is no trace')) return undefined
  throw response.status === 400 ? new UserError(answer?.message ?? 'That is no question.', EXIT.usage) : noTraces(endpoint)
}
