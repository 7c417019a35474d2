import type { Host } from './context.ts'
import type { CatalogEntry, Service } from './service.ts'

/** The services of a catalog, each loaded and started when it is first asked for. */
export class Services {
  readonly catalog: readonly CatalogEntry[]
  readonly #entries: ReadonlyMap<string, CatalogEntry>
  readonly #loaded = new Map<string, Promise<Service>>()
  /** Those that are there already. */
  readonly #ready = new Map<string, Service>()
  readonly #byArn = new Map<string, Service>()
  #host!: Host

  constructor(catalog: readonly CatalogEntry[]) {
    this.catalog = catalog
    this.#entries = new Map(catalog.map((entry) => [entry.name, entry]))
  }

  /** To be called before any service is asked for. */
  attach(host: Host): void {
    this.#host = host
  }

  entry(name: string): CatalogEntry | undefined {
    return this.#entries.get(name)
  }

  /** As `load`; at once where it is loaded already. */
  get(name: string): Service | Promise<Service> | undefined {
    return this.#ready.get(name) ?? this.load(name)
  }

  /** The service by name, loading and starting it when needed; undefined where there is none. */
  load(name: string): Promise<Service> | undefined {
    const known = this.#loaded.get(name)
    if (known) return known
    const entry = this.#entries.get(name)
    if (!entry) return undefined
    const loading = this.#start(entry)
    this.#loaded.set(name, loading)
    return loading
  }

  async #start(entry: CatalogEntry): Promise<Service> {
    const { service } = await entry.load()
    await service.start?.(this.#host)
    await service.resume?.(this.#host)
    for (const signingName of entry.signingNames) this.#byArn.set(signingName, service)
    this.#ready.set(entry.name, service)
    return service
  }

  /** The service whose ARNs have this name. */
  ownerOf(name: string): Service | Promise<Service> | undefined {
    const known = this.#byArn.get(name)
    if (known) return known
    const entry = this.catalog.find(({ signingNames }) => signingNames.includes(name))
    return entry && this.load(entry.name)
  }

  /** Those loaded so far. */
  async loaded(): Promise<Service[]> {
    return Promise.all(this.#loaded.values())
  }
}
