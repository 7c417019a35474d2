import type { Decided } from '../journal.ts'
import type { Trace } from './trace.ts'
import type { SpanId } from './trace-ids.ts'

/**
 * - `request`: an HTTP request that is no API call of AWS (to an HTTP API, a REST API, a function URL).
 * - `authorizer`: what an API's authorizer decided of it.
 * - `call`: an operation of a service, from outside or from another service.
 * - `invocation`, `init`: a function at work, and its process coming up before.
 * - `batch`, `retry`: records on their way to a function, for the first time and again.
 * - `discard`: records that are given up.
 */
export type SpanKind = 'request' | 'authorizer' | 'call' | 'invocation' | 'init' | 'batch' | 'retry' | 'discard'

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

export interface SpanError {
  readonly code: string
  readonly message: string
}

/** What a function wrote while it worked: where to, and the first lines themselves. */
export interface SpanLogs {
  readonly group: string
  readonly stream: string
  readonly lines: LogLine[]
  /** Lines that were not kept here. */
  left: number
}

export interface LogLine {
  /** Epoch milliseconds. */
  readonly time: number
  readonly message: string
}

/** Who did what, as far as it is known when a span begins. */
export interface SpanFacts {
  readonly service: string
  /** The operation of a call; elsewhere what a person would name it. */
  readonly name: string
  readonly account: string
  readonly region: string
  readonly principal?: string
  readonly requestId?: string
}

/** How a span ended. */
export interface SpanEnd {
  readonly error?: SpanError | undefined
  readonly attributes?: Attributes | undefined
  readonly decisions?: readonly Decided[] | undefined
}

/** A class with all of its members at once: each request makes one. */
export class Span {
  /** Undefined as long as it is the only one of its trace. */
  trace: Trace | undefined
  /** In order of their beginnings. */
  readonly number: number
  readonly parent: SpanId | undefined
  kind: SpanKind
  service = ''
  name = ''
  account = ''
  region = ''
  principal = ''
  requestId = ''
  /** Epoch milliseconds. */
  start: number
  /** A reading of the monotonic clock; 0 for calls, whose duration is measured elsewhere. */
  begun = 0
  /** Negative as long as it has not ended. */
  duration_ms = -1
  error: SpanError | undefined = undefined
  attributes: Attributes | undefined = undefined
  decisions: readonly Decided[] | undefined = undefined
  logs: SpanLogs | undefined = undefined

  constructor(trace: Trace | undefined, number: number, parent: SpanId | undefined, kind: SpanKind, start: number) {
    this.trace = trace
    this.number = number
    this.parent = parent
    this.kind = kind
    this.start = start
  }

  /** Says more of it. */
  add(attributes: Attributes): void {
    this.attributes = this.attributes ? { ...this.attributes, ...attributes } : attributes
  }
}
