import { closeSync, createReadStream, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Readable } from 'node:stream'
import type { Blobs } from '../blobs.ts'
import type { Store } from '../store.ts'
import { migrate, StateError } from './format.ts'
import { Rows } from './rows.ts'

/** Large blobs are written piece by piece: SQLite has a limit, and memory too. */
const PIECE_BYTES = 8 * 1024 * 1024

/** Writes all of a store, or what is one account's, as it is now, to one file of the state's format. */
export async function writeCheckpoint(file: string, store: Store, blobs: Blobs, account?: string): Promise<void> {
  rmSync(file, { force: true })
  const database = new DatabaseSync(file)
  const large = new Map<string, number>()
  try {
    // Nobody else reads it before it is whole.
    database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF')
    migrate(database, file)
    const rows = new Rows(database)
    database.exec('BEGIN')
    rows.putTables(account === undefined ? everything(store) : store.ownedBy(account))
    if (account !== undefined) rows.putFact('account', account)
    // All of this in one turn: what is deleted from now on is still in the files that are open.
    for (const blob of rows.blobs()) {
      const found = blobs.open(blob)
      if (typeof found === 'number') large.set(blob.id, found)
      else rows.putBlob(`${blob.id}/0`, found.length, found)
    }
    for (const [id, descriptor] of large) {
      let piece = 0
      for await (const chunk of createReadStream('', { fd: descriptor, autoClose: false, highWaterMark: PIECE_BYTES }))
        rows.putBlob(`${id}/${piece++}`, (chunk as Buffer).length, chunk as Buffer)
    }
    database.exec('COMMIT')
  } finally {
    for (const descriptor of large.values()) closeSync(descriptor)
    database.close()
  }
}

const everything = (store: Store) => [...store.tables()].map((table) => ({ table }))

/** A checkpoint that is open to be read. */
export class Checkpoint {
  readonly #database: DatabaseSync
  readonly #rows: Rows

  /** Throws `StateError` where the file is no checkpoint. */
  constructor(file: string) {
    this.#database = new DatabaseSync(file)
    try {
      this.#database.exec('PRAGMA journal_mode = OFF')
      migrate(this.#database, file)
    } catch (error) {
      this.#database.close()
      if (error instanceof StateError) throw error
      throw new StateError('The file is no checkpoint of a sandbox. Give one that "sandbox checkpoint save" has written.')
    }
    this.#rows = new Rows(this.#database)
  }

  collections(): string[] {
    return this.#rows.collections()
  }

  /** Whose it is, where it is not everybody's. */
  account(): string | undefined {
    return this.#rows.fact('account')
  }

  /** Puts everything into a store that has nothing of it. */
  async fill(store: Store, blobs: Blobs): Promise<void> {
    this.#rows.fill(store)
    for (const blob of this.#rows.blobs()) await blobs.adopt(blob, Readable.from(this.#pieces(blob.id)))
  }

  *#pieces(id: string): Generator<Uint8Array> {
    for (let piece = 0; ; piece++) {
      const found = this.#rows.all<{ bytes: Uint8Array }>('SELECT bytes FROM blobs WHERE id = ?', `${id}/${piece}`)[0]
      if (!found) return
      yield Buffer.from(found.bytes.buffer, found.bytes.byteOffset, found.bytes.byteLength)
    }
  }

  close(): void {
    this.#database.close()
  }
}
