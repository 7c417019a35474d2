import type { Host } from '../../../kernel/context.ts'
import { assert } from '../../../kernel/errors.ts'
import { invalidParameter, tooManyRequests } from '../errors.ts'
import type { Code, FunctionRecord, LayerUse } from '../state.ts'
import { CodeFolders, UNZIPPED_BYTES } from './code.ts'
import { Guard } from './guard.ts'
import { Inspectors } from './inspector.ts'
import type { Shared } from './launch.ts'
import { OptMount } from './opt.ts'
import type { Invocation, Outcome } from './outcome.ts'
import { Pool, type PoolUsage } from './pool.ts'
import { Programs } from './programs.ts'

export const ACCOUNT_CONCURRENCY = 1000

/** Everything of Lambda that runs: the environments of all functions of one engine. */
export class LambdaRuntime {
  readonly #shared: Shared
  readonly #pools = new Map<string, Pool>()
  /** Pools of old revisions that still have something running. */
  readonly #leaving = new Set<Pool>()
  readonly #running = new Map<string, number>()

  constructor(host: Host) {
    this.#shared = { host, folders: new CodeFolders(host), guard: new Guard(), programs: new Programs(), opt: new OptMount(), inspectors: new Inspectors(host) }
  }

  /** Unzips code and layers ahead of the first invocation. Throws `InvalidParameterValueException` where that fails. */
  async prepare(code: Code, layers: readonly LayerUse[] = []): Promise<void> {
    const size = [code, ...layers.map((layer) => layer.code)].reduce((sum, { unzipped }) => sum + unzipped, 0)
    if (size > UNZIPPED_BYTES)
      throw invalidParameter(`Function code combined with layers exceeds the maximum allowed size of ${UNZIPPED_BYTES} bytes. The actual size is ${size} bytes.`)
    await Promise.all([this.#shared.folders.folder(code), this.#shared.folders.layerFolder(layers)])
  }

  /**
   * Runs the function; resolves also where it fails. Throws `TooManyRequestsException` at the reserved concurrency, or
   * at what the account has left (`unreserved`).
   */
  async invoke(found: FunctionRecord, invocation: Invocation, unreserved: number): Promise<Outcome> {
    const own = found.reservedConcurrency !== undefined
    const counter = own ? found.arn : `${found.account}/${found.region}`
    const running = this.#running.get(counter) ?? 0
    this.#withinQuota(found.account)
    if (own && running >= found.reservedConcurrency!) throw tooManyRequests('ReservedFunctionConcurrentInvocationLimitExceeded')
    if (!own && running >= unreserved) throw tooManyRequests('ConcurrentInvocationLimitExceeded')
    this.#running.set(counter, running + 1)
    try {
      return await this.#pool(found).run(invocation)
    } finally {
      this.#running.set(counter, this.#running.get(counter)! - 1)
    }
  }

  /** An engine that many share keeps some of its processes for the others. Throws `TooManyRequestsException`. */
  #withinQuota(account: string): void {
    const { quotas } = this.#shared.host.settings
    if (!quotas) return
    const busy = this.usage().reduce((sum, pool) => sum + (pool.account === account ? pool.busy + pool.waiting : 0), 0)
    if (busy >= quotas.concurrentInvocations) throw tooManyRequests('ConcurrentInvocationLimitExceeded')
  }

  /** Ends the environments of a version that has changed or is gone, as soon as they are free. */
  retire({ arn, version }: Pick<FunctionRecord, 'arn' | 'version'>): void {
    const key = `${arn}:${version}`
    const pool = this.#pools.get(key)
    if (!pool) return
    this.#pools.delete(key)
    this.#leaving.add(pool)
    pool.retire(() => this.#leaving.delete(pool))
  }

  /** What runs now, by function and version. */
  usage(): (PoolUsage & Pick<FunctionRecord, 'account' | 'region' | 'name' | 'version'>)[] {
    return [...this.#pools.values()].map(({ usage, function: { account, region, name, version } }) => ({ account, region, name, version, ...usage }))
  }

  /** Ends the processes of one account's functions. */
  async clearAccount(account: string): Promise<void> {
    const isOwn = (pool: Pool) => pool.function.account === account
    const leaving = [...this.#leaving].filter(isOwn)
    const current = [...this.#pools].filter(([, pool]) => isOwn(pool))
    for (const [key] of current) this.#pools.delete(key)
    for (const pool of leaving) this.#leaving.delete(pool)
    await Promise.all([...leaving, ...current.map(([, pool]) => pool)].map((pool) => pool.stop()))
  }

  /** Ends all processes and forgets all unzipped code. */
  async clear(): Promise<void> {
    const pools = [...this.#pools.values(), ...this.#leaving]
    this.#pools.clear()
    this.#leaving.clear()
    await Promise.all(pools.map((pool) => pool.stop()))
    await this.#shared.folders.clear()
  }

  async stop(): Promise<void> {
    await this.clear()
    this.#shared.guard.close()
  }

  #pool(found: FunctionRecord): Pool {
    const key = `${found.arn}:${found.version}`
    const known = this.#pools.get(key)
    if (known?.function.revisionId === found.revisionId) return known
    this.retire(found)
    const pool = new Pool(this.#shared, found)
    this.#pools.set(key, pool)
    return pool
  }
}

const runtimes = new WeakMap<Host['store'], LambdaRuntime>()

export function startRuntime(host: Host): LambdaRuntime {
  const runtime = new LambdaRuntime(host)
  runtimes.set(host.store, runtime)
  return runtime
}

/** The runtime of the engine that `host` belongs to. */
export function runtimeOf(host: Pick<Host, 'store'>): LambdaRuntime {
  const runtime = runtimes.get(host.store)
  assert(runtime, 'the Lambda service has been started')
  return runtime
}
