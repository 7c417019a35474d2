import { availableParallelism } from 'node:os'
import type { FunctionRecord } from '../state.ts'
import { Environment } from './environment.ts'
import type { Shared } from './launch.ts'
import { STOPPED, type Invocation, type Outcome } from './outcome.ts'
import { isWorthStarting, usual } from './scale.ts'

/** AWS would go to the concurrency limit; a laptop has to run the processes. Past this, invocations wait their turn. */
const MOST_PROCESSES = 64
/** What a start takes before one has been seen. One that takes longer waits for something else than a processor. */
const START_MS = 300
const IDLE_MS = 5 * 60_000
const SWEEP_MS = 60_000

interface Waiting {
  readonly invocation: Invocation
  readonly since: number
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
 * takes the first that comes free, be it a new one or one that finishes meanwhile. `scale.ts` tells when one is started.
 */
export class Pool {
  readonly function: FunctionRecord
  readonly #shared: Shared
  readonly #all = new Set<Environment>()
  readonly #ending = new Set<Promise<void>>()
  #idle: Environment[] = []
  readonly #queue: Waiting[] = []
  /** Those that start for the first time, and when they began. */
  readonly #startedAt = new Map<Environment, number>()
  #start_ms = START_MS
  #usual_ms: number | undefined
  #lastEnd = 0
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
      this.#queue.push({ invocation, since: this.#shared.host.clock.elapsed(), resolve })
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
      this.#run(environment, this.#queue.shift()!)
    }
    this.#startMore()
  }

  #run(environment: Environment, { invocation, resolve }: Waiting): void {
    const { clock } = this.#shared.host
    const began = clock.elapsed()
    void environment.run(invocation).then((outcome) => {
      this.#lastEnd = clock.elapsed()
      this.#usual_ms = usual(this.#usual_ms, this.#lastEnd - began)
      resolve(outcome)
    })
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
    const now = clock.elapsed()
    const all = [...this.#all]
    const starting = all.filter(({ phase }) => phase === 'starting')
    const load = {
      waiting: this.#queue.length,
      stalled_ms: now - Math.max(this.#lastEnd, this.#queue[0]!.since),
      ready: all.length - starting.length,
      coming: starting.length + all.filter(({ almostFree }) => almostFree).length,
      starting: starting.filter((one) => now - this.#startedAt.get(one)! < START_MS).length,
      usual_ms: this.#usual_ms,
      start_ms: this.#start_ms,
      processors: availableParallelism(),
    }
    for (; load.waiting > load.coming && this.#all.size < MOST_PROCESSES; load.coming++, load.starting++) {
      if (!isWorthStarting(load)) return void (this.#cancelNextStart ??= clock.machine.after(START_MS, () => this.#tryAgain()))
      const environment = new Environment(this.#shared, this.function, (free) => this.#available(free))
      this.#all.add(environment)
      this.#startedAt.set(environment, now)
      environment.start()
    }
  }

  #tryAgain(): void {
    this.#cancelNextStart = undefined
    this.#startMore()
  }

  #available(environment: Environment): void {
    if (environment.phase === 'starting') return this.#reportOn(environment)
    this.#noteStart(environment)
    if (environment.spent || (this.#retired && this.#queue.length === 0)) this.#end(environment)
    else this.#idle.push(environment)
    this.#cancelSweep ??= this.#shared.host.clock.after(SWEEP_MS, () => this.#sweep())
    this.#assign()
  }

  #noteStart(environment: Environment): void {
    const began = this.#startedAt.get(environment)
    if (began === undefined) return
    this.#startedAt.delete(environment)
    this.#start_ms = usual(this.#start_ms, this.#shared.host.clock.elapsed() - began)
  }

  /** It has failed to initialise, or takes long: an invocation that waits gets it, to learn why. */
  #reportOn(environment: Environment): void {
    const next = this.#queue.shift()
    if (next) this.#run(environment, next)
    else if (environment.spent) this.#end(environment)
    this.#startMore()
  }

  #end(environment: Environment): void {
    if (!this.#all.delete(environment)) return
    this.#startedAt.delete(environment)
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
