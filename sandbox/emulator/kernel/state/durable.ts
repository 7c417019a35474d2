import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { BlobKeeper } from '../blobs.ts'
import { systemClock, type Clock } from '../clock.ts'
import { AwsError } from '../errors.ts'
import { isPassing, type Store, type StoreObserver, type Table } from '../store.ts'
import { migrate, StateError } from './format.ts'
import { Rows } from './rows.ts'

export interface DurableOptions {
  /** Made where it is missing. */
  readonly directory: string
  /** Waits at each commit until the disk itself has it: also a power loss then costs nothing, and writing is slower. */
  readonly fsync?: boolean
  readonly log: (line: string) => void
  /** The machine's without one. */
  readonly clock?: Clock
}

/**
 * SQLite moves its log into the file after a thousand pages, waits for the disk meanwhile, and so does whoever is to be
 * answered then. Here that is done once nothing has been written for a moment, or at the latest with so many pages.
 */
const MOST_LOG_PAGES = 8192
const QUIET_MS = 500
const MANY_COMMITS = 200

type Change = (rows: Rows) => void

/** What was changed since the last commit. */
interface Batch {
  /** In order. Rows that were put are in `dirty` instead, and written as they are when the batch is. */
  readonly changes: Change[]
  readonly dirty: Map<Table<unknown>, Set<string>>
  readonly done: PromiseWithResolvers<void>
  /** Files that nothing refers to once the batch is written. */
  readonly files: string[]
}

/**
 * Writes the store down as it changes, in one SQLite file. Changes are gathered for a turn of the event loop and
 * committed together; `committed` is what an answer waits for. Blobs are rows too, large ones files beside.
 */
export class Durable implements StoreObserver, BlobKeeper {
  /** Where large blobs are. */
  readonly blobDirectory: string
  readonly #database: DatabaseSync
  readonly #rows: Rows
  readonly #file: string
  readonly #log: (line: string) => void
  readonly #pendingBlobs = new Set<string>()
  #batch: Batch | undefined
  /** What could not be written: it goes with the next change. */
  #unwritten: Batch | undefined
  #isFailing = false
  readonly #clock: Clock
  /** Since the log was moved into the file, and of these the ones that were known a moment ago. */
  #commits = 0
  #knownCommits = 0
  #cancelTidying: (() => void) | undefined

  /** Throws `StateError`: the folder cannot be written, another process uses it, or the file is not ours to read. */
  constructor({ directory, fsync, log, clock = systemClock() }: DurableOptions) {
    this.#log = log
    this.#clock = clock
    this.#file = join(directory, 'state.db')
    this.blobDirectory = join(directory, 'blobs')
    this.#database = open(directory, this.#file)
    try {
      this.#database.exec(`PRAGMA synchronous = ${fsync ? 'FULL' : 'NORMAL'}; PRAGMA wal_autocheckpoint = ${MOST_LOG_PAGES}`)
      migrate(this.#database, this.#file)
    } catch (error) {
      this.#database.close()
      throw explained(error, this.#file)
    }
    this.#rows = new Rows(this.#database)
  }

  /** How many processes have had this state, with this one. */
  runs(): number {
    const [before] = this.#rows.all<{ value: string }>("SELECT value FROM facts WHERE name = 'runs'")
    const runs = Number(before?.value ?? 0) + 1
    this.#rows.run("INSERT OR REPLACE INTO facts VALUES ('runs', ?)", String(runs))
    return runs
  }

  /** The collections that were kept: the services that they belong to must be loaded before `restore`. */
  collections(): string[] {
    return this.#rows.collections()
  }

  /** Fills the store with what was kept, drops what nothing refers to, and keeps what changes from now on. */
  restore(store: Store): void {
    const used = this.#rows.fill(store)
    const known = this.#rows.all<{ id: string; isFile: number }>('SELECT id, bytes IS NULL AS isFile FROM blobs')
    for (const { id } of known) if (!used.has(id)) this.#rows.run('DELETE FROM blobs WHERE id = ?', id)
    const files = new Set(known.filter(({ id, isFile }) => isFile && used.has(id)).map(({ id }) => id))
    for (const name of filesOf(this.blobDirectory)) if (!files.has(name)) rmSync(join(this.blobDirectory, name), { force: true })
    store.observe(this)
  }

  /** Resolves when all that has changed so far is written; undefined where it is. Rejects with an `AwsError` where it cannot be. */
  committed(): Promise<void> | undefined {
    return this.#batch?.done.promise
  }

  /** Writes what is left, and lets go of the folder. */
  close(): void {
    const left = this.#batch ?? (this.#unwritten && this.#open())
    if (left) this.#commit(left)
    this.#cancelTidying?.()
    this.#database.close()
  }

  changed(table: Table<unknown>, key: string): void {
    if (isPassing(table.collection)) return
    const { dirty, changes } = this.#open()
    const keys = dirty.get(table)
    if (!table.has(key)) {
      // When it is put again, it comes after what was put meanwhile.
      keys?.delete(key)
      changes.push((rows) => rows.deleteRow(table, key))
      return
    }
    if (keys) keys.add(key)
    else dirty.set(table, new Set([key]))
  }

  part(table: Table<unknown>, key: string, part: string, value: unknown): void {
    this.#open().changes.push((rows) => rows.putPart(table, key, part, value))
  }

  dropParts(table: Table<unknown>, key: string, from: string, before: string): void {
    this.#open().changes.push((rows) => rows.dropParts(table, key, from, before))
  }

  cleared(table: Table<unknown>): void {
    const { dirty, changes } = this.#open()
    dirty.delete(table)
    changes.push((rows) => rows.clear(table))
  }

  putBlob(id: string, bytes: Uint8Array): void {
    this.#pendingBlobs.add(id)
    this.#open().changes.push((rows) => rows.putBlob(id, bytes.byteLength, bytes))
  }

  putFile(id: string, size: number): void {
    this.#open().changes.push((rows) => rows.putBlob(id, size, null))
  }

  deleteBlob(id: string): void {
    const { changes, files } = this.#open()
    changes.push((rows) => rows.run('DELETE FROM blobs WHERE id = ?', id))
    files.push(join(this.blobDirectory, id))
  }

  clearBlobs(): void {
    const { changes, files } = this.#open()
    changes.push((rows) => rows.run('DELETE FROM blobs'))
    files.push(...filesOf(this.blobDirectory).map((name) => join(this.blobDirectory, name)))
  }

  readBlob(id: string): Buffer | undefined {
    const bytes = this.#rows.all<{ bytes: Uint8Array | null }>('SELECT bytes FROM blobs WHERE id = ?', id)[0]?.bytes
    return bytes ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : undefined
  }

  isPending(id: string): boolean {
    return this.#pendingBlobs.has(id)
  }

  /** For tests: reads or sets how SQLite works. */
  pragma(text: string): unknown {
    return this.#database.prepare(`PRAGMA ${text}`).get()
  }

  #open(): Batch {
    if (this.#batch) return this.#batch
    const { changes = [], dirty = new Map<Table<unknown>, Set<string>>(), files = [] } = this.#unwritten ?? {}
    const batch: Batch = { changes, dirty, files, done: Promise.withResolvers() }
    this.#unwritten = undefined
    // Nobody may be waiting for it.
    batch.done.promise.catch(() => {})
    this.#batch = batch
    setImmediate(() => this.#commit(batch))
    return batch
  }

  #commit(batch: Batch): void {
    if (this.#batch !== batch) return
    this.#batch = undefined
    try {
      this.#write(batch)
      this.#isFailing = false
      batch.done.resolve()
    } catch (error) {
      this.#unwritten = batch
      const { message } = explained(error, this.#file)
      if (!this.#isFailing) this.#log(`${message} Until then nothing that changes is answered with success.`)
      this.#isFailing = true
      batch.done.reject(new AwsError('InternalFailure', message, { status: 500 }))
    }
  }

  #write({ changes, dirty, files }: Batch): void {
    this.#database.exec('BEGIN')
    try {
      for (const change of changes) change(this.#rows)
      for (const [table, keys] of dirty) for (const key of keys) if (table.has(key)) this.#rows.putRow(table, key, table.get(key))
      this.#database.exec('COMMIT')
    } catch (error) {
      // SQLite may have rolled back by itself.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
    this.#pendingBlobs.clear()
    if (++this.#commits >= MANY_COMMITS) this.#cancelTidying ??= this.#clock.after(QUIET_MS, () => this.#tidyUp())
    // At once: the same blob may come back from a checkpoint.
    for (const file of files) rmSync(file, { force: true })
  }

  /** Moves the log into the file, unless something has been written since this was last looked at. */
  #tidyUp(): void {
    this.#cancelTidying = undefined
    if (this.#knownCommits !== this.#commits) {
      this.#knownCommits = this.#commits
      this.#cancelTidying = this.#clock.after(QUIET_MS, () => this.#tidyUp())
      return
    }
    this.#commits = this.#knownCommits = 0
    try {
      this.pragma('wal_checkpoint(PASSIVE)')
    } catch (error) {
      // What was answered is in the log, and safe.
      this.#log(explained(error, this.#file).message)
    }
  }
}

function open(directory: string, file: string): DatabaseSync {
  try {
    mkdirSync(directory, { recursive: true })
    const database = new DatabaseSync(file)
    // The lock is held from the first read on, for as long as the process lives, however it ends.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; BEGIN EXCLUSIVE; COMMIT')
    return database
  } catch (error) {
    throw explained(error, file)
  }
}

function filesOf(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}

const SQLITE: Readonly<Record<number, (file: string) => string>> = {
  5: (file) => `Another sandbox is using ${file}. End it with "sandbox down", or choose another folder with --state.`,
  8: (file) => `${file} cannot be written: it is read-only. Make it writable, choose another folder with --state, or keep nothing with --ephemeral.`,
  10: (file) => `${file} cannot be written: the disk answers with an error. Look after the disk.`,
  11: (file) => `${file} is damaged. Move it away, or choose another folder with --state.`,
  13: (file) => `${file} cannot be written: the disk is full. Make room.`,
  14: (file) => `${file} cannot be opened. Make its folder writable, choose another with --state, or keep nothing with --ephemeral.`,
  26: (file) => `${file} is no state of a sandbox. Move it away, or choose another folder with --state.`,
}

/** SQLite's error, or the system's, in a sentence. */
function explained(error: unknown, file: string): Error {
  if (error instanceof StateError) return error
  const { errcode, code } = error as { errcode?: number; code?: string }
  const known = errcode === undefined ? undefined : SQLITE[errcode & 0xff]
  if (known) return new StateError(known(file))
  if (['EACCES', 'EROFS', 'EPERM', 'EEXIST', 'ENOTDIR'].includes(code ?? '')) return new StateError(SQLITE[14]!(file))
  if (code === 'ENOSPC') return new StateError(SQLITE[13]!(file))
  return error as Error
}
