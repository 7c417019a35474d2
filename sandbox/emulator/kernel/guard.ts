import {
  globalContextKeys, type Authorization, type Authorizer, type Need, type ProtectedResource, type Protection, type StatementTrace,
} from './authorize.ts'
import type { Context, Host, Principal, Verdict } from './context.ts'
import { AwsError } from './errors.ts'
import type { Decided } from './journal.ts'
import { later, nothing } from './operation.ts'
import type { Service } from './service.ts'
import { signatureStyle } from './signature/styles.ts'

/** Where dispatch finds a service by the name that its ARNs have; a promise where it has yet to be loaded. */
export type Owners = (signingName: string) => Service | Promise<Service> | undefined

/**
 * A call on its way to its operation. A class, as V8 takes a literal that is made for each request for something that
 * will stay, and would then keep all of the request for the big garbage collection.
 */
class Asked {
  readonly service: Service
  readonly operation: string
  readonly input: object
  readonly ctx: Context

  constructor(service: Service, operation: string, input: object, ctx: Context) {
    this.service = service
    this.operation = operation
    this.input = input
    this.ctx = ctx
  }
}

/**
 * Stands before every operation and asks the policies. The root user of an account without a policy in the way, which
 * is how most calls come, costs a look at the resource; all else is put to the authorizer, loaded at the first need.
 */
export class Guard {
  readonly #host: Host
  readonly #load: () => Promise<Authorizer>
  readonly #owners: Owners
  #authorizer: Authorizer | undefined

  constructor(host: Host, load: () => Promise<Authorizer>, owners: Owners) {
    this.#host = host
    this.#load = load
    this.#owners = owners
  }

  /** Throws, or rejects with, what a caller is told who may not do this. `resources` are those of the operation. */
  check(service: Service, operation: string, input: object, ctx: Context, resources: readonly string[]): void | Promise<void> {
    const { action, needs } = service.operations[operation]!
    if (needs === nothing) return
    if (isOpen(ctx)) return
    if (ctx.principal.type === 'anonymous' && needs !== later) refuseUnsigned(service, ctx)
    const asked = new Asked(service, operation, input, ctx)
    const wanted = needs ? needs(input as never, ctx) : resources.map((resource) => ({ action, resource }))
    ctx.denial = (need) => this.#denial(asked, need)
    // What asks by itself has to find the one who answers.
    if (needs === later) return this.#ready(service, resources.map((resource) => ({ action, resource })))
    for (const need of wanted) {
      const owner = this.#ownerOf(need, service)
      if (owner instanceof Promise) return this.#checkLater(asked, wanted)
      const protection = owner?.resourcePolicies?.(this.#host, { arn: need.resource, action: need.action, principal: ctx.principal })
      if (isFree(asked, need, protection)) continue
      if (!this.#authorizer) return this.#checkLater(asked, wanted)
      const denial = this.#decide(asked, need, protection)
      if (denial) throw denial
    }
  }

  /** From the start, once all that is to be asked is there. */
  async #checkLater(asked: Asked, wanted: readonly Need[]): Promise<void> {
    delete asked.ctx.decided
    await this.#ready(asked.service, wanted)
    for (const need of wanted) {
      const denial = this.#denial(asked, need)
      if (denial) throw denial
    }
  }

  /** For what is no API call, and so no operation of the table: whether `ctx` may do all of `wanted`. */
  async ask(service: Service, operation: string, ctx: Context, wanted: readonly Need[]): Promise<Verdict> {
    if (ctx.settings.iam === 'off') return { decided: [] }
    await this.#ready(service, wanted)
    const asked = new Asked(service, operation, {}, ctx)
    for (const need of wanted) {
      const denial = this.#denial(asked, need)
      if (denial) return { denial, decided: ctx.decided ?? [] }
    }
    return { decided: ctx.decided ?? [] }
  }

  async #ready(service: Service, wanted: readonly Need[]): Promise<void> {
    await this.#loaded()
    for (const need of wanted) await this.#ownerOf(need, service)
  }

  async #loaded(): Promise<void> {
    this.#authorizer ??= await this.#load()
  }

  /** Who knows of policies on a resource: mostly the service that was called. */
  #ownerOf({ resource }: Need, called: Service): Service | Promise<Service> | undefined {
    if (resource === '*') return undefined
    const name = serviceOf(resource)
    return name === called.name ? called : this.#owners(name)
  }

  #denial(asked: Asked, need: Need): AwsError | undefined {
    const owner = this.#ownerOf(need, asked.service)
    const about = { arn: need.resource, action: need.action, principal: asked.ctx.principal }
    const protection = owner instanceof Promise ? undefined : owner?.resourcePolicies?.(this.#host, about)
    return isFree(asked, need, protection) ? undefined : this.#decide(asked, need, protection)
  }

  #decide(asked: Asked, need: Need, protection: Protection | undefined): AwsError | undefined {
    const { service, operation, input, ctx } = asked
    const { principal, region, now, request, source } = ctx
    const facts = { principal, region, now, ...(request ? { request } : {}), ...(source ? { source } : {}) }
    const asking = {
      principal,
      action: need.action,
      resources: [protectedBy(ctx, need.resource, protection)],
      context: { ...globalContextKeys(facts), ...tagKeys(protection), ...service.conditionKeys?.(operation, input, ctx), ...need.keys },
      answeredBy: service.name,
    }
    const answer = this.#authorizer!(asking)
    const isAudited = this.#host.settings.iam === 'audit'
    note(ctx, need, answer, answer.denial ? { request: asking, ...(isAudited ? { audited: true } : {}) } : {})
    return isAudited ? undefined : answer.denial
  }
}

/** Where nobody has to sign, who does not cannot be asked who it is. */
const isOpen = ({ principal, settings }: Context) =>
  settings.iam === 'off' || (principal.type === 'anonymous' && settings.signatures === 'off')

/** Unsigned requests are for those services that have public resources; others want to know who asks. */
function refuseUnsigned({ protocol }: Service, { request }: Context): void {
  const missing = request && signatureStyle(protocol.signatures(request)).unsigned?.()
  if (missing) throw missing
}

/**
 * Who needs no policy: the root user, where nothing that hangs on the resource could deny it, and a service that acts
 * for itself, or on what asks no service for rights.
 */
function isFree({ service, ctx: { principal } }: Asked, { resource }: Need, protection: Protection | undefined): boolean {
  if (principal.type === 'root')
    // To assume a role as root, which AWS refuses, is how everybody tries one here; its trust policy is about others.
    return !protection?.policies.some(({ kind }) => kind === 'resource') && isOwn(principal, resource, protection)
  return principal.type === 'service' && (protection === undefined || principal.arn === `${service.name}.amazonaws.com`)
}

const isOwn = ({ account }: Principal, resource: string, protection: Protection | undefined) =>
  (protection?.account ?? accountOf(resource) ?? account) === account

function protectedBy({ account }: Context, arn: string, protection: Protection | undefined): ProtectedResource {
  return { arn, account: protection?.account ?? accountOf(arn) ?? account, policies: protection?.policies ?? [] }
}

function tagKeys(protection: Protection | undefined): Record<string, string> {
  const tags = Object.entries(protection?.tags ?? {})
  return Object.fromEntries(tags.map(([key, value]) => [`aws:ResourceTag/${key}`, value]))
}

/**
 * The same client asks for the same again and again: the latest of each list of statements is kept once, as journal and
 * traces keep it for long. Lists of statements are the same where the decision was made by the same ones.
 */
const latest = new WeakMap<readonly StatementTrace[], [Decided]>()

function note(ctx: Context, { action, resource }: Need, answer: Authorization, denied: Pick<Decided, 'request' | 'audited'>): void {
  const { decision, statements, reason, layer } = answer
  if (answer.denial) return add(ctx, [{ action, resource, decision, statements, ...(reason === undefined ? {} : { reason }), ...(layer === undefined ? {} : { layer }), ...denied }])
  const known = latest.get(statements)
  if (known && known[0].action === action && known[0].resource === resource) return add(ctx, known)
  const decided: [Decided] = [{ action, resource, decision, statements }]
  latest.set(statements, decided)
  add(ctx, decided)
}

/** Lists of one may be shared, and so are not added to. */
function add(ctx: Context, decided: [Decided]): void {
  if (!ctx.decided) ctx.decided = decided
  else if (ctx.decided.length === 1) ctx.decided = [ctx.decided[0]!, decided[0]]
  else ctx.decided.push(decided[0])
}

/** `arn:aws:<service>:…`; an empty text for what is no ARN. */
function serviceOf(arn: string): string {
  const start = arn.indexOf(':', 4) + 1
  return start === 0 ? '' : arn.slice(start, arn.indexOf(':', start))
}

/** Many ARNs say whose they are: `arn:aws:kinesis:us-east-1:123456789012:stream/s`. */
function accountOf(arn: string): string | undefined {
  const account = arn.split(':', 5)[4]
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined
}
