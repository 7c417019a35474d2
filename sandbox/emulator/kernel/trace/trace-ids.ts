import type { Ids } from '../ids.ts'

/** A span's id: by its number where it was begun here, as text where it comes from elsewhere. */
export type SpanId = number | string

/**
 * The ids of one engine's traces and spans, in X-Ray's forms: `1-<8 hex: epoch seconds>-<24 hex>` and `<16 hex>`. They
 * are a part of the engine and a number, so that they are made only for who looks, and an id found somewhere leads back.
 */
export class TraceIds {
  readonly #engine: string

  constructor(ids: Ids) {
    this.#engine = ids.hex(16)
  }

  /** Of the trace that begins with this span at `start` (epoch milliseconds). */
  traceId(number: number, start: number): string {
    return `1-${hex8(Math.floor(start / 1000))}-${this.#engine}${hex8(number)}`
  }

  spanId(id: SpanId): string {
    return typeof id === 'string' ? id : `${this.#engine.slice(0, 8)}${hex8(id)}`
  }

  /** The number of a trace's first span; undefined for ids from elsewhere. */
  numberOf(traceId: string): number | undefined {
    return traceId.startsWith(this.#engine, 11) ? Number.parseInt(traceId.slice(27), 16) : undefined
  }

  read(spanId: string): SpanId {
    return spanId.startsWith(this.#engine.slice(0, 8)) ? Number.parseInt(spanId.slice(8), 16) : spanId
  }
}

const hex8 = (number: number) => number.toString(16).padStart(8, '0').slice(-8)
