import type { DatabaseSync } from 'node:sqlite'

/** Why a state cannot be had or written, in one sentence that says what to do. */
export class StateError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'StateError'
  }
}

/** What brings a file from one version of the format (its place in the list) to the next. Never changed once released. */
export type Migration = (database: DatabaseSync) => void

/** A row keeps its number when it is written again: tables are read back in the order of first writing. */
const first: Migration = (database) =>
  database.exec(`
    CREATE TABLE rows (collection TEXT, scope TEXT, key TEXT, value BLOB, UNIQUE (collection, scope, key));
    CREATE TABLE parts (collection TEXT, scope TEXT, key TEXT, part TEXT, value BLOB, PRIMARY KEY (collection, scope, key, part)) WITHOUT ROWID;
    CREATE TABLE blobs (id TEXT PRIMARY KEY, size INTEGER, bytes BLOB);
    CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT);
  `)

export const MIGRATIONS: readonly Migration[] = [first]

/** Brings a file to the newest format, all or nothing. Throws `StateError` for a file of a later version. */
export function migrate(database: DatabaseSync, file: string, migrations: readonly Migration[] = MIGRATIONS): void {
  const { user_version: found } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  if (found > migrations.length)
    throw new StateError(`${file} was written by a newer version of the sandbox (format ${found}, this one knows ${migrations.length}). Use that version, or another folder.`)
  if (found === migrations.length) return
  database.exec('BEGIN')
  try {
    for (const step of migrations.slice(found)) step(database)
    database.exec(`PRAGMA user_version = ${migrations.length}`)
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}
