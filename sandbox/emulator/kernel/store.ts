/**
 * All state of the emulator. A service declares its collections once, at the top of its `state.ts`, and reads and
 * writes them through a context, which knows the account and the region. A value that was changed in place must be
 * put again: `put` is the moment from which the change counts.
 */
export class Store {
  readonly #tables = new Map<string, Map<string, Table<unknown>>>()

  /** The table of one collection in one scope (`''`, `account` or `account/region`). */
  table<T>(collection: string, scope: string): Table<T> {
    let scopes = this.#tables.get(collection)
    if (!scopes) this.#tables.set(collection, (scopes = new Map()))
    let table = scopes.get(scope)
    if (!table) scopes.set(scope, (table = new Table<unknown>()))
    return table as Table<T>
  }

  /** Every scope in which the collection holds a table. */
  *scopes<T>(collection: string): Generator<[scope: string, table: Table<T>]> {
    for (const [scope, table] of this.#tables.get(collection) ?? []) yield [scope, table as Table<T>]
  }

  /** Forgets everything. */
  clear(): void {
    for (const scopes of this.#tables.values()) for (const table of scopes.values()) table.clear()
  }
}

/** Values by key, in the order of their first put. */
export class Table<T> {
  readonly #rows = new Map<string, T>()

  get size(): number {
    return this.#rows.size
  }
  get(key: string): T | undefined {
    return this.#rows.get(key)
  }
  has(key: string): boolean {
    return this.#rows.has(key)
  }
  put(key: string, value: T): T {
    this.#rows.set(key, value)
    return value
  }
  delete(key: string): boolean {
    return this.#rows.delete(key)
  }
  keys(): IterableIterator<string> {
    return this.#rows.keys()
  }
  values(): IterableIterator<T> {
    return this.#rows.values()
  }
  entries(): IterableIterator<[string, T]> {
    return this.#rows.entries()
  }
  clear(): void {
    this.#rows.clear()
  }
}

/** What a collection needs to know of its caller. */
export interface Scope {
  readonly store: Store
  readonly account: string
  readonly region: string
}

/** A collection bound to its name; call it with a context to get the table of that account and region. */
export interface Collection<T> {
  (scope: Scope): Table<T>
  /** All rows in all accounts and regions, with the account and region (empty where the scope has none). */
  all(store: Store): Generator<{ account: string; region: string; key: string; value: T }>
}

/** Declares a collection, named `<service>.<things>`. Its rows belong to a region, to an account, or to nobody. */
export function collection<T>(name: string, scope: 'region' | 'account' | 'global'): Collection<T> {
  const scopeOf = ({ account, region }: Scope) =>
    scope === 'region' ? `${account}/${region}` : scope === 'account' ? account : ''
  const bound = (ctx: Scope) => ctx.store.table<T>(name, scopeOf(ctx))
  return Object.assign(bound, {
    *all(store: Store) {
      for (const [where, table] of store.scopes<T>(name)) {
        const [account = '', region = ''] = where.split('/')
        for (const [key, value] of table.entries()) yield { account, region, key, value }
      }
    },
  })
}
