import { availableParallelism } from 'node:os'
import type { FunctionRecord } from '../state.ts'
import { Environment } from './environment.ts'
import type { Shared } from './launch.ts'
import { STOPPED, type Invocation, type Outcome } from './outcome.ts'

/** AWS would go to the concurrency limit; a laptop has to run the processes. Past this, invocations wait their turn. */
const MOST_PROCESSES = 64
const STARTS_AT_ONCE = Math.max(2, availableParallelism())
const START_MS = 300
const IDLE_MS = 5 * 60_000
const SWEEP_MS = 60_000

interface Waiting {
  readonly invocation: Invocation
  readonly resolve: (outcome: Outcome) => void
}

export interface PoolUsage {
  readonly environments: number
  readonly starting: number
  readonly busy: number
  readonly waiting: number
}

/**
 * The execution environments of one revision of a function. An invocation takes a warm one; where there is none, it
 * takes the first that comes free, be it a new one or one that finishes meanwhile. No more start at once than the
 * machine has processors, because they would only slow each other down.
 */
export class Pool {
  readonly function: FunctionRecord
  readonly #shared: Shared
  readonly #all = new Set<Environment>()
  readonly #ending = new Set<Promise<void>>()
  #idle: Environment[] = []
  readonly #queue: Waiting[] = []
  #retired = false
  #whenEmpty = () => {}
  #cancelSweep: (() => void) | undefined
  #cancelNextStart: (() => void) | undefined

  constructor(shared: Shared, found: FunctionRecord) {
    this.#shared = shared
    this.function = found
  }

  /** Environments there are, those of them at work, and invocations that wait for one. */
  get usage(): PoolUsage {
    const idle = this.#idle.length
    const starting = [...this.#all].filter(({ phase }) => phase === 'starting').length
    return { environments: this.#all.size, starting, busy: this.#all.size - idle - starting, waiting: this.#queue.length }
  }

  run(invocation: Invocation): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#queue.push({ invocation, resolve })
      this.#assign()
    })
  }

  /** The function has changed or is gone: environments end as soon as they are free, and `whenEmpty` is called. */
  retire(whenEmpty: () => void = () => {}): void {
    this.#retired = true
    this.#whenEmpty = whenEmpty
    for (const environment of this.#all) environment.spent = true
    for (const environment of this.#idle.splice(0)) this.#end(environment)
  }

  /** Ends all processes now, with what they are doing. */
  async stop(): Promise<void> {
    for (const { resolve } of this.#queue.splice(0)) resolve(STOPPED)
    this.#cancelSweep?.()
    this.#cancelNextStart?.()
    this.retire()
    for (const environment of this.#all) this.#end(environment)
    await Promise.all(this.#ending)
  }

  #assign(): void {
    while (this.#queue.length > 0) {
      const environment = this.#takeIdle()
      if (!environment) break
      const { invocation, resolve } = this.#queue.shift()!
      void environment.run(invocation).then(resolve)
    }
    this.#startMore()
  }

  #takeIdle(): Environment | undefined {
    for (let found = this.#idle.pop(); found; found = this.#idle.pop()) {
      if (found.usable(this.#shared.host.clock.now())) return found
      this.#end(found)
    }
    return undefined
  }

  #startMore(): void {
    if (this.#queue.length === 0) return
    const { clock } = this.#shared.host
    const all = [...this.#all]
    const starting = all.filter(({ phase }) => phase === 'starting')
    let coming = starting.length + all.filter(({ almostFree }) => almostFree).length
    let busyStarting = starting.filter(({ startedAt }) => clock.elapsed() - startedAt < START_MS).length
    for (; this.#queue.length > coming && this.#all.size < MOST_PROCESSES; coming++, busyStarting++) {
      // A start that takes longer than this waits for something else than a processor: then it is no use to wait too.
      if (busyStarting >= STARTS_AT_ONCE) return void (this.#cancelNextStart ??= clock.machine.after(START_MS, () => this.#tryAgain()))
      const environment = new Environment(this.#shared, this.function, (free) => this.#available(free))
      this.#all.add(environment)
      environment.start()
    }
  }

  #tryAgain(): void {
    this.#cancelNextStart = undefined
    this.#startMore()
  }

  #available(environment: Environment): void {
    if (environment.phase === 'starting') return this.#reportOn(environment)
    if (environment.spent || (this.#retired && this.#queue.length === 0)) this.#end(environment)
    else this.#idle.push(environment)
    this.#cancelSweep ??= this.#shared.host.clock.after(SWEEP_MS, () => this.#sweep())
    this.#assign()
  }

  /** It has failed to initialise, or takes long: an invocation that waits gets it, to learn why. */
  #reportOn(environment: Environment): void {
    const next = this.#queue.shift()
    if (next) void environment.run(next.invocation).then(next.resolve)
    else if (environment.spent) this.#end(environment)
    this.#startMore()
  }

  #end(environment: Environment): void {
    if (!this.#all.delete(environment)) return
    const ending = environment.end()
    this.#ending.add(ending)
    void ending.finally(() => {
      this.#ending.delete(ending)
      if (this.#retired && this.#all.size === 0 && this.#ending.size === 0 && this.#queue.length === 0) this.#whenEmpty()
    })
  }

  #sweep(): void {
    this.#cancelSweep = undefined
    const oldest = this.#shared.host.clock.now() - IDLE_MS
    const [keep, drop] = [this.#idle.filter(({ idleSince }) => idleSince > oldest), this.#idle.filter(({ idleSince }) => idleSince <= oldest)]
    this.#idle = keep
    for (const environment of drop) this.#end(environment)
    if (this.#all.size > 0) this.#cancelSweep = this.#shared.host.clock.after(SWEEP_MS, () => this.#sweep())
  }
}
