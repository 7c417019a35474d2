import { createReadStream, createWriteStream, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Host } from './kernel/context.ts'
import type { Dispatch } from './kernel/dispatch.ts'
import type { Durable } from './kernel/state/durable.ts'
import { forgetWork } from './kernel/work.ts'

/** All state of an engine at once: kept from the run before, emptied, copied to a file and put back from one. */
export class EngineState {
  readonly #host: Host
  readonly #dispatch: Dispatch

  constructor(host: Host, dispatch: Dispatch) {
    this.#host = host
    this.#dispatch = dispatch
  }

  /** Fills the store with what the run before left, and names the services that it belongs to. */
  async takeUp(durable: Durable): Promise<readonly string[]> {
    const owners = await this.#owners(durable.collections())
    durable.restore(this.#host.store)
    return owners
  }

  /** Ends what runs in the background and forgets everything. */
  async reset(): Promise<void> {
    const { store, blobs, journal, traces } = this.#host
    for (const service of await this.#dispatch.loaded()) await service.reset?.(this.#host)
    store.clear()
    await blobs.clear()
    journal.clear()
    traces.clear()
    forgetWork(this.#host)
    await this.#host.committed()
  }

  /** Ends and forgets what is one account's; the others do not notice. */
  async resetAccount(account: string): Promise<void> {
    await this.#clearAccount(account)
    for (const service of await this.#dispatch.loaded()) await service.resumeAccount?.(this.#host, account)
  }

  async #clearAccount(account: string): Promise<void> {
    const { store, journal, traces } = this.#host
    for (const service of await this.#dispatch.loaded()) await service.resetAccount?.(this.#host, account)
    for (const { table, keys } of store.ownedBy(account)) {
      if (keys) for (const key of keys) table.delete(key)
      else table.clear()
    }
    journal.clear(account)
    traces.clear(account)
    forgetWork(this.#host, account)
    await this.#host.committed()
  }

  /** Everything as it is now, or all that is one account's, as one file's bytes. */
  async save(account?: string): Promise<Readable> {
    const { writeCheckpoint } = await import('./kernel/state/checkpoint.ts')
    const file = this.#newFile()
    await writeCheckpoint(file, this.#host.store, this.#host.blobs, account)
    const bytes = createReadStream(file)
    // Its name may go as soon as it is open.
    bytes.once('open', () => rmSync(file))
    return bytes
  }

  /**
   * Puts a saved state in place of all there is, or an account's in place of what is that account's. Throws `StateError`,
   * with nothing changed, where it is none.
   */
  async load(source: Readable): Promise<void> {
    const { Checkpoint } = await import('./kernel/state/checkpoint.ts')
    const file = this.#newFile()
    try {
      await pipeline(source, createWriteStream(file))
      const checkpoint = new Checkpoint(file)
      try {
        const owners = await this.#owners(checkpoint.collections())
        const account = checkpoint.account()
        await (account === undefined ? this.reset() : this.#clearAccount(account))
        await checkpoint.fill(this.#host.store, this.#host.blobs)
        await this.#host.committed()
        for (const service of await this.#dispatch.loaded())
          await (account === undefined ? service.resume?.(this.#host) : service.resumeAccount?.(this.#host, account))
        for (const name of owners) await this.#dispatch.service(name)
      } finally {
        checkpoint.close()
      }
    } finally {
      rmSync(file, { force: true })
    }
  }

  /** Loads the services that collections belong to, which declare how their rows are read; they are not started by that. */
  async #owners(collections: readonly string[]): Promise<string[]> {
    const kept = new Set(collections.map((collection) => collection.split('.')[0]!))
    const owners = this.#dispatch.catalog.filter(({ name }) => kept.has(name))
    for (const { load } of owners) await load()
    return owners.map(({ name }) => name)
  }

  #newFile(): string {
    return join(this.#host.settings.workDirectory, `${this.#host.ids.hex(16)}.checkpoint`)
  }
}
