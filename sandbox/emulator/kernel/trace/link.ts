import type { SpanId, TraceIds } from './trace-ids.ts'

/** Where a span's children belong: what travels in headers and with records. */
export interface Place {
  readonly traceId: string
  /** Absent where only the trace is known. */
  readonly spanId?: string
  readonly isSampled?: boolean
}

/**
 * What something kept for long, as a record, says of the span that it comes from. It does not hold the span, and
 * becomes a text (`Root=…;Parent=…`) only where it is written down.
 */
export class TraceLink implements Place {
  readonly #ids: TraceIds
  readonly #trace: string | number
  readonly #start: number
  readonly #span: SpanId

  /** `trace` is its id, or its first span's number, `start` then that span's time. */
  constructor(ids: TraceIds, trace: string | number, start: number, span: SpanId) {
    this.#ids = ids
    this.#trace = trace
    this.#start = start
    this.#span = span
  }

  get traceId(): string {
    return typeof this.#trace === 'string' ? this.#trace : this.#ids.traceId(this.#trace, this.#start)
  }

  get spanId(): string {
    return this.#ids.spanId(this.#span)
  }

  toString(): string {
    return `Root=${this.traceId};Parent=${this.spanId}`
  }
}

/** Under this key a record in memory carries its link: no API shows it, as no schema names it. */
export const TRACE: unique symbol = Symbol('trace')

export interface Traced {
  readonly [TRACE]?: TraceLink | string | undefined
}

const ROOT = /(?:^|;)\s*Root=(1-[0-9a-f]{8}-[0-9a-f]{24})(?:;|$)/
const PARENT = /(?:^|;)\s*Parent=([0-9a-f]{16})(?:;|$)/
const W3C = /^[0-9a-f]{2}-([0-9a-f]{8})([0-9a-f]{24})-([0-9a-f]{16})-([0-9a-f]{2})/

/** Reads `X-Amzn-Trace-Id`, or W3C's `traceparent`; undefined where it is neither. */
export function readPlace(header: string): Place | undefined {
  const traceId = ROOT.exec(header)?.[1]
  if (traceId !== undefined) {
    const spanId = PARENT.exec(header)?.[1]
    return { traceId, ...(spanId === undefined ? {} : { spanId }), isSampled: header.includes('Sampled=1') }
  }
  const [, time, rest, spanId, flags] = W3C.exec(header) ?? []
  return spanId === undefined ? undefined : { traceId: `1-${time}-${rest}`, spanId, isSampled: (Number.parseInt(flags!, 16) & 1) === 1 }
}
