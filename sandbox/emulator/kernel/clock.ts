/**
 * The only source of time in the emulator. All durations are milliseconds; `now` is epoch milliseconds.
 * Timers do not keep the process alive.
 */
export interface Clock {
  now(): number
  /** A monotonic reading for measuring how long something took, in fractional milliseconds. */
  elapsed(): number
  /** Runs `run` once after `delay_ms`; the returned function cancels it. */
  after(delay_ms: number, run: () => void): () => void
  /** Resolves after `delay_ms`, or at once when `signal` aborts. */
  sleep(delay_ms: number, signal?: AbortSignal): Promise<void>
  /** What this clock showed, or will show as things are, when the clients' clocks show `machine_ms`. */
  at(machine_ms: number): number
  /** The clock that clients and processes live by: for what waits for them. */
  readonly machine: Clock
}

/** What one of the machine's timers can hold; longer waits are made of several. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** The machine's own time. */
export function systemClock(): Clock {
  return {
    get machine() {
      return this
    },
    at: (machine_ms) => machine_ms,
    now: () => Date.now(),
    elapsed: () => performance.now(),
    after(delay_ms, run) {
      let timer: NodeJS.Timeout
      const wait = (left_ms: number) => {
        const step_ms = Math.min(Math.max(0, left_ms), LONGEST_TIMER_MS)
        timer = setTimeout(() => (left_ms > step_ms ? wait(left_ms - step_ms) : run()), step_ms)
        timer.unref()
      }
      wait(delay_ms)
      return () => clearTimeout(timer)
    },
    sleep(delay_ms, signal) {
      return sleepOn(this, delay_ms, signal)
    },
  }
}

/** A clock that stands still until `advance`, which runs all that falls due, in order of time. */
export interface ManualClock extends Clock {
  advance(by_ms: number): Promise<void>
}

/** For tests: starts at `start_ms` and moves only by `advance`. */
export function manualClock(start_ms: number): ManualClock {
  let now = start_ms
  let due: { at: number; run: () => void }[] = []
  return {
    get machine() {
      return this
    },
    at: (machine_ms) => machine_ms,
    now: () => now,
    elapsed: () => now,
    after(delay_ms, run) {
      const timer = { at: now + Math.max(0, delay_ms), run }
      due.push(timer)
      return () => {
        due = due.filter((other) => other !== timer)
      }
    },
    sleep(delay_ms, signal) {
      return sleepOn(this, delay_ms, signal)
    },
    async advance(by_ms) {
      const end = now + by_ms
      for (;;) {
        const next = due.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        due = due.filter((timer) => timer !== next)
        now = Math.max(now, next.at)
        next.run()
        await new Promise((resolve) => setImmediate(resolve))
      }
      now = end
    },
  }
}

export function sleepOn(clock: Clock, delay_ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      cancel()
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const cancel = clock.after(delay_ms, done)
    signal?.addEventListener('abort', done, { once: true })
  })
}
