const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Signals that would end this process, for work that has to clean up first; after `end` they do so again. */
export function interruption(): { readonly signal: AbortSignal; end(): void } {
  const over = new AbortController()
  const abort = () => over.abort()
  for (const name of SIGNALS) process.on(name, abort)
  return {
    signal: over.signal,
    end() {
      for (const name of SIGNALS) process.off(name, abort)
    },
  }
}

/** `work`, or a rejection with `error` as soon as `signal` says so. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined, error: () => Error): Promise<T> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const abort = () => reject(error())
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
