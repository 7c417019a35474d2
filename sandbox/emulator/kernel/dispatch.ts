import type { Authorizer, Need } from './authorize.ts'
import type { Caller, Context, Host, Verdict } from './context.ts'
import { callContext, drawIds, type CallContext } from './call-context.ts'
import { assert, AwsError, notImplemented } from './errors.ts'
import { Guard } from './guard.ts'
import { DROPPED, dropped, type InjectedFault } from './faults.ts'
import { rateExceeded, RequestQuota } from './quota.ts'
import type { HttpRequest, HttpResponse } from './http.ts'
import type { Ids } from './ids.ts'
import { internalGet, jsonResponse } from './http.ts'
import { anonymous, identifyCaller, identifyService, readSignature } from './identify.ts'
import { endTrace, recordCall } from './report.ts'
import { resourcesOf } from './resources.ts'
import type { CatalogEntry, Match, Service } from './service.ts'
import { Services } from './services.ts'
import { andThen, eventually, orElse } from './sooner.ts'
import { SigningKeys } from './signature/signing-key.ts'
import { signatureStyle } from './signature/styles.ts'
import { verifySignature, type VerifiedSignature } from './signature/verify.ts'
import { validate } from './validate.ts'
import { beginWork, ownerOf } from './work.ts'

/** A caller with the signature that proves who it is, or with what is said to one who could not. */
interface Proof {
  readonly caller: Caller
  readonly signature?: VerifiedSignature
  readonly refusal?: AwsError
}

/** From a request to a service's operation and back. Services are loaded when they are first asked for. */
export class Dispatch {
  readonly #services: Services
  readonly #fallback: string
  readonly #signingKeys = new SigningKeys()
  #host!: Host
  #guard!: Guard
  #quota: RequestQuota | undefined
  #requestIds!: Ids

  /** `fallback` is the service that takes requests which nothing else recognises. */
  constructor(catalog: readonly CatalogEntry[], fallback: string) {
    this.#services = new Services(catalog)
    this.#fallback = fallback
  }

  /** `authorizer` is asked for when a policy is to be read for the first time. */
  attach(host: Host, authorizer: () => Promise<Authorizer>): void {
    this.#host = host
    this.#services.attach(host)
    this.#requestIds = host.ids.of('requests')
    this.#quota = host.settings.quotas && new RequestQuota(host.settings.quotas, host.clock)
    this.#guard = new Guard(host, authorizer, (name) => this.#services.ownerOf(name))
  }

  get catalog(): readonly CatalogEntry[] {
    return this.#services.catalog
  }

  /** The service by name, loading and starting it when needed; undefined where there is none. */
  service(name: string): Promise<Service> | undefined {
    return this.#services.load(name)
  }

  /** Services loaded so far. */
  loaded(): Promise<Service[]> {
    return this.#services.loaded()
  }

  /** The answer: at once where nothing has to be waited for, as each wait costs a turn, and a fifth of a small request. */
  handle(request: HttpRequest): HttpResponse | Promise<HttpResponse> {
    const ended = beginWork(this.#host, () => `${request.method} ${request.path}`, () => this.#accountOf(request))
    return eventually(() => this.#identify(request), ended)
  }

  #accountOf(request: HttpRequest): string | undefined {
    const signature = readSignature(request)
    return signature ? identifyCaller(signature, this.#host.store, this.#host.settings).principal.account : ownerOf(request)
  }

  #identify(request: HttpRequest): HttpResponse | Promise<HttpResponse> {
    const signature = readSignature(request)
    return andThen(identifyService(request, signature, this.#services.catalog, this.#fallback), (name) =>
      andThen(this.#services.get(name), (service) => {
        if (!service) return jsonResponse(501, { __type: 'NotImplemented', message: `There is no service "${name}" here.` })
        const caller = identifyCaller(signature, this.#host.store, this.#host.settings)
        const isOver = this.#quota !== undefined && this.#quota.isOver(this.#accountOf(request) ?? caller.principal.account)
        if (isOver) return signature ? this.#serve(service, request, caller, rateExceeded()) : jsonResponse(429, { message: 'Too Many Requests' })
        return andThen(service.http?.(request, caller, this.#host), (answer) =>
          answer ? this.#written(answer) : this.#serve(service, request, caller),
        )
      }),
    )
  }

  #serve(service: Service, request: HttpRequest, claimed: Caller, refusal?: AwsError): HttpResponse | Promise<HttpResponse> {
    return andThen(this.#authenticate(service, request, claimed), (proof) =>
      andThen(service.protocol.match(request), (match) => {
        const ctx = callContext(this.#host, this.#requestIds, proof.caller, request, proof.signature)
        ctx.trace = this.#host.traces.arrive(request, proof.caller.principal, ctx.now)
        const refused = proof.refusal ?? refusal
        const answer = refused ? this.#refuse(service, match, refused, ctx) : this.#answer(service, match, request, ctx)
        return andThen(answer, (response) => {
          for (const header in ctx.responseHeaders) response.headers[header] ??= ctx.responseHeaders[header]!
          return response
        })
      }),
    )
  }

  /** Who the caller has proven to be: with a signature that does not hold nobody, and `refusal` says why. */
  #authenticate(service: Service, request: HttpRequest, claimed: Caller): Proof | Promise<Proof> {
    if (this.#host.settings.signatures === 'off') return { caller: claimed }
    const entry = this.#services.entry(service.name)!
    const nobody = () => ({ principal: anonymous(this.#host.settings.defaultAccount), region: claimed.region })
    const refused = (error: unknown): Proof => ({ caller: nobody(), refusal: this.#asAwsError(error) })
    try {
      const style = signatureStyle(service.protocol.signatures(request))
      const verified = verifySignature(request, entry, style, this.#host, this.#signingKeys)
      return verified instanceof Promise ? verified.catch(refused) : (verified ?? { caller: nobody() })
    } catch (error) {
      return refused(error)
    }
  }

  #refuse(service: Service, match: Match | undefined, error: AwsError, ctx: Context): HttpResponse {
    const operation = match?.operation ?? 'unknown'
    recordCall(service.name, operation, ctx, { failure: error })
    if (ctx.trace) endTrace(ctx.trace, service.name, operation, ctx, error)
    return service.protocol.encodeError(error, ctx, match)
  }

  #answer(service: Service, match: Match | undefined, request: HttpRequest, ctx: CallContext): HttpResponse | Promise<HttpResponse> {
    return orElse(
      () => this.#run(service, match, request, ctx),
      (thrown) => {
        const error = this.#asAwsError(thrown)
        // What never got to be an operation has not been told of yet.
        if (ctx.trace && ctx.trace.duration_ms < 0) endTrace(ctx.trace, service.name, match?.operation ?? 'unknown', ctx, error)
        return error.status === DROPPED ? { status: DROPPED, headers: {} } : service.protocol.encodeError(error, ctx, match)
      },
    )
  }

  #run(service: Service, match: Match | undefined, request: HttpRequest, ctx: CallContext): HttpResponse | Promise<HttpResponse> {
    const { name, protocol, operations } = service
    if (!match)
      return andThen(protocol.unknownOperation(request), (error) => {
        throw error
      })
    if (!operations[match.operation]) throw notImplemented(name, match.operation)
    return andThen(protocol.decode(match, request), (input) => {
      drawIds(this.#host, name, match.operation, input, ctx)
      return andThen(this.invoke(service, match.operation, input, ctx), (output) =>
        andThen(this.#host.committed(), () => protocol.encode(match, output, ctx)),
      )
    })
  }

  /** The answer, once all that it may speak of is written down; else why that cannot be. */
  async #written(answer: HttpResponse): Promise<HttpResponse> {
    try {
      await this.#host.committed()
      return answer
    } catch (error) {
      const { status, message } = this.#asAwsError(error)
      return jsonResponse(status, { message })
    }
  }

  #asAwsError(error: unknown): AwsError {
    if (error instanceof AwsError) return error
    this.#host.settings.log(`internal error: ${error instanceof Error ? error.stack : String(error)}`)
    return new AwsError('InternalFailure', 'The request processing has failed because of an internal error.', {
      status: 500,
    })
  }

  /** `Host.call`: the same checks and the same journal as a request from outside; answers carry `$metadata`, as the SDK's do. */
  async call<O>(caller: Caller, name: string, operation: string, input: object): Promise<O> {
    const service = await this.#services.get(name)
    if (!service?.operations[operation]) throw notImplemented(name, operation)
    const ctx = callContext(this.#host, this.#requestIds, caller)
    drawIds(this.#host, name, operation, input, ctx, caller.requestId)
    if (caller.trace) ctx.trace = this.#host.traces.child(caller.trace, 'call', ctx.now)
    const output = await this.invoke(service, operation, input, ctx)
    return { ...output, $metadata: { requestId: ctx.requestId } } as O
  }

  /** `Host.authorize`. */
  async authorize(caller: Caller, name: string, operation: string, wanted: readonly Need[], request?: HttpRequest): Promise<Verdict> {
    const service = await this.service(name)
    assert(service, `there is a service ${name}`)
    return this.#guard.ask(service, operation, callContext(this.#host, this.#requestIds, caller, request), wanted)
  }

  /** `Host.get`. */
  async get(url: string): Promise<HttpResponse | undefined> {
    const request = internalGet(new URL(url))
    const entry = this.#services.catalog.find((candidate) => candidate.claims?.(request))
    return entry ? this.handle(request) : undefined
  }

  /** An operation's output, once it has been checked and allowed; the journal has it then. Throws, or rejects with, `AwsError`. */
  invoke(service: Service, name: string, input: object, ctx: Context): object | Promise<object> {
    const operation = service.operations[name]!
    const started = ctx.clock.elapsed()
    let resources: readonly string[] = []
    let failure: AwsError | undefined
    let duration_ms = 0
    const { trace } = ctx
    if (trace?.trace?.group && service.touches) ctx.traces.attribute(trace, service.touches(name, input))
    const run = (): unknown => {
      if (service.validationCode !== undefined)
        validate(input, service.protocol.required(name), operation.limits ?? {}, service.validationCode)
      resources = resourcesOf(operation, input, ctx)
      const go = () => andThen(this.#guard.check(service, name, input, ctx, resources), () => operation.handle(input as never, ctx))
      const fault = ctx.isLook ? undefined : ctx.faults.active?.ofCall({ service: service.name, operation: name, account: ctx.account, resources })
      return fault ? this.#inject(fault, ctx, go) : go()
    }
    const failed = (error: unknown): never => {
      failure = this.#asAwsError(error)
      throw failure
    }
    const ended = () => {
      duration_ms = ctx.clock.elapsed() - started
      recordCall(service.name, name, ctx, { failure, resources, duration_ms })
      if (trace && failure) endTrace(trace, service.name, name, ctx, failure, service.describe?.(name, input, undefined, ctx), duration_ms)
    }
    return andThen(eventually(() => orElse(run, failed), ended), (given) => {
      const output = (given as object | undefined) ?? {}
      if (trace) endTrace(trace, service.name, name, ctx, undefined, service.describe?.(name, input, output, ctx), duration_ms)
      return output
    })
  }

  /** A call with which something goes wrong on purpose. */
  async #inject(fault: InjectedFault, ctx: Context, go: () => unknown): Promise<unknown> {
    ctx.fault = fault
    if (fault.latency_ms > 0) await ctx.clock.machine.sleep(fault.latency_ms)
    if (fault.error) throw fault.error
    if (fault.drop === 'request') throw dropped()
    const output = await go()
    if (fault.drop === 'answer') throw dropped()
    return output
  }
}
