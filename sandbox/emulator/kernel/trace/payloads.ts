import type { SpanId } from './trace-ids.ts'

/** What a span was given to work on: a request's body, a function's event. */
export interface Payload {
  readonly bytes: Uint8Array
  /** Of an HTTP request: what it takes to send it again, but for who sent it. */
  readonly request?: { readonly method: string; readonly path: string; readonly headers: Readonly<Record<string, string>> }
}

export interface PayloadLimits {
  readonly all_bytes: number
  readonly one_bytes: number
}

/** Beside the bytes: what an entry takes, so that many small ones are limited too. */
const ENTRY_BYTES = 512
const LIMITS: PayloadLimits = { all_bytes: 4 * 1024 * 1024, one_bytes: 512 * 1024 }

/** The latest payloads, for whoever wants to see or send one again; the oldest make room. */
export class Payloads {
  readonly #limits: PayloadLimits
  readonly #kept = new Map<SpanId, Payload>()
  #size_bytes = 0

  constructor(limits: PayloadLimits = LIMITS) {
    this.#limits = limits
  }

  /** Keeps a copy; one that is too large is not kept. */
  keep(span: SpanId, { bytes, request }: Payload): void {
    if (bytes.byteLength > this.#limits.one_bytes) return
    // Not by Buffer.from: of the pool that it takes small ones from, each would keep 64 KiB.
    this.#kept.set(span, { bytes: new Uint8Array(bytes), ...(request ? { request } : {}) })
    this.#size_bytes += bytes.byteLength + ENTRY_BYTES
    for (const [oldest, { bytes: old }] of this.#kept) {
      if (this.#size_bytes <= this.#limits.all_bytes) return
      this.#kept.delete(oldest)
      this.#size_bytes -= old.byteLength + ENTRY_BYTES
    }
  }

  of(span: SpanId): Payload | undefined {
    return this.#kept.get(span)
  }

  delete(span: SpanId): void {
    const found = this.#kept.get(span)
    if (!found) return
    this.#kept.delete(span)
    this.#size_bytes -= found.bytes.byteLength + ENTRY_BYTES
  }
}
