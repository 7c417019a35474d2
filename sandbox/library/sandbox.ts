import { resolve } from 'node:path'
import { variablesOf } from '../commands/env.ts'
import type { BadTokenKind } from '../commands/support/bad-token-kinds.ts'
import { explainMissing } from '../commands/support/explain.ts'
import { untilIdle } from '../commands/support/idle.ts'
import { postText, signIn, type Uploaded } from '../commands/support/pipeline.ts'
import { fileName, untilProcessed, type StoredText } from '../commands/support/processed.ts'
import { applyDefaults, type StackOptions } from '../commands/support/stack.ts'
import { embedded } from '../engines/embedded.ts'
import type { AppliedStack } from '../stack/apply.ts'
import { createClients, type Clients } from '../stack/clients.ts'
import { clockOf, SandboxError, type SandboxClock } from './control.ts'

export interface SandboxOptions extends StackOptions {
  /** 0, as without this, picks a free one. */
  readonly port?: number
  readonly region?: string
  /** Keeps the state in this folder; without one it is gone with the sandbox. */
  readonly state?: string
  /** Whether AWS's rates and quotas hold; `off` unless said otherwise. */
  readonly limits?: 'off' | 'aws'
  readonly signatures?: 'verify' | 'off'
  readonly iam?: 'enforce' | 'audit' | 'off'
  /** Makes ids, keys and sequence numbers repeat from run to run. */
  readonly seed?: string
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
  /** A token of a demo user. */
  token(options?: TokenOptions): Promise<string>
  /** Posts a text to the API, as an application would. Throws where it is refused. */
  upload(text: string, options?: UploadOptions): Promise<Uploaded>
  /** What the pipeline made of an upload, once it is there. Throws, saying what is where, after `timeout_ms` (10 s). */
  processed(upload: Uploaded | string, options?: { readonly timeout_ms?: number }): Promise<StoredText>
  /** Until nothing is in flight: no request, invocation, unread record or retry that is due. Throws after `timeout_ms` (30 s). */
  idle(options?: { readonly timeout_ms?: number }): Promise<void>
  checkpoint(): Promise<SavedState>
  /** Back to the state right after seeding, with the same ids. */
  reset(): Promise<void>
  stop(): Promise<void>
}

/** Starts a sandbox in this process and seeds its stack. Throws in words where it cannot. */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, region = 'us-east-1', log = () => {}, state, template, users, stackName, parameterOverrides, ...settings } = options
  const engine = await embedded.start({
    ...settings, port, region, onProgress: log, ...(state === undefined ? {} : { state: { directory: resolve(state) } }),
  })
  const { endpoints } = engine
  const endpoint = endpoints.aws
  const session = { engine: engine.name, endpoints }
  const clients = createClients(endpoints)
  const stop = async () => {
    await clients.destroy()
    await engine.stop()
  }
  const stackOptions = { template, users, stackName, parameterOverrides }
  const given = Object.fromEntries(Object.entries(stackOptions).filter(([, value]) => value !== undefined)) as StackOptions
  try {
    const stack = await applyDefaults(clients, given)
    const target = { session, clients, stack }
    const seeded = await save(endpoint)
    const token = (wanted: TokenOptions = {}) => tokenFor(target, given, wanted)
    return {
      endpoint, region, stack, clients, token, stop,
      account: stack.account,
      outputs: stack.outputs,
      env: variablesOf(target),
      clock: clockOf(endpoint),
      async upload(text, { name = `upload-${crypto.randomUUID()}.txt`, token: own } = {}) {
        return postText(target, own ?? (await token()), text, name)
      },
      async processed(upload, { timeout_ms = 10_000 } = {}) {
        const name = fileName(typeof upload === 'string' ? upload : upload.key)
        const progress = await untilProcessed(target, name, Date.now() + timeout_ms)
        if (progress.state === 'done') return progress.result!
        throw new SandboxError([`${name} was not processed within ${timeout_ms} ms.`, ...(await explainMissing(target, [progress]))].join('\n'))
      },
      async idle({ timeout_ms = 30_000 } = {}) {
        const inFlight = await untilIdle(session, Date.now() + timeout_ms)
        if (inFlight.length > 0) throw new SandboxError(`After ${timeout_ms} ms still in flight:\n${inFlight.join('\n')}`)
      },
      checkpoint: () => save(endpoint),
      reset: () => seeded.restore(),
      [Symbol.asyncDispose]: stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function tokenFor(target: Parameters<typeof signIn>[0], options: StackOptions, { use = 'access', bad, ...who }: TokenOptions): Promise<string> {
  const tokens = await signIn(target, { ...options, ...who })
  if (bad === undefined) return use === 'id' ? tokens.idToken : tokens.accessToken
  const { makeBadToken } = await import('../commands/support/bad-tokens.ts')
  return makeBadToken(bad, { ...tokens, edge: target.session.endpoints.edge })
}

async function save(endpoint: string): Promise<SavedState> {
  const response = await fetch(`${endpoint}/_sandbox/checkpoint`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  return {
    bytes,
    async restore() {
      const answer = await fetch(`${endpoint}/_sandbox/checkpoint`, { method: 'PUT', body: bytes })
      if (!answer.ok) throw new SandboxError(((await answer.json()) as { message: string }).message)
    },
  }
}
