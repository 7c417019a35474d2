import type { AttachedPolicy, ContextKeys } from '../../../kernel/authorize.ts'
import type { Principal } from '../../../kernel/context.ts'
import { lookupIn } from './conditions.ts'
import { readPolicy, type Statement } from './document.ts'
import { closest, type Closeness } from './principals.ts'
import { holdAgainst, type Facts, type Finding } from './statement.ts'

/** A policy with what it is called; `arn` where it is managed. `document` is JSON. */
export interface NamedPolicy {
  readonly name: string
  readonly arn?: string
  readonly document: string
}

/** All that has a say. Without a boundary or session policies there is no such limit; an empty list allows nothing. */
export interface PolicySet {
  /** Inline, attached, and those of groups. */
  readonly identity: readonly NamedPolicy[]
  readonly boundary?: readonly NamedPolicy[]
  readonly session?: readonly NamedPolicy[]
  readonly resource: readonly (NamedPolicy & Pick<AttachedPolicy, 'kind'>)[]
}

export interface DecisionRequest {
  readonly principal: Principal
  readonly action: string
  /** `*` where the action has none. */
  readonly resource: string
  readonly resourceAccount: string
  readonly context: ContextKeys
  /** As in `AuthorizationRequest`. */
  readonly answeredBy?: string
}

export type Layer = 'identity' | 'resource' | 'trust' | 'boundary' | 'session'

/** A statement that is about the action, and what came of it. */
export interface Considered extends Finding {
  readonly layer: Layer
  readonly policy: NamedPolicy
  readonly statement: Statement
}

export interface Decision {
  readonly decision: 'allow' | 'explicitDeny' | 'implicitDeny'
  /** Whose word it was: of an implicit deny, the layer that should have allowed. `root` needs no policy. */
  readonly reason: Layer | 'root'
  /** The statements that made the decision. */
  readonly matched: readonly Considered[]
  /** Those too that named the action and did not apply. */
  readonly considered: readonly Considered[]
}

/**
 * Decides one request on one resource, as "Policy evaluation logic" in the IAM User Guide has it: an explicit deny
 * anywhere ends it; within one account either side may allow, across accounts both must; boundaries and session
 * policies limit what is allowed to the identity, and to a role by a resource's policy.
 */
export function decide(request: DecisionRequest, policies: PolicySet): Decision {
  const considered = considerAll(request, policies)
  const applied = considered.filter(({ outcome }) => outcome === 'applies')
  const denials = applied.filter(({ statement }) => statement.effect === 'Deny')
  if (denials.length > 0) {
    const reason = denials[0]!.layer
    return { decision: 'explicitDeny', reason, matched: denials, considered }
  }
  const missing = firstMissing(request, policies, applied)
  if (missing !== undefined) return { decision: 'implicitDeny', reason: missing, matched: [], considered }
  const matched = applied.filter(({ layer }) => layer !== 'boundary' && layer !== 'session')
  return { decision: 'allow', reason: matched[0]?.layer ?? 'root', matched, considered }
}

function considerAll(request: DecisionRequest, policies: PolicySet): Considered[] {
  const facts = { ...request, lookup: lookupIn(request.context) }
  return [
    ...policies.identity.flatMap((policy) => consider('identity', policy, facts)),
    ...policies.resource.flatMap((policy) => consider(policy.kind, policy, facts)),
    ...(policies.boundary ?? []).flatMap((policy) => consider('boundary', policy, facts)),
    ...(policies.session ?? []).flatMap((policy) => consider('session', policy, facts)),
  ]
}

function consider(layer: Layer, policy: NamedPolicy, facts: Facts): Considered[] {
  const read = readPolicy(policy.document)
  return read.statements.flatMap((statement) => {
    // A resource's policy that names nobody is about nobody.
    if ((layer === 'resource' || layer === 'trust') && !statement.principals) return []
    const finding = holdAgainst(statement, read, facts)
    return finding.outcome === 'action' ? [] : [{ layer, policy, statement, ...finding }]
  })
}

/** The layer that withholds its allow; undefined where all have given it. */
function firstMissing(request: DecisionRequest, policies: PolicySet, applied: readonly Considered[]): Layer | 'root' | undefined {
  const { type, account } = request.principal
  const atResource = policies.resource.some(({ kind }) => kind === 'trust') ? 'trust' : 'resource'
  const given = closest(applied.flatMap(({ layer, closeness }) => (layer === atResource && closeness ? [closeness] : [])))
  if (type === 'service' || type === 'anonymous') return given ? undefined : atResource
  if (account === request.resourceAccount) return missingAtHome(request, policies, applied, given, atResource)
  return missingInIdentity(request, policies, applied) ?? (given ? undefined : atResource)
}

function missingAtHome(
  request: DecisionRequest,
  policies: PolicySet,
  applied: readonly Considered[],
  given: Closeness | undefined,
  atResource: 'resource' | 'trust',
): Layer | undefined {
  if (given === 'direct') return undefined
  if (atResource === 'trust' && !given) return 'trust'
  if (given === 'role') return missingLimit(request, policies, applied)
  return missingInIdentity(request, policies, applied)
}

function missingInIdentity(request: DecisionRequest, policies: PolicySet, applied: readonly Considered[]): Layer | undefined {
  const { type, session } = request.principal
  if (type === 'root') return undefined
  const isRoots = session?.issuer?.endsWith(':root') ?? false
  if (!isRoots && !allows(applied, 'identity')) return 'identity'
  return missingLimit(request, policies, applied)
}

/** A federated user has nothing of its own but what the session's policies let through. */
function missingLimit({ principal }: DecisionRequest, policies: PolicySet, applied: readonly Considered[]): Layer | undefined {
  if (policies.boundary && !allows(applied, 'boundary')) return 'boundary'
  const isLimited = policies.session !== undefined || principal.type === 'federated-user'
  return isLimited && !allows(applied, 'session') ? 'session' : undefined
}

const allows = (applied: readonly Considered[], layer: Layer) => applied.some((one) => one.layer === layer)
