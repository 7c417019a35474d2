import { variablesOf } from '../commands/env.ts'
import { explainMissing } from '../commands/support/explain.ts'
import { untilIdle } from '../commands/support/idle.ts'
import { postText, signIn } from '../commands/support/pipeline.ts'
import { fileName, untilProcessed } from '../commands/support/processed.ts'
import type { LocalSession } from '../commands/support/session.ts'
import { applyDefaults, type StackOptions } from '../commands/support/stack.ts'
import { createClients, localCredentials } from '../stack/clients.ts'
import { ask, clockOf, SandboxError } from './control.ts'
import { faultsOf } from './faults.ts'
import type { Namespaces } from './namespaces.ts'
import type { Sandbox, SavedState, TokenOptions } from './sandbox.ts'
import { tracesOf } from './traces.ts'

/** An engine that is up, and what is seeded on it. */
export interface Opening {
  readonly session: LocalSession
  readonly options: StackOptions
  readonly namespaces: Namespaces
  /** Whose it is to be: an account's alone, with all that is forgotten and put back; without it the whole engine. */
  readonly account?: string
  /** After its clients have gone. */
  onStop(): Promise<void>
}

/** Seeds the stack, and gives all that one does with it. */
export async function openSandbox({ session, options, namespaces, account, onStop }: Opening): Promise<Sandbox> {
  const { endpoints } = session
  const endpoint = endpoints.aws
  const credentials = account === undefined ? localCredentials() : { accessKeyId: account, secretAccessKey: 'test' }
  const clients = createClients(endpoints, credentials)
  const stop = async () => {
    await clients.destroy()
    await onStop()
  }
  try {
    const stack = await applyDefaults(clients, options, { built: namespaces.built })
    const target = { session, clients, stack }
    const seeded = await save(endpoint, account)
    const faults = faultsOf(endpoint, account)
    let uploads = 0
    const newName = () => `upload-${namespaces.hasSeed ? ++uploads : crypto.randomUUID()}.txt`
    const token = (wanted: TokenOptions = {}) => tokenFor(target, options, wanted)
    return {
      endpoint, stack, clients, token, stop,
      region: endpoints.region,
      account: stack.account,
      outputs: stack.outputs,
      env: variablesOf(target, credentials),
      clock: clockOf(endpoint),
      faults,
      traces: tracesOf(endpoint, account),
      async upload(text, { name = newName(), token: own } = {}) {
        return postText(target, own ?? (await token()), text, name)
      },
      async processed(upload, { timeout_ms = 10_000 } = {}) {
        const name = fileName(typeof upload === 'string' ? upload : upload.key)
        const progress = await untilProcessed(target, name, Date.now() + timeout_ms)
        if (progress.state === 'done') return progress.result!
        throw new SandboxError([`${name} was not processed within ${timeout_ms} ms.`, ...(await explainMissing(target, [progress]))].join('\n'))
      },
      async idle({ timeout_ms = 30_000 } = {}) {
        const inFlight = await untilIdle(session, Date.now() + timeout_ms, account)
        if (inFlight.length > 0) throw new SandboxError(`After ${timeout_ms} ms still in flight:\n${inFlight.join('\n')}`)
      },
      checkpoint: () => save(endpoint, account),
      async reset() {
        await faults.clear()
        await seeded.restore()
      },
      namespace: (other) => namespaces.open(other, stack.account),
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

async function save(endpoint: string, account: string | undefined): Promise<SavedState> {
  const response = await fetch(`${endpoint}/_sandbox/checkpoint${account === undefined ? '' : `?account=${account}`}`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  return {
    bytes,
    async restore() {
      const answer = await fetch(`${endpoint}/_sandbox/checkpoint`, { method: 'PUT', body: bytes })
      if (!answer.ok) throw new SandboxError(((await answer.json()) as { message: string }).message)
    },
  }
}

/** Forgets all that is one account's. */
export async function forgetAccount(endpoint: string, account: string): Promise<void> {
  await ask(endpoint, 'POST', `reset?account=${account}`)
}
