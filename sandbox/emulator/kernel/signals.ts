/**
 * Wake-ups by topic, so that nobody polls. A waiter first takes `version`, then looks at the state, and waits for
 * a change since that version: a change in between is never missed.
 */
export class Signals {
  readonly #versions = new Map<string, number>()
  readonly #waiters = new Map<string, Set<() => void>>()

  version(topic: string): number {
    return this.#versions.get(topic) ?? 0
  }

  /** How many wait for a change of `topic`. */
  waiting(topic: string): number {
    return this.#waiters.get(topic)?.size ?? 0
  }

  notify(topic: string): void {
    this.#versions.set(topic, this.version(topic) + 1)
    const waiters = this.#waiters.get(topic)
    if (!waiters) return
    this.#waiters.delete(topic)
    for (const wake of waiters) wake()
  }

  /** Resolves once `topic` has been notified after `since`, or when `signal` aborts. */
  changed(topic: string, since: number, signal?: AbortSignal): Promise<void> {
    if (this.version(topic) !== since || signal?.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const waiters = this.#waiters.get(topic) ?? new Set()
      const wake = () => {
        waiters.delete(wake)
        if (waiters.size === 0 && this.#waiters.get(topic) === waiters) this.#waiters.delete(topic)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      waiters.add(wake)
      this.#waiters.set(topic, waiters)
      signal?.addEventListener('abort', wake, { once: true })
    })
  }
}
