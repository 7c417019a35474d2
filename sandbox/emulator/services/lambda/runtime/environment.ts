import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { functionArn } from '../function-name.ts'
import { measureDuration } from '../measure.ts'
import type { FunctionRecord } from '../state.ts'
import { EnvironmentLog } from './environment-log.ts'
import type { ShutdownReason } from './extensions.ts'
import type { NextInvocation } from './api.ts'
import { launch, type Launched, type Shared } from './launch.ts'
import { watchMemory } from './memory-limit.ts'
import { MissingRuntime, type Program } from './programs.ts'
import { bounded, failed, failure, spawnFailure, type InitFailure, type Invocation, type Outcome } from './outcome.ts'
import { assumeRole, type RoleSession } from './role.ts'
import { Sources } from './sources.ts'

type Phase = 'starting' | 'idle' | 'busy' | 'finishing' | 'gone'

interface Running {
  readonly invocation: Invocation
  readonly began: number
  readonly resolve: (outcome: Outcome) => void
  readonly stopTimer: () => void
  outcome?: Outcome
  status?: 'error' | 'timeout'
}

const INIT_LIMIT_MS = 10_000

/** One execution environment: a process, its Runtime API and its log stream. It runs one invocation at a time. */
export class Environment {
  readonly #shared: Shared
  readonly #function: FunctionRecord
  /** Called whenever the environment can take an invocation, also the one that will report why it cannot run any. */
  readonly #available: (environment: Environment) => void
  readonly #id: string
  readonly #log: EnvironmentLog
  phase: Phase = 'starting'
  /** Set when it must not be used again after what it is doing. */
  spent = false
  idleSince = 0
  #launched: Launched | undefined
  #session: RoleSession | undefined
  #failure: InitFailure | undefined
  /** What an extension has failed with. */
  #broken: InitFailure | undefined
  #running: Running | undefined
  #waitsForWork = false
  readonly #sources = new Sources()
  #initBegan = 0
  #timedOut = false
  #memory_kib: number | undefined
  #isOverMemory = false
  #stopWatching = () => {}
  #init_ms: number | undefined
  #cancelInitLimit = () => {}
  #starting: Promise<void> | undefined

  constructor(shared: Shared, found: FunctionRecord, available: (environment: Environment) => void) {
    this.#shared = shared
    this.#function = found
    this.#available = available
    this.#id = shared.host.ids.of(`environment ${found.arn}`).hex(32)
    this.#log = new EnvironmentLog(shared.host, found)
  }

  start(): void {
    this.#starting = this.#start().catch((error: unknown) => this.#cannotStart(error))
  }

  /** Whether its process, its sources and its credentials are good for one more invocation. */
  usable(now: number): boolean {
    if (this.#sources.changed()) return false
    return !this.spent && this.phase === 'idle' && (this.#session?.expiresAt ?? Infinity) > now + this.#function.timeout_s * 1000
  }

  /** It will soon be free again: the answer is out, only the process's next request is missing. */
  get almostFree(): boolean {
    return this.phase === 'finishing' && this.#framed && !this.spent
  }

  run(invocation: Invocation): Promise<Outcome> {
    const { clock } = this.#shared.host
    return new Promise((resolve) => {
      const untimed = this.#failure !== undefined || this.#shared.inspectors.inspects(this.#function)
      const stopTimer = untimed ? () => {} : clock.machine.after(this.#function.timeout_s * 1000, () => this.#timeOut())
      this.#running = { invocation, began: clock.elapsed(), resolve, stopTimer }
      this.phase = 'busy'
      this.#log.begin(invocation.requestId, invocation.span)
      this.#watchMemory()
      if (this.#failure) this.#runFailed(this.#failure)
      else if (this.#waitsForWork && this.#init_ms !== undefined) this.#hand(invocation)
    })
  }

  /** Ends the process and gives back what it used. A running invocation ends as if the runtime had exited. */
  async end(): Promise<void> {
    this.spent = true
    await this.#starting
    this.#launched?.child.kill()
    await this.#launched?.child.ended()
    await this.#launched?.extensions.shutDown(this.#reason)
    this.#close()
    await this.#log.flushed()
    await rm(this.#homeFolder, { recursive: true, force: true })
  }

  get #framed(): boolean {
    return this.#launched?.program.framed ?? false
  }

  get #memoryUsed_mb(): number {
    if (this.#isOverMemory) return this.#function.memory_mb
    return Math.ceil(((this.#framed ? this.#memory_kib : this.#launched?.child.memory_kib()) ?? 0) / 1024)
  }

  get #reason(): ShutdownReason {
    if (this.#timedOut) return 'timeout'
    return this.#failure || this.#broken ? 'failure' : 'spindown'
  }

  get #homeFolder(): string {
    return join(this.#shared.host.settings.workDirectory, 'lambda', 'home', this.#id)
  }

  async #start(): Promise<void> {
    const { host } = this.#shared
    const found = this.#function
    const day = new Date(host.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/')
    const logStream = `${day}/[${found.version}]${this.#id}`
    this.#session = await assumeRole(host, found)
    this.#log.open(this.#session.caller, logStream)
    const own = { function: found, session: this.#session, homeFolder: this.#homeFolder, logStream }
    if (found.code.hotFolder !== undefined && !found.runtime.startsWith('nodejs')) this.#sources.addFolder(found.code.hotFolder)
    this.#launched = await launch(this.#shared, own, {
      ready: () => {
        this.#waitsForWork = true
        void this.#settled()
      },
      settled: () => void this.#settled(),
      broken: (errorType, sentence) => this.#break(errorType, sentence),
      response: (requestId, payload) => this.#answered(requestId, bounded(payload)),
      error: (requestId, payload, errorType = 'Runtime.Unknown') => this.#answered(requestId, { payload, errorType }, 'error'),
      sink: (requestId) => {
        const invocation = this.#running?.invocation
        return invocation?.requestId === requestId ? invocation.sink : undefined
      },
      initError: (payload, errorType = 'Runtime.Unknown') => (this.#failure ??= { payload, errorType, sentence: '' }),
      log: (message) => this.#log.message(message),
      source: ({ path, stamp }) => this.#sources.add(path, stamp),
      done: ({ memory_kib }) => (this.#memory_kib = memory_kib),
      gone: (how, program) => this.#processGone(how, program),
    })
    if (this.#launched.program.note !== undefined) this.#log.note(this.#launched.program.note)
    this.#initBegan = host.clock.elapsed()
    this.#watchMemory()
    this.#cancelInitLimit = host.clock.machine.after(INIT_LIMIT_MS, () => this.#initIsSlow())
  }

  /** As long as an invocation runs, or waits for the process to come up. Node.js keeps its own limit (see `programs.ts`). */
  #watchMemory(): void {
    const { pid } = this.#launched?.child ?? {}
    if (!this.#running || pid === undefined || this.#function.runtime.startsWith('nodejs')) return
    this.#stopWatching = watchMemory(this.#shared.host.clock, pid, this.#function.memory_mb, () => {
      this.#isOverMemory = true
      this.spent = true
      this.#launched?.child.kill()
    })
  }

  #hand(invocation: Invocation): void {
    this.#waitsForWork = false
    const { clock, traces } = this.#shared.host
    this.#tellInit(invocation)
    traces.enter(this.#session!.accessKeyId, invocation.span)
    // The process never hears of it, so that how far it came is the same each time: nowhere.
    if (invocation.fault === 'timeout') return this.#timeOut()
    if (invocation.fault === 'crash') return this.#launched!.child.kill()
    const next: NextInvocation = {
      requestId: invocation.requestId,
      payload: invocation.payload,
      deadline_ms: clock.now() + this.#function.timeout_s * 1000,
      functionArn: functionArn(this.#function, this.#function.name, invocation.qualifier),
      traceId: invocation.traceId,
      ...(invocation.clientContext === undefined ? {} : { clientContext: invocation.clientContext }),
    }
    this.#launched!.extensions.invoke(next)
    this.#launched!.api.send(next)
  }

  /** The first invocation waited for the process to come up, where that had not been before. */
  #tellInit({ span }: Invocation): void {
    const { traces } = this.#shared.host
    const [began, init_ms] = [this.#initBegan, this.#init_ms]
    this.#initBegan = -1
    if (began < 0 || init_ms === undefined || began + init_ms < span.begun) return
    const { service, name, account, region, principal } = span
    const init = traces.begin('init', { service, name: `${name} init`, account, region, principal }, span)
    init.start = span.start + Math.round(Math.max(0, began - span.begun))
    traces.end(init, {}, Math.min(init_ms, began + init_ms - span.begun))
  }

  /** The process asks for work, or an extension for its next event: with the last of them a phase is over. */
  async #settled(): Promise<void> {
    const { extensions, child } = this.#launched!
    if (!this.#waitsForWork || !extensions.settled) return
    if (this.#init_ms === undefined) {
      this.#init_ms = this.#shared.host.clock.elapsed() - this.#initBegan
      this.#cancelInitLimit()
      for (const { name, events } of extensions.all) this.#log.extension(name, 'Ready', events)
      if (this.#running) return this.#hand(this.#running.invocation)
      return this.#becomeFree()
    }
    const running = this.#running
    if (!running?.outcome) return
    await child.drained()
    // Meanwhile the process may have gone, and its end been told.
    if (this.#running === running) this.#finish()
  }

  #answered(requestId: string, outcome: Outcome, status?: 'error'): void {
    const running = this.#running
    if (!running || running.outcome || running.invocation.requestId !== requestId) return
    running.outcome = outcome
    if (status) running.status = status
    this.phase = 'finishing'
    if (!running.invocation.wantsTail) running.resolve(outcome)
    // A runtime may ask for more work before all of its answer has been read.
    if (this.#waitsForWork) void this.#settled()
  }

  #timeOut(): void {
    const running = this.#running
    if (!running) return
    const { host } = this.#shared
    const { requestId } = running.invocation
    const sentence = `Task timed out after ${this.#function.timeout_s.toFixed(2)} seconds`
    this.#log.sentence(`${new Date(host.clock.now()).toISOString()} ${requestId} ${sentence}\n\n`)
    running.status = 'timeout'
    this.#timedOut = true
    running.outcome ??= failure('Sandbox.Timedout', `RequestId: ${requestId} Error: ${sentence}`)
    this.spent = true
    this.#launched?.child.kill()
  }

  /** Initialising has used up its 10 seconds: what it still needs now counts against the function's time-out. */
  #initIsSlow(): void {
    this.#log.initReport(INIT_LIMIT_MS, 'timeout')
    if (!this.#running) this.#available(this)
  }

  /** An extension has failed: AWS ends the whole environment then. */
  #break(errorType: string, sentence: string): void {
    if (this.spent) return
    this.#broken = { errorType, sentence }
    if (this.#init_ms === undefined) this.#failure ??= this.#broken
    this.spent = true
    this.#launched?.child.kill()
  }

  #processGone(how: string, program: Program): void {
    this.#cancelInitLimit()
    this.#waitsForWork = false
    const running = this.#running
    this.spent = true
    if (this.#init_ms === undefined) {
      this.#failure ??= spawnFailure(how, program)
      this.#log.initReport(this.#shared.host.clock.elapsed() - this.#initBegan, 'error', this.#failure.errorType)
      if (!running) return this.#available(this)
    }
    if (!running) return this.#becomeFree()
    if (!running.outcome) {
      const { requestId } = running.invocation
      const reason = this.#failure ?? this.#broken ?? { errorType: 'Runtime.ExitError', sentence: how }
      running.status = 'error'
      running.outcome = failed(reason, requestId)
      if (!reason.payload) this.#log.sentence(`RequestId: ${requestId} Error: ${this.#failure ? how : reason.sentence}\n${reason.errorType}\n`)
    }
    this.#finish()
  }

  /** No process came to be: the role, the code or the runtime's program is not there. */
  #cannotStart(error: unknown): void {
    const errorType = error instanceof MissingRuntime ? 'Runtime.InvalidRuntime' : 'Runtime.InitError'
    const sentence = error instanceof Error ? error.message : String(error)
    this.#failure = { errorType, payload: failure(errorType, sentence).payload, sentence }
    this.spent = true
    this.#available(this)
  }

  #runFailed(reason: InitFailure): void {
    const running = this.#running!
    running.status = 'error'
    running.outcome = failed(reason, running.invocation.requestId)
    if (!reason.payload) this.#log.sentence(`RequestId: ${running.invocation.requestId} Error: ${reason.sentence}\n${reason.errorType}\n`)
    this.#finish()
  }

  /** END and REPORT, then the answer for those who wait for the log, then the next invocation. */
  #finish(): void {
    const running = this.#running!
    const outcome = running.outcome!
    running.stopTimer()
    this.#stopWatching()
    this.#running = undefined
    if (this.#session) this.#shared.host.traces.leave(this.#session.accessKeyId, running.invocation.span)
    const init_ms = this.#init_ms
    const ran_ms = this.#shared.host.clock.elapsed() - running.began
    const duration_ms = running.status === 'timeout' ? this.#function.timeout_s * 1000 : ran_ms
    measureDuration(this.#shared.host, this.#function, running.invocation.qualifier, duration_ms)
    const logTail = this.#log.end({
      requestId: running.invocation.requestId,
      duration_ms,
      memorySize_mb: this.#function.memory_mb,
      memoryUsed_mb: this.#memoryUsed_mb,
      ...(init_ms === undefined ? {} : { init_ms }),
      ...(running.status ? { status: running.status } : {}),
      ...(running.status === 'error' && outcome.errorType ? { errorType: outcome.errorType } : {}),
    })
    running.resolve({ ...outcome, logTail })
    this.#log.flush()
    this.#becomeFree()
  }

  #becomeFree(): void {
    this.phase = this.spent ? 'gone' : 'idle'
    this.idleSince = this.#shared.host.clock.now()
    this.#available(this)
  }

  #close(): void {
    this.#cancelInitLimit()
    this.#stopWatching()
    this.#launched?.api.close()
    this.phase = 'gone'
  }
}
