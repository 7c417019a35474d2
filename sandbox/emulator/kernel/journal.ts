/** One finished call, as the journal keeps it. */
export interface JournalEntry {
  readonly time: number
  readonly requestId: string
  readonly service: string
  readonly operation: string
  readonly account: string
  readonly region: string
  readonly principal: string
  readonly resources: readonly string[]
  readonly status: number
  readonly error?: string
  readonly duration_ms: number
}

/** The latest calls, oldest first, up to a fixed number. */
export class Journal {
  readonly #capacity: number
  #entries: JournalEntry[] = []

  constructor(capacity = 10_000) {
    this.#capacity = capacity
  }

  record(entry: JournalEntry): void {
    this.#entries.push(entry)
    // Cut in halves, so that a full journal does not move all of its entries at each call.
    if (this.#entries.length > this.#capacity * 2) this.#entries = this.#entries.slice(-this.#capacity)
  }

  entries(): readonly JournalEntry[] {
    return this.#entries.slice(-this.#capacity)
  }

  clear(): void {
    this.#entries = []
  }
}
