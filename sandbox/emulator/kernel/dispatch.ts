import type { Caller, Context, Host } from './context.ts'
import { AwsError, notImplemented } from './errors.ts'
import type { HttpRequest, HttpResponse } from './http.ts'
import { internalGet, jsonResponse } from './http.ts'
import { identifyCaller, identifyService, readSignature } from './identify.ts'
import type { CatalogEntry, Match, Service } from './service.ts'
import { validate } from './validate.ts'

/** From a request to a service's operation and back. Services are loaded when they are first asked for. */
export class Dispatch {
  readonly #catalog: readonly CatalogEntry[]
  readonly #fallback: string
  readonly #loaded = new Map<string, Promise<Service>>()
  #host!: Host

  /** `fallback` is the service that takes requests which nothing else recognises. */
  constructor(catalog: readonly CatalogEntry[], fallback: string) {
    this.#catalog = catalog
    this.#fallback = fallback
  }

  attach(host: Host): void {
    this.#host = host
  }

  get catalog(): readonly CatalogEntry[] {
    return this.#catalog
  }

  /** The service by name, loading and starting it when needed; undefined where there is none. */
  service(name: string): Promise<Service> | undefined {
    const known = this.#loaded.get(name)
    if (known) return known
    const entry = this.#catalog.find((candidate) => candidate.name === name)
    if (!entry) return undefined
    const loading = entry.load().then(async ({ service }) => {
      await service.start?.(this.#host)
      return service
    })
    this.#loaded.set(name, loading)
    return loading
  }

  /** Services loaded so far. */
  async loaded(): Promise<Service[]> {
    return Promise.all(this.#loaded.values())
  }

  async handle(request: HttpRequest): Promise<HttpResponse> {
    const signature = readSignature(request)
    const name = await identifyService(request, signature, this.#catalog, this.#fallback)
    const service = await this.service(name)
    const caller = identifyCaller(signature, this.#host.store, this.#host.settings)
    if (!service) return jsonResponse(501, { __type: 'NotImplemented', message: `There is no service "${name}" here.` })
    const raw = await service.http?.(request, caller, this.#host)
    if (raw) return raw
    const ctx = this.#context(caller, request)
    const match = await service.protocol.match(request)
    const response = await this.#answer(service, match, request, ctx)
    for (const [header, value] of Object.entries(ctx.responseHeaders)) response.headers[header] ??= value
    return response
  }

  async #answer(
    service: Service,
    match: Match | undefined,
    request: HttpRequest,
    ctx: Context,
  ): Promise<HttpResponse> {
    try {
      if (!match) throw await service.protocol.unknownOperation(request)
      if (!service.operations[match.operation]) throw notImplemented(service.name, match.operation)
      const input = await service.protocol.decode(match, request)
      const output = await this.invoke(service, match.operation, input, ctx)
      return service.protocol.encode(match, output, ctx)
    } catch (error) {
      return service.protocol.encodeError(this.#asAwsError(error), ctx, match)
    }
  }

  #asAwsError(error: unknown): AwsError {
    if (error instanceof AwsError) return error
    this.#host.settings.log(`internal error: ${error instanceof Error ? error.stack : String(error)}`)
    return new AwsError('InternalFailure', 'The request processing has failed because of an internal error.', {
      status: 500,
    })
  }

  /** `Host.call`: the same checks and the same journal as a request from outside. */
  async call<O>(caller: Caller, name: string, operation: string, input: object): Promise<O> {
    const service = await this.service(name)
    if (!service?.operations[operation]) throw notImplemented(name, operation)
    return (await this.invoke(service, operation, input, this.#context(caller))) as O
  }

  /** `Host.get`. */
  async get(url: string): Promise<HttpResponse | undefined> {
    const request = internalGet(new URL(url))
    const entry = this.#catalog.find((candidate) => candidate.claims?.(request))
    return entry ? this.handle(request) : undefined
  }

  async invoke(service: Service, name: string, input: object, ctx: Context): Promise<object> {
    const operation = service.operations[name]!
    const started = ctx.clock.elapsed()
    let resources: readonly string[] = []
    let failure: AwsError | undefined
    try {
      if (service.validationCode !== undefined)
        validate(input, service.protocol.required(name), operation.limits ?? {}, service.validationCode)
      resources = resourcesOf(operation.resource, input, ctx)
      return ((await operation.handle(input as never, ctx)) as object | undefined) ?? {}
    } catch (error) {
      failure = this.#asAwsError(error)
      throw failure
    } finally {
      ctx.journal.record({
        time: ctx.now,
        requestId: ctx.requestId,
        service: service.name,
        operation: name,
        account: ctx.account,
        region: ctx.region,
        principal: ctx.principal.arn,
        resources,
        status: failure?.status ?? 200,
        ...(failure ? { error: failure.code } : {}),
        duration_ms: ctx.clock.elapsed() - started,
      })
    }
  }

  #context(caller: Caller, request?: HttpRequest): Context {
    const host = this.#host
    return {
      store: host.store,
      blobs: host.blobs,
      clock: host.clock,
      ids: host.ids,
      signals: host.signals,
      journal: host.journal,
      settings: host.settings,
      call: host.call,
      get: host.get,
      principal: caller.principal,
      account: caller.principal.account,
      region: caller.region,
      requestId: host.ids.uuid(),
      now: host.clock.now(),
      responseHeaders: {},
      ...(request ? { request } : {}),
    }
  }
}

function resourcesOf(
  resource: '*' | ((input: never, ctx: Context) => string | readonly string[]),
  input: object,
  ctx: Context,
): readonly string[] {
  if (resource === '*') return ['*']
  const found = resource(input as never, ctx)
  return typeof found === 'string' ? [found] : found
}
