import { sleepOn, type Clock } from './clock.ts'

/** A clock that runs with another one, and that a person can stop and move forward. */
export interface VirtualClock extends Clock {
  readonly isFrozen: boolean
  /** How far it is ahead of the machine's, in milliseconds; negative where it has stood still for long. */
  readonly ahead_ms: number
  freeze(): void
  /** Runs on from where it stands. */
  resume(): void
  /** Moves forward, running all that falls due on the way in order of time. */
  advance(by_ms: number): Promise<void>
  /** Back to the machine's time. */
  reset(): void
}

interface Timer {
  readonly at: number
  readonly run: () => void
  cancelWait?: () => void
}

/** From `machine_ms` on this clock showed `shown_ms`, and ran or stood still. */
interface Setting {
  readonly machine_ms: number
  readonly shown_ms: number
  readonly runs: boolean
}

/** Starts at the machine's time and runs with it. */
export function virtualClock(machine: Clock): VirtualClock {
  const begin = (): Setting => ({ machine_ms: machine.now(), shown_ms: machine.now(), runs: true })
  let settings = [begin()]
  const timers = new Set<Timer>()
  const current = () => settings.at(-1)!
  const shownBy = ({ machine_ms, shown_ms, runs }: Setting, at_ms: number) => shown_ms + (runs ? at_ms - machine_ms : 0)
  /** Where we are on the way of an `advance`. */
  let passing: number | undefined
  const now = () => passing ?? shownBy(current(), machine.now())

  function arm(timer: Timer): void {
    timer.cancelWait?.()
    if (!current().runs || passing !== undefined) return
    timer.cancelWait = machine.after(timer.at - now(), () => {
      timers.delete(timer)
      timer.run()
    })
  }
  function set(shown_ms: number, runs: boolean): void {
    settings.push({ machine_ms: machine.now(), shown_ms, runs })
    for (const timer of timers) arm(timer)
  }
  async function advance(by_ms: number): Promise<void> {
    const { runs } = current()
    const end = now() + by_ms
    for (const timer of timers) timer.cancelWait?.()
    try {
      for (let next = earliest(timers); next && next.at <= end; next = earliest(timers)) {
        passing = Math.max(now(), next.at)
        timers.delete(next)
        next.run()
        // What it leads to may fall due on the way too.
        await new Promise((resolve) => setImmediate(resolve))
      }
    } finally {
      passing = undefined
      set(end, runs)
    }
  }
  return {
    machine,
    now,
    elapsed: () => machine.elapsed(),
    at: (machine_ms) => shownBy(settings.findLast((setting) => setting.machine_ms <= machine_ms) ?? settings[0]!, machine_ms),
    after(delay_ms, run) {
      const timer: Timer = { at: now() + Math.max(0, delay_ms), run }
      timers.add(timer)
      arm(timer)
      return () => {
        timer.cancelWait?.()
        timers.delete(timer)
      }
    },
    sleep(delay_ms, signal) {
      return sleepOn(this, delay_ms, signal)
    },
    get isFrozen() {
      return !current().runs
    },
    get ahead_ms() {
      return now() - machine.now()
    },
    freeze: () => set(now(), false),
    resume: () => set(now(), true),
    advance,
    reset() {
      settings = [begin()]
      for (const timer of timers) arm(timer)
    },
  }
}

function earliest(timers: Iterable<Timer>): Timer | undefined {
  let first: Timer | undefined
  for (const timer of timers) if (!first || timer.at < first.at) first = timer
  return first
}
