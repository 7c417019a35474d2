/**
 * All state of the emulator. A service declares its collections once, at the top of its `state.ts`, and reads and
 * writes them through a context, which knows the account and the region. A value that was changed in place must be
 * put again: `put` is the moment from which the change counts.
 */
export class Store {
  readonly #tables = new Map<string, Map<string, Table<unknown>>>()
  #observer: StoreObserver | undefined

  /** From now on `observer` is told of each change; there is one at most. */
  observe(observer: StoreObserver | undefined): void {
    this.#observer = observer
    for (const scopes of this.#tables.values()) for (const table of scopes.values()) table.observe(observer)
  }

  /** The table of one collection in one scope (`''`, `account` or `account/region`). */
  table<T>(collection: string, scope: string): Table<T> {
    let scopes = this.#tables.get(collection)
    if (!scopes) this.#tables.set(collection, (scopes = new Map()))
    let table = scopes.get(scope)
    if (!table) {
      scopes.set(scope, (table = new Table<unknown>(collection, scope)))
      table.observe(this.#observer)
    }
    return table as Table<T>
  }

  /** Every table there is. */
  *tables(): Generator<Table<unknown>> {
    for (const scopes of this.#tables.values()) yield* scopes.values()
  }

  /** Every scope in which the collection holds a table. */
  *scopes<T>(collection: string): Generator<[scope: string, table: Table<T>]> {
    for (const [scope, table] of this.#tables.get(collection) ?? []) yield [scope, table as Table<T>]
  }

  /** What is one account's, table by table: all of its rows (`keys` is absent) or some of them. */
  ownedBy(account: string): Owned[] {
    return [...this.tables()].flatMap((table): Owned[] => {
      const { accountOf, accountOfScope } = declarations.get(table.collection) ?? {}
      if (table.scope !== '' || accountOfScope) {
        const owner = accountOfScope ? accountOfScope(table.scope, this) : table.scope.split('/', 1)[0]
        return owner === account ? [{ table }] : []
      }
      if (!accountOf) return []
      return [{ table, keys: [...table.entries()].flatMap(([key, value]) => (accountOf(value as never, key, this) === account ? [key] : [])) }]
    })
  }

  /** Forgets everything. */
  clear(): void {
    for (const scopes of this.#tables.values()) for (const table of scopes.values()) table.clear()
  }
}

/** Rows of one account in a table. */
export interface Owned {
  readonly table: Table<unknown>
  readonly keys?: readonly string[]
}

/** Who keeps what is in the store. */
export interface StoreObserver {
  /** A row was put or deleted. */
  changed(table: Table<unknown>, key: string): void
  /** Something that belongs to a row and is kept apart from it: see `Table.keep`. */
  part(table: Table<unknown>, key: string, part: string, value: unknown): void
  /** The parts of a row from `from` up to, not including, `before` are no more. */
  dropParts(table: Table<unknown>, key: string, from: string, before: string): void
  cleared(table: Table<unknown>): void
}

/** Values by key, in the order of their first put. */
export class Table<T> {
  readonly collection: string
  readonly scope: string
  readonly #rows = new Map<string, T>()
  #observer: StoreObserver | undefined

  constructor(collection: string, scope: string) {
    this.collection = collection
    this.scope = scope
  }

  observe(observer: StoreObserver | undefined): void {
    this.#observer = observer
  }

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
    this.#observer?.changed(this, key)
    return value
  }
  delete(key: string): boolean {
    const was = this.#rows.delete(key)
    if (was) this.#observer?.changed(this, key)
    return was
  }
  /** Whether anybody is told of changes: saves making parts for nobody. */
  get isWatched(): boolean {
    return this.#observer !== undefined
  }
  /**
   * For a row that grows by many small parts (a stream by its records): the part is written down alone, where the state
   * is written down at all. The row's value holds it too, and its collection's `Form` takes it out and puts it back.
   */
  keep(key: string, part: string, value: unknown): void {
    this.#observer?.part(this, key, part, value)
  }
  /** Forgets the parts of a row from `from` up to, not including, `before`; they compare as text. */
  dropParts(key: string, from: string, before: string): void {
    this.#observer?.dropParts(this, key, from, before)
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
    this.#observer?.cleared(this)
  }
}

/** How the rows of a collection are written down, where it is not just as they are. */
export interface Form<T> {
  /** What is left of a row without its parts; structured-cloneable. */
  pack(value: T): unknown
  /** All parts of a row. */
  parts(value: T): Iterable<readonly [part: string, value: unknown]>
  /** The row again; its parts come in the order of their names. */
  unpack(packed: unknown, parts: Iterable<readonly [part: string, value: unknown]>): T
}

interface Declaration {
  /** What belongs to the running process alone and is not written down. */
  readonly isPassing?: boolean
  readonly form?: Form<never>
  /** Of a global collection: whose a row is. */
  accountOf?(value: never, key: string, store: Store): string | undefined
  /** Whose a table is, where its scope is no account and no region. */
  accountOfScope?(scope: string, store: Store): string | undefined
}

/** Known once the service that declares them is loaded. */
const declarations = new Map<string, Declaration>()

export const isPassing = (collection: string) => declarations.get(collection)?.isPassing ?? false
export const formOf = (collection: string) => declarations.get(collection)?.form as Form<unknown> | undefined

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

interface CollectionOptions<T> {
  readonly isPassing?: boolean
  readonly form?: Form<T>
  accountOf?(value: T, key: string, store: Store): string | undefined
}

/** Declares tables that a service scopes by something else: `accountOf` tells whose that is. */
export function scopedTables(name: string, accountOf: (scope: string, store: Store) => string | undefined): void {
  declarations.set(name, { accountOfScope: accountOf })
}

/**
 * Declares a collection, named `<service>.<things>`. Its rows belong to a region, to an account, or to nobody. They are
 * written down as they are, so they hold plain data, unless `options` says otherwise. Where nobody owns a collection,
 * its rows may still be somebody's: `accountOf`.
 */
export function collection<T>(
  name: string,
  scope: 'region' | 'account' | 'global',
  options: CollectionOptions<T> = {},
): Collection<T> {
  declarations.set(name, options as Declaration)
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
