import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { deserialize, serialize } from 'node:v8'
import type { Blob } from '../blobs.ts'
import { formOf, isPassing, type Owned, type Store, type Table } from '../store.ts'

/** The statements of a state file, prepared once. */
export class Rows {
  readonly #database: DatabaseSync
  readonly #prepared = new Map<string, StatementSync>()

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  run(sql: string, ...values: (string | number | Uint8Array | null)[]): void {
    this.#statement(sql).run(...values)
  }

  all<T>(sql: string, ...values: (string | number)[]): T[] {
    return this.#statement(sql).all(...values) as T[]
  }

  #statement(sql: string): StatementSync {
    let statement = this.#prepared.get(sql)
    if (!statement) this.#prepared.set(sql, (statement = this.#database.prepare(sql)))
    return statement
  }

  putRow({ collection, scope }: Table<unknown>, key: string, value: unknown): void {
    const packed = formOf(collection)?.pack(value) ?? value
    this.run(
      'INSERT INTO rows VALUES (?, ?, ?, ?) ON CONFLICT (collection, scope, key) DO UPDATE SET value = excluded.value',
      collection, scope, key, serialize(packed),
    )
  }

  deleteRow({ collection, scope }: Table<unknown>, key: string): void {
    this.run('DELETE FROM rows WHERE collection = ? AND scope = ? AND key = ?', collection, scope, key)
    this.run('DELETE FROM parts WHERE collection = ? AND scope = ? AND key = ?', collection, scope, key)
  }

  putPart({ collection, scope }: Table<unknown>, key: string, part: string, value: unknown): void {
    this.run('INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?)', collection, scope, key, part, serialize(value))
  }

  dropParts({ collection, scope }: Table<unknown>, key: string, from: string, before: string): void {
    this.run('DELETE FROM parts WHERE collection = ? AND scope = ? AND key = ? AND part >= ? AND part < ?', collection, scope, key, from, before)
  }

  clear({ collection, scope }: Table<unknown>): void {
    this.run('DELETE FROM rows WHERE collection = ? AND scope = ?', collection, scope)
    this.run('DELETE FROM parts WHERE collection = ? AND scope = ?', collection, scope)
  }

  putBlob(id: string, size: number, bytes: Uint8Array | null): void {
    this.run('INSERT OR REPLACE INTO blobs VALUES (?, ?, ?)', id, size, bytes)
  }

  putFact(name: string, value: string): void {
    this.run('INSERT OR REPLACE INTO facts VALUES (?, ?)', name, value)
  }

  fact(name: string): string | undefined {
    return this.all<{ value: string }>('SELECT value FROM facts WHERE name = ?', name)[0]?.value
  }

  /** All that tables hold, or some of their rows, written at once. */
  putTables(tables: readonly Owned[]): void {
    for (const { table, keys = table.keys() } of tables) {
      if (isPassing(table.collection)) continue
      const form = formOf(table.collection)
      for (const key of keys) {
        const value = table.get(key)
        this.putRow(table, key, value)
        for (const [part, piece] of form?.parts(value) ?? []) this.putPart(table, key, part, piece)
      }
    }
  }

  /** The names of the collections that have rows. */
  collections(): string[] {
    return this.all<{ collection: string }>('SELECT DISTINCT collection FROM rows').map(({ collection }) => collection)
  }

  /** The blobs that rows refer to. */
  blobs(): Blob[] {
    const found = new Map<string, Blob>()
    for (const { value } of this.all<{ value: Uint8Array }>('SELECT value FROM rows')) findBlobs(deserialize(value), found)
    return [...found.values()]
  }

  /** Puts all rows into a store whose services have been loaded, and gives the blobs that they refer to, by id. */
  fill(store: Store): Map<string, Blob> {
    const blobs = new Map<string, Blob>()
    const parts = this.#parts()
    for (const { collection, scope, key, value } of this.all<Row>('SELECT collection, scope, key, value FROM rows ORDER BY rowid')) {
      const packed: unknown = deserialize(value)
      findBlobs(packed, blobs)
      const form = formOf(collection)
      const table = store.table(collection, scope)
      if (!form) {
        table.put(key, packed)
        continue
      }
      const own = parts.get(address(collection, scope, key)) ?? []
      table.put(key, form.unpack(packed, own))
      for (const [part, piece] of own) table.keep(key, part, piece)
    }
    return blobs
  }

  #parts(): Map<string, [part: string, value: unknown][]> {
    const found = new Map<string, [string, unknown][]>()
    const rows = this.all<Row & { part: string }>('SELECT collection, scope, key, part, value FROM parts ORDER BY collection, scope, key, part')
    for (const { collection, scope, key, part, value } of rows) {
      const where = address(collection, scope, key)
      const list = found.get(where)
      if (list) list.push([part, deserialize(value)])
      else found.set(where, [[part, deserialize(value)]])
    }
    return found
  }
}

interface Row {
  readonly collection: string
  readonly scope: string
  readonly key: string
  readonly value: Uint8Array
}

const address = (collection: string, scope: string, key: string) => `${collection}\n${scope}\n${key}`

const BLOB_ID = /^[0-9a-f]{32}$/

/** Blobs are found by their looks: whoever holds one holds its id and its size. */
function findBlobs(value: unknown, found: Map<string, Blob>): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return
  if (value instanceof Map) return void [...value.values()].forEach((member) => findBlobs(member, found))
  const { id, size } = value as { id?: unknown; size?: unknown }
  if (typeof id === 'string' && typeof size === 'number' && BLOB_ID.test(id)) found.set(id, { id, size })
  for (const member of Object.values(value)) findBlobs(member, found)
}
