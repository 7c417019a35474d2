import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Host } from '../../../kernel/context.ts'
import type { FunctionRecord } from '../state.ts'
import { readAll, reply } from './api-messages.ts'
import type { NextInvocation } from './api.ts'
import type { Child } from './child.ts'
import type { Program } from './programs.ts'

type EventType = 'INVOKE' | 'SHUTDOWN'
export type ShutdownReason = 'spindown' | 'timeout' | 'failure'

interface Extension {
  readonly id: string
  readonly name: string
  readonly events: readonly EventType[]
  /** Its pending request for the next event. */
  waiting?: ServerResponse
}

export interface ExtensionEvents {
  /** One of them has become ready for the next invocation. */
  settled(): void
  /** One of them has failed, and with it the environment. */
  broken(errorType: string, sentence: string): void
}

const PREFIX = '/2020-01-01/extension/'
const NOT_SUPPORTED: Record<string, string> = { '/2022-07-01/telemetry': 'Telemetry', '/2020-08-15/logs': 'Logs' }
/** Between the SHUTDOWN event and the end of an extension's process, as AWS has it. */
const SHUTDOWN_MS = 2000

/**
 * The Lambda Extensions API (2020-01-01) of one execution environment. Extensions with a process of their own (from
 * `/opt/extensions`) and those within the function's process speak it alike.
 */
export class Extensions {
  readonly #host: Host
  readonly #function: FunctionRecord
  readonly #events: ExtensionEvents
  readonly #registered = new Map<string, Extension>()
  readonly #processes = new Map<string, Child>()
  #expected: ReadonlySet<string> = new Set()
  #ending = false

  constructor(host: Host, found: FunctionRecord, events: ExtensionEvents) {
    this.#host = host
    this.#function = found
    this.#events = events
  }

  /** Begins those with a process of their own; they go by the names of their files. */
  launch(programs: ReadonlyMap<string, Program>, start: (program: Program, gone: (how: string) => void) => Child): void {
    this.#expected = new Set(programs.keys())
    for (const [name, program] of programs) this.#processes.set(name, start(program, (how) => this.#gone(name, how)))
  }

  /** All are there and wait for the next event. */
  get settled(): boolean {
    if (this.#expected.size === 0 && this.#registered.size === 0) return true
    const all = [...this.#registered.values()]
    return [...this.#expected].every((name) => all.some((one) => one.name === name)) && all.every(({ waiting }) => waiting !== undefined)
  }

  /** Those that have registered, as the log names them. */
  get all(): readonly Pick<Extension, 'name' | 'events'>[] {
    return [...this.#registered.values()]
  }

  /** Whether the request was one for extensions. */
  serve(req: IncomingMessage, res: ServerResponse): boolean {
    const path = req.url ?? ''
    const api = NOT_SUPPORTED[path]
    // As where AWS's own emulator of the Runtime API runs: extensions know that answer and do without.
    if (api !== undefined) reply(res, 202, { errorType: `${api}.NotSupported`, errorMessage: `${api} API is not supported` })
    else if (!path.startsWith(PREFIX)) return false
    else void this.#serve(req, res, path.slice(PREFIX.length))
    return true
  }

  invoke({ requestId, deadline_ms, functionArn, traceId }: NextInvocation): void {
    const tracing = { type: 'X-Amzn-Trace-Id', value: traceId }
    this.#send('INVOKE', { eventType: 'INVOKE', deadlineMs: deadline_ms, requestId, invokedFunctionArn: functionArn, tracing })
  }

  /** Tells those that want to know, and ends all processes when they are done, or after two seconds. */
  async shutDown(reason: ShutdownReason): Promise<void> {
    this.#ending = true
    const { clock } = this.#host
    const told = this.#send('SHUTDOWN', { eventType: 'SHUTDOWN', shutdownReason: reason, deadlineMs: clock.now() + SHUTDOWN_MS })
    const processes = [...this.#processes]
    const kill = () => processes.forEach(([, child]) => child.kill())
    for (const [name, child] of processes) if (!told.has(name)) child.kill()
    const cancel = clock.machine.after(SHUTDOWN_MS, kill)
    await Promise.all(processes.map(([, child]) => child.ended()))
    cancel()
  }

  #send(type: EventType, event: object): ReadonlySet<string> {
    const told = new Set<string>()
    for (const one of this.#registered.values()) {
      if (!one.events.includes(type) || !one.waiting) continue
      const res = one.waiting
      delete one.waiting
      res.setHeader('lambda-extension-event-identifier', this.#host.ids.uuid())
      reply(res, 200, event)
      told.add(one.name)
    }
    return told
  }

  async #serve(req: IncomingMessage, res: ServerResponse, what: string): Promise<void> {
    const body = await readAll(req)
    if (req.method === 'POST' && what === 'register') return this.#register(req, res, body)
    const found = this.#registered.get(String(req.headers['lambda-extension-identifier']))
    if (!found) return refuse(res, 'Extension.UnknownExtensionIdentifier', `Unknown extension ${String(req.headers['lambda-extension-identifier'])}`)
    if (req.method === 'GET' && what === 'event/next') return this.#wait(found, res)
    if (req.method !== 'POST' || (what !== 'init/error' && what !== 'exit/error'))
      return reply(res, 404, { errorType: 'InvalidRequest', errorMessage: `There is no ${req.method} ${PREFIX}${what}.` })
    reply(res, 202, { status: 'OK' })
    const errorType = req.headers['lambda-extension-function-error-type']
    this.#events.broken(typeof errorType === 'string' ? errorType : 'Extension.Unknown', `extension ${found.name}: ${body.toString()}`)
  }

  #register(req: IncomingMessage, res: ServerResponse, body: Buffer): void {
    const name = req.headers['lambda-extension-name']
    const events = readEvents(body)
    if (typeof name !== 'string' || name === '') return refuse(res, 'Extension.InvalidExtensionName', 'Empty extension name')
    if (!events) return refuse(res, 'InvalidRequestFormat', 'Invalid request format', 400)
    if (!this.#expected.has(name) && events.includes('SHUTDOWN'))
      return refuse(res, 'ShutdownEventNotSupportedForInternalExtension', `${name}: only extensions with a process of their own are told of the end`)
    const id = this.#host.ids.uuid()
    this.#registered.set(id, { id, name, events })
    res.setHeader('lambda-extension-identifier', id)
    const { name: functionName, version: functionVersion, handler, account: accountId } = this.#function
    const features = String(req.headers['lambda-extension-accept-feature'] ?? '').split(',').map((feature) => feature.trim())
    reply(res, 200, { functionName, functionVersion, handler, ...(features.includes('accountId') ? { accountId } : {}) })
  }

  #wait(found: Extension, res: ServerResponse): void {
    found.waiting = res
    res.once('close', () => {
      if (found.waiting === res) delete found.waiting
    })
    this.#events.settled()
  }

  #gone(name: string, how: string): void {
    this.#processes.delete(name)
    if (this.#ending) return
    const registered = this.all.some((one) => one.name === name)
    this.#events.broken(registered ? 'Extension.Crash' : 'Extension.LaunchError', how.replace(/^Runtime exited (?:with error: )?/, ''))
  }
}

function readEvents(body: Buffer): EventType[] | undefined {
  try {
    const { events = [] } = JSON.parse(body.toString() || '{}') as { events?: unknown }
    return Array.isArray(events) && events.every((type) => type === 'INVOKE' || type === 'SHUTDOWN') ? (events as EventType[]) : undefined
  } catch {
    return undefined
  }
}

function refuse(res: ServerResponse, errorType: string, errorMessage: string, status = 403): void {
  reply(res, status, { errorType, errorMessage })
}
