import { resolve } from 'node:path'
import type { BadTokenKind } from '../commands/support/bad-token-kinds.ts'
import type { Uploaded } from '../commands/support/pipeline.ts'
import type { StoredText } from '../commands/support/processed.ts'
import type { StackOptions } from '../commands/support/stack.ts'
import { embedded } from '../engines/embedded.ts'
import type { AppliedStack } from '../stack/apply.ts'
import type { Clients, Endpoints } from '../stack/clients.ts'
import { ask, SandboxError, type SandboxClock } from './control.ts'
import type { SandboxFaults } from './faults.ts'
import { atRandom, inOrder, Namespaces } from './namespaces.ts'
import { forgetAccount, openSandbox } from './open.ts'
import type { Traces } from './traces.ts'

export interface SandboxOptions extends StackOptions {
  /** 0, as without this, picks a free one. */
  readonly port?: number
  readonly region?: string
  /** Keeps the state in this folder; without one it is gone with the sandbox. */
  readonly state?: string
  /** Whether AWS's rates and quotas hold; `off` unless said otherwise. */
  readonly limits?: 'off' | 'aws'
  /** Whether a bucket's name is taken for all accounts, as in AWS, or for the account alone that made it, as without this. */
  readonly bucketNames?: 'global' | 'account'
  readonly signatures?: 'verify' | 'off'
  readonly iam?: 'enforce' | 'audit' | 'off'
  /**
   * Makes ids, keys (those that sign tokens too) and sequence numbers repeat from run to run. What a call draws comes of the
   * seed, of who says what, and of how often that was said: so work side by side repeats too. Times do not.
   */
  readonly seed?: string
  /** An OpenTelemetry collector that is sent traces (OTLP over HTTP). */
  readonly otlp?: string
  /** Told what a person should know. */
  readonly log?: (line: string) => void
}

export interface TokenOptions {
  /** One of the demo users; the first unless said otherwise. */
  readonly user?: string
  readonly password?: string
  /** `access` unless said otherwise. */
  readonly use?: 'access' | 'id'
  /** One that is to be refused. */
  readonly bad?: BadTokenKind
}

export interface UploadOptions {
  readonly name?: string
  /** Instead of a fresh one of the first demo user. */
  readonly token?: string
}

/** Everything of a sandbox, saved in memory. */
export interface SavedState {
  /** Puts it in place of all there is. */
  restore(): Promise<void>
  /** As a file's bytes, which `sandbox checkpoint restore` takes too. */
  readonly bytes: Uint8Array
}

/** A running sandbox with a seeded stack, in this process. */
export interface Sandbox extends AsyncDisposable {
  /** For every AWS SDK: `AWS_ENDPOINT_URL`. */
  readonly endpoint: string
  readonly region: string
  readonly account: string
  readonly stack: AppliedStack
  /** Of the stack: `ApiUrl`, `UserPoolId`, … */
  readonly outputs: Readonly<Record<string, string>>
  /** What a process needs to use it: endpoint, credentials, region and the outputs. */
  readonly env: Readonly<Record<string, string>>
  /** The SDK's own clients, made when they are first asked for. */
  readonly clients: Clients
  readonly clock: SandboxClock
  /** What goes wrong on purpose; `reset` ends that too. */
  readonly faults: SandboxFaults
  readonly traces: Traces
  /** A token of a demo user. */
  token(options?: TokenOptions): Promise<string>
  /** Posts a text to the API, as an application would. Throws where it is refused. */
  upload(text: string, options?: UploadOptions): Promise<Uploaded>
  /** What the pipeline made of an upload, once it is there. Throws, saying what is where, after `timeout_ms` (10 s). */
  processed(upload: Uploaded | string, options?: { readonly timeout_ms?: number }): Promise<StoredText>
  /** Until nothing is in flight: no request, invocation, unread record or retry that is due. Throws after `timeout_ms` (30 s). */
  idle(options?: { readonly timeout_ms?: number }): Promise<void>
  /** Of a namespace, what is its own. */
  checkpoint(): Promise<SavedState>
  /** Back to the state right after seeding, with the same ids. Of a namespace alone, where this is one. */
  reset(): Promise<void>
  /**
   * A sandbox for itself on the same engine, in an account of its own and with the same stack: for tests side by side.
   * Resources may have the same names; only the clock and the faults that are not for one account are shared. It is seeded
   * when the account (twelve digits; a new one without it) is first asked for, and forgotten with its `stop()`.
   */
  namespace(account?: string): Promise<Sandbox>
  stop(): Promise<void>
}

/** Starts a sandbox in this process and seeds its stack. Throws in words where it cannot. */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, region = 'us-east-1', log = () => {}, state, template, users, stackName, parameterOverrides, ...settings } = options
  const engine = await embedded.start({
    bucketNames: 'account', ...settings, port, region, onProgress: log, ...(state === undefined ? {} : { state: { directory: resolve(state) } }),
  })
  const session = { engine: engine.name, endpoints: engine.endpoints }
  const stackOptions = given({ template, users, stackName, parameterOverrides })
  const namespaces = new Namespaces(session, stackOptions, { pick: inOrder(), hasSeed: settings.seed !== undefined })
  const onStop = () => {
    namespaces.end()
    return engine.stop()
  }
  return openSandbox({ session, options: stackOptions, namespaces, onStop })
}

export interface ConnectOptions extends StackOptions {
  /** Of the engine; `SANDBOX_ENDPOINT` unless said otherwise. */
  readonly endpoint?: string
  /** Twelve digits; a new one, unless said otherwise. */
  readonly account?: string
}

/**
 * A namespace on a sandbox that another process has started (a test runner's set-up, `sandbox exec`, `sandbox up`), for
 * workers that share it. Throws `SandboxError` where none answers.
 */
export async function connectSandbox(options: ConnectOptions = {}): Promise<Sandbox> {
  const { endpoint = process.env['SANDBOX_ENDPOINT'] ?? '', account = atRandom(), template, users, stackName, parameterOverrides } = options
  const { region } = await ask<{ region: string }>(endpoint, 'GET', 'health').catch(() => {
    throw new SandboxError(`No sandbox answers at ${endpoint === '' ? 'an endpoint that was not named' : endpoint}. Give its endpoint, or set SANDBOX_ENDPOINT.`)
  })
  const endpoints: Endpoints = { aws: endpoint, edge: endpoint, region }
  const session = { engine: 'embedded' as const, endpoints }
  const stackOptions = given({ template, users, stackName, parameterOverrides })
  const namespaces = new Namespaces(session, stackOptions, { pick: atRandom, hasSeed: false })
  return openSandbox({ session, options: stackOptions, namespaces, account, onStop: () => forgetAccount(endpoint, account) })
}

function given(options: Record<keyof StackOptions, unknown>): StackOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as StackOptions
}
