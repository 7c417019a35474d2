import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Host } from '../../../kernel/context.ts'
import type { FunctionRecord } from '../state.ts'
import { configurationOf } from '../state.ts'
import { RuntimeApi } from './api.ts'
import { Child } from './child.ts'
import type { CodeFolders } from './code.ts'
import type { Guard } from './guard.ts'
import { LogStream } from './log-stream.ts'
import type { Done } from './output.ts'
import { processEnvironment } from './process-environment.ts'
import { MissingRuntime, type Program, type Programs } from './programs.ts'
import { end, initReport, initStart, report, start } from './report.ts'
import { assumeRole, type RoleSession } from './role.ts'

/** What is to be run. */
export interface Invocation {
  readonly requestId: string
  readonly payload: Uint8Array
  readonly traceId: string
  readonly clientContext?: string
  /** The caller wants the last 4 KB of the log, and waits for it. */
  readonly wantsTail?: boolean
}

/** How an invocation ended: with what the function answered, or with an error in AWS's form. */
export interface Outcome {
  readonly payload: Buffer
  readonly errorType?: string
  readonly logTail?: string
}

/** What all environments of an engine share. */
export interface Shared {
  readonly host: Host
  readonly folders: CodeFolders
  readonly guard: Guard
  readonly programs: Programs
}

type Phase = 'starting' | 'idle' | 'busy' | 'finishing' | 'gone'

interface Running {
  readonly invocation: Invocation
  readonly began: number
  readonly resolve: (outcome: Outcome) => void
  readonly stopTimer: () => void
  outcome?: Outcome
  status?: 'error' | 'timeout'
  tail: string
}

interface InitFailure {
  readonly errorType: string
  /** Already in AWS's form; absent where the request id is part of the sentence. */
  readonly payload?: Buffer
  readonly sentence: string
}

const INIT_LIMIT_MS = 10_000
const TAIL_BYTES = 4096
const RESPONSE_BYTES = 6_291_556

/** One execution environment: a process, its Runtime API and its log stream. It runs one invocation at a time. */
export class Environment {
  readonly #shared: Shared
  readonly #function: FunctionRecord
  /** Called whenever the environment can take an invocation, also the one that will report why it cannot run any. */
  readonly #available: (environment: Environment) => void
  readonly #id: string
  phase: Phase = 'starting'
  /** Set when it must not be used again after what it is doing. */
  spent = false
  idleSince = 0
  #child: Child | undefined
  #api: RuntimeApi | undefined
  #log: LogStream | undefined
  #session: RoleSession | undefined
  #framed = false
  #failure: InitFailure | undefined
  #running: Running | undefined
  #waitsForWork = false
  #initBegan = 0
  #memory_kib: number | undefined
  #init_ms: number | undefined
  #cancelInitLimit = () => {}
  #starting: Promise<void> | undefined

  constructor(shared: Shared, found: FunctionRecord, available: (environment: Environment) => void) {
    this.#shared = shared
    this.#function = found
    this.#available = available
    this.#id = shared.host.ids.hex(32)
  }

  start(): void {
    this.#starting = this.#start().catch((error: unknown) => this.#cannotStart(error))
  }

  /** Whether its process and its credentials are good for one more invocation. */
  usable(now: number): boolean {
    return !this.spent && this.phase === 'idle' && (this.#session?.expiresAt ?? Infinity) > now + this.#function.timeout_s * 1000
  }

  /** It will soon be free again: the answer is out, only the process's next request is missing. */
  get almostFree(): boolean {
    return this.phase === 'finishing' && this.#framed && !this.spent
  }

  run(invocation: Invocation): Promise<Outcome> {
    const { clock } = this.#shared.host
    return new Promise((resolve) => {
      const stopTimer = this.#failure ? () => {} : clock.after(this.#function.timeout_s * 1000, () => this.#timeOut())
      this.#running = { invocation, began: clock.elapsed(), resolve, stopTimer, tail: '' }
      this.phase = 'busy'
      this.#write(start(invocation.requestId))
      if (this.#failure) void this.#runFailed(this.#failure)
      else if (this.#waitsForWork) this.#hand(invocation)
    })
  }

  /** Ends the process and gives back what it used. A running invocation ends as if the runtime had exited. */
  async end(): Promise<void> {
    this.spent = true
    await this.#starting
    this.#child?.kill()
    await this.#child?.ended()
    this.#close()
    await this.#log?.flushed()
    await rm(this.#homeFolder, { recursive: true, force: true })
  }

  get #homeFolder(): string {
    return join(this.#shared.host.settings.workDirectory, 'lambda', 'home', this.#id)
  }

  async #start(): Promise<void> {
    const { host, folders, guard, programs } = this.#shared
    const found = this.#function
    const stream = `${new Date(host.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${this.#id}`
    this.#session = await assumeRole(host, found)
    this.#log = new LogStream(host, this.#session.caller, found.logging.LogGroup!, stream)
    const codeFolder = await folders.folder(found.code)
    await mkdir(this.#homeFolder, { recursive: true })
    const program = await programs.find(found, codeFolder, join(host.settings.workDirectory, 'lambda', 'compiled'))
    const api = (this.#api = this.#makeApi())
    const runtimeApi = await api.listen()
    this.#write(initStart(found.runtime, configurationOf(found).RuntimeVersionConfig!.RuntimeVersionArn!))
    this.#framed = program.framed
    this.#initBegan = host.clock.elapsed()
    this.#cancelInitLimit = host.clock.after(INIT_LIMIT_MS, () => this.#initIsSlow())
    const env = processEnvironment(found, {
      program, session: this.#session, codeFolder, homeFolder: this.#homeFolder, runtimeApi, logStream: stream,
      endpoint: host.settings.endpoint,
    })
    this.#child = new Child(program, codeFolder, env, guard, {
      log: (message) => this.#write(message.endsWith('\n') ? message : `${message}\n`),
      done: (done) => this.#noteMemory(done),
      gone: (how) => this.#processGone(how, program),
    })
  }

  #makeApi(): RuntimeApi {
    return new RuntimeApi({
      ready: () => void this.#ready(),
      response: (requestId, payload) => this.#answered(requestId, this.#checkSize(payload)),
      error: (requestId, payload, errorType) =>
        this.#answered(requestId, { payload, errorType: errorType ?? 'Runtime.Unknown' }, 'error'),
      initError: (payload, errorType) => {
        this.#failure ??= { payload, errorType: errorType ?? 'Runtime.Unknown', sentence: '' }
      },
    })
  }

  #hand(invocation: Invocation): void {
    this.#waitsForWork = false
    const { clock } = this.#shared.host
    this.#api!.send({
      requestId: invocation.requestId,
      payload: invocation.payload,
      deadline_ms: clock.now() + this.#function.timeout_s * 1000,
      functionArn: this.#function.arn,
      traceId: invocation.traceId,
      ...(invocation.clientContext === undefined ? {} : { clientContext: invocation.clientContext }),
    })
  }

  /** The process asks for work. */
  async #ready(): Promise<void> {
    this.#waitsForWork = true
    if (this.#init_ms === undefined) {
      this.#init_ms = this.#shared.host.clock.elapsed() - this.#initBegan
      this.#cancelInitLimit()
      if (this.#running) return this.#hand(this.#running.invocation)
      return this.#becomeFree()
    }
    if (!this.#running?.outcome) return
    await this.#child?.drained()
    this.#finish()
  }

  #answered(requestId: string, outcome: Outcome, status?: 'error'): void {
    const running = this.#running
    if (!running || running.outcome || running.invocation.requestId !== requestId) return
    running.outcome = outcome
    if (status) running.status = status
    this.phase = 'finishing'
    if (!running.invocation.wantsTail) running.resolve(outcome)
  }

  #checkSize(payload: Buffer): Outcome {
    if (payload.byteLength <= RESPONSE_BYTES) return { payload }
    const errorType = 'Function.ResponseSizeTooLarge'
    return failure(errorType, `Response payload size (${payload.byteLength} bytes) exceeded maximum allowed payload size (${RESPONSE_BYTES} bytes).`)
  }

  #timeOut(): void {
    const running = this.#running
    if (!running) return
    const { host } = this.#shared
    const { requestId } = running.invocation
    const sentence = `Task timed out after ${this.#function.timeout_s.toFixed(2)} seconds`
    this.#write(`${new Date(host.clock.now()).toISOString()} ${requestId} ${sentence}\n\n`)
    running.status = 'timeout'
    running.outcome ??= failure('Sandbox.Timedout', `RequestId: ${requestId} Error: ${sentence}`)
    this.spent = true
    this.#child?.kill()
  }

  /** Initialising has used up its 10 seconds: what it still needs now counts against the function's time-out. */
  #initIsSlow(): void {
    this.#write(initReport(INIT_LIMIT_MS, 'timeout'))
    if (!this.#running) this.#available(this)
  }

  #processGone(how: string, program: Program): void {
    this.#cancelInitLimit()
    this.#waitsForWork = false
    const running = this.#running
    this.spent = true
    if (this.#init_ms === undefined) {
      this.#failure ??= spawnFailure(how, program)
      this.#write(initReport(this.#shared.host.clock.elapsed() - this.#initBegan, 'error', this.#failure.errorType))
      if (!running) return this.#available(this)
    }
    if (!running) return this.#becomeFree()
    if (!running.outcome) {
      const { requestId } = running.invocation
      running.status = 'error'
      running.outcome = this.#failure ? failed(this.#failure, requestId) : failure('Runtime.ExitError', `RequestId: ${requestId} Error: ${how}`)
      if (!this.#failure?.payload) this.#write(`RequestId: ${requestId} Error: ${how}\n${running.outcome.errorType}\n`)
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

  async #runFailed(reason: InitFailure): Promise<void> {
    const running = this.#running!
    running.status = 'error'
    running.outcome = failed(reason, running.invocation.requestId)
    if (!reason.payload) this.#write(`RequestId: ${running.invocation.requestId} Error: ${reason.sentence}\n${reason.errorType}\n`)
    this.#finish()
  }

  /** END and REPORT, then the answer for those who wait for the log, then the next invocation. */
  #finish(): void {
    const running = this.#running!
    const outcome = running.outcome!
    running.stopTimer()
    this.#running = undefined
    const init_ms = this.#init_ms
    this.#write(end(running.invocation.requestId), running)
    const duration_ms = this.#shared.host.clock.elapsed() - running.began
    this.#write(
      report({
        requestId: running.invocation.requestId,
        duration_ms: running.status === 'timeout' ? this.#function.timeout_s * 1000 : duration_ms,
        memorySize_mb: this.#function.memory_mb,
        memoryUsed_mb: Math.ceil(((this.#framed ? this.#memory_kib : this.#child?.memory_kib()) ?? 0) / 1024),
        ...(this.#firstReport && init_ms !== undefined ? { init_ms } : {}),
        ...(running.status ? { status: running.status } : {}),
        ...(running.status === 'error' && outcome.errorType ? { errorType: outcome.errorType } : {}),
      }),
      running,
    )
    this.#firstReport = false
    running.resolve({ ...outcome, logTail: running.tail })
    this.#log?.flush()
    this.#becomeFree()
  }

  #firstReport = true

  #becomeFree(): void {
    this.phase = this.spent ? 'gone' : 'idle'
    this.idleSince = this.#shared.host.clock.now()
    this.#available(this)
  }

  #noteMemory(done: Done): void {
    this.#memory_kib = done.memory_kib
  }

  #write(message: string, running = this.#running): void {
    this.#log?.write(message)
    if (running) running.tail = lastBytes(running.tail + message)
  }

  #close(): void {
    this.#cancelInitLimit()
    this.#api?.close()
    this.phase = 'gone'
  }
}

function failure(errorType: string, errorMessage: string): Outcome & { readonly errorType: string } {
  return { payload: Buffer.from(JSON.stringify({ errorType, errorMessage })), errorType }
}

function failed(reason: InitFailure, requestId: string): Outcome {
  if (reason.payload) return { payload: reason.payload, errorType: reason.errorType }
  return failure(reason.errorType, `RequestId: ${requestId} Error: ${reason.sentence}`)
}

function spawnFailure(how: string, program: Program): InitFailure {
  if (!how.startsWith('spawn ')) return { errorType: 'Runtime.ExitError', sentence: how }
  const sentence = how.includes('ENOENT')
    ? `Couldn't find valid bootstrap(s): [${program.command}]`
    : `fork/exec ${program.command}: ${how.includes('EACCES') ? 'permission denied' : how}`
  return { errorType: 'Runtime.InvalidEntrypoint', sentence }
}

function lastBytes(text: string): string {
  return text.length > 4 * TAIL_BYTES ? text.slice(-TAIL_BYTES) : text
}
