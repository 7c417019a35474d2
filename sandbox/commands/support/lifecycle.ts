import { resolve } from 'node:path'
import type { RunningEngine, StartOptions } from '../../engines/engine.ts'
import { engineNamed } from '../../engines/index.ts'
import type { AppliedStack } from '../../stack/apply.ts'
import type { Endpoints } from '../../stack/clients.ts'
import type { AskOptions } from './ask.ts'
import { saveCheckpoint, SEEDED } from './checkpoints.ts'
import { startClientProcess, type ClientProcess } from './client-process.ts'
import type { StackOptions } from './stack.ts'
import { healthOf } from './health.ts'
import { interruption, unlessAborted } from './interruption.ts'
import { note } from './output.ts'
import { endSession, readSession, seededWith, writeSession, type LocalSession, type Session } from './session.ts'
import { DEFAULT_PORT, isAws, regionOf } from './target.ts'
import { EXIT, UserError } from './user-error.ts'

const DEBUG_PORT = 9229
const DEFAULT_STATE = '.sandbox/state'

export interface UpOptions extends StackOptions, AskOptions {
  readonly engine?: string
  readonly port?: string
  readonly region?: string
  readonly signatures?: 'verify' | 'off'
  readonly iam?: 'enforce' | 'audit' | 'off'
  readonly limits?: 'off' | 'aws'
  readonly tokenIssuer?: 'aws' | 'local'
  readonly bucketNames?: 'global' | 'account'
  /** Makes ids, keys and sequence numbers repeat from run to run. */
  readonly seed?: string
  /** An OpenTelemetry collector's address. */
  readonly otlp?: string
  /** The folder that keeps the state; `.sandbox/state` unless said otherwise. */
  readonly state?: string
  readonly ephemeral?: boolean
  readonly fsync?: boolean
  /** Ends after one run, and keeps nothing. */
  readonly once?: boolean
  /** Where functions can be debugged: the first port, or the usual one. */
  readonly inspect?: string | true
  readonly json?: boolean
}

/** A sandbox that this process has started and seeded. */
export interface Up {
  readonly session: Session
  readonly stack: AppliedStack
  /** Goes on with the work of a client until it is ended. */
  readonly client: ClientProcess
  /** Resolves when the engine has ended by itself, where it may live longer or shorter than this process. */
  readonly ended?: Promise<void>
  stop(): Promise<void>
}

/** Starts the engine, seeds the stack and leaves word for the other verbs. A second one in the same folder is refused. */
export async function bringUp(options: UpOptions): Promise<Up> {
  await refuseSecond()
  inspectOf(options)
  seedOf(options)
  if (isAws(options)) return (await import('./aws.ts')).bringUpAws(options)
  // Containers outlive this process: who ends it while it starts wants them gone.
  const stopped = engineOf(options) === 'localstack' ? interruption() : undefined
  const client = startClientProcess()
  try {
    const engine = await startEngine(options, stopped?.signal)
    return await seedOn(engine, client, options, stopped?.signal)
  } catch (error) {
    client.end()
    throw error
  } finally {
    stopped?.end()
  }
}

async function seedOn(engine: RunningEngine<Endpoints>, client: ClientProcess, options: UpOptions, signal: AbortSignal | undefined): Promise<Up> {
  const { endpoints, name, pid, ended } = engine
  const bare: LocalSession = { engine: name, endpoints, ...(pid === undefined ? {} : { pid }), seededWith: seededWith(options) }
  const stop = async () => {
    client.end()
    endSession(pid)
    await engine.stop()
  }
  try {
    writeSession(bare)
    const stack = await unlessAborted(client.seed(bare, options), signal, () => new UserError('Stopped before it was ready.', EXIT.notStarted))
    const session = { ...bare, stack }
    writeSession(session)
    if (engine.isFresh) await saveCheckpoint(endpoints.edge, SEEDED)
    return { session, stack, client, stop, ...(ended ? { ended } : {}) }
  } catch (error) {
    await stop()
    throw error
  }
}

/** An engine with nothing on it, for a state that is to be put into it. */
export async function startAlone(options: UpOptions): Promise<RunningEngine<Endpoints>> {
  await refuseSecond()
  return startEngine(options)
}

const engineOf = ({ engine }: UpOptions) => engine ?? process.env['SANDBOX_ENGINE'] ?? 'embedded'

async function startEngine(options: UpOptions, signal?: AbortSignal): Promise<RunningEngine<Endpoints>> {
  const engine = await engineNamed(engineOf(options))
  return engine.start({
    port: portOf(options.port),
    region: regionOf(options),
    ...(options.signatures ? { signatures: options.signatures } : {}),
    ...(options.iam ? { iam: options.iam } : {}),
    ...(options.limits ? { limits: options.limits } : {}),
    ...(options.tokenIssuer ? { tokenIssuer: options.tokenIssuer } : {}),
    ...(options.bucketNames ? { bucketNames: options.bucketNames } : {}),
    ...seedOf(options),
    ...inspectOf(options),
    ...otlpOf(options),
    ...stateOf(options),
    ...(signal ? { signal } : {}),
    onProgress: note,
  })
}

function otlpOf({ otlp, engine = process.env['SANDBOX_ENGINE'] ?? 'embedded' }: UpOptions): Pick<StartOptions, 'otlp'> {
  if (!otlp) return {}
  if (engine !== 'embedded') {
    note(`The ${engine} engine keeps no traces: ${otlp} is sent none. Only the embedded engine has them.`)
    return {}
  }
  if (URL.canParse(otlp) && /^https?:/.test(otlp)) return { otlp }
  throw new UserError(`--otlp ${otlp} is no address of a collector. Give one like http://127.0.0.1:4318.`, EXIT.usage)
}

function seedOf({ seed, engine = process.env['SANDBOX_ENGINE'] ?? 'embedded' }: UpOptions): Pick<StartOptions, 'seed'> {
  if (seed === undefined) return {}
  if (engine !== 'embedded') throw new UserError(`--seed is for the embedded engine: the ids of ${engine} do not repeat.`, EXIT.usage)
  return { seed }
}

function inspectOf({ inspect, engine = process.env['SANDBOX_ENGINE'] }: UpOptions): Pick<StartOptions, 'inspect'> {
  if (inspect === undefined) return {}
  if (engine !== undefined && engine !== 'embedded') throw new UserError('--inspect is for functions that the embedded engine runs.', EXIT.usage)
  const port = inspect === true ? DEBUG_PORT : Number(inspect)
  if (Number.isInteger(port) && port > 0 && port <= 65_535) return { inspect: port }
  throw new UserError(`--inspect ${inspect} is no port. Give a number from 1 to 65535, or none for ${DEBUG_PORT}.`, EXIT.usage)
}

function stateOf({ state, ephemeral, once, fsync = false }: UpOptions): Pick<StartOptions, 'state'> {
  if (ephemeral && state !== undefined) throw new UserError('--ephemeral keeps nothing and --state says where: give one of them.', EXIT.usage)
  if (ephemeral || (once && state === undefined)) return {}
  return { state: { directory: resolve(state ?? DEFAULT_STATE), fsync } }
}

async function refuseSecond(): Promise<void> {
  const known = readSession()
  if (!known || known.engine === 'aws') return
  const health = await healthOf(known.endpoints.edge)
  if (!health) return
  const { aws } = known.endpoints
  const where = known.engine === 'embedded' ? `process ${health.pid}` : 'in containers'
  throw new UserError(`A sandbox is up already at ${aws} (${where}). Use it, or end it with "sandbox down".`, EXIT.notStarted)
}

function portOf(text: string | undefined): number {
  const port = Number(text ?? process.env['SANDBOX_PORT'] ?? DEFAULT_PORT)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new UserError(`--port ${text} is no port. Give a number from 0 (any free one) to 65535.`, EXIT.usage)
}

/** Waits for the end that `stopped` tells of, or that the engine comes to by itself; then sees that nothing is left. */
export async function stopAfter(started: Up, stopped: Promise<void>): Promise<void> {
  const isGone = await Promise.race([stopped.then(() => false), ...(started.ended ? [started.ended.then(() => true)] : [])])
  // `sandbox down` elsewhere has taken the session, and removes the rest.
  if (isGone && readSession()?.endpoints.edge !== started.session.endpoints.edge) return note('Stopped by "sandbox down".')
  if (isGone) process.exitCode = EXIT.pipelineFailed
  await started.stop()
}

/** Resolves when a person (Ctrl-C), a supervisor (SIGTERM) or `sandbox down` ends this process. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
}
