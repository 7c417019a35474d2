import { decide, type Decision, type DecisionRequest, type Layer, type NamedPolicy, type PolicySet } from './decide.ts'
import { isObject, list } from './document.ts'
import { generalised } from './least-privilege.ts'

/** A statement as it is written in a policy. */
export type WrittenStatement = Readonly<Record<string, unknown>>

/**
 * One change of one policy. `add`: a statement more; `widen`: a statement takes one action or resource more; `remove`:
 * a statement that denies has to go, or to spare this request.
 */
export interface PolicyChange {
  readonly kind: 'add' | 'widen' | 'remove'
  readonly layer: Layer
  /** Absent where there is no policy of that kind yet. */
  readonly policy?: Pick<NamedPolicy, 'name' | 'arn'>
  /** Place of the statement in its policy, from 0; for `add`, where it comes. */
  readonly index: number
  /** As it is to be, or for `remove` as it is. */
  readonly statement: WrittenStatement
  /** Of `widen`: as it is. */
  readonly before?: WrittenStatement
}

export interface Fix {
  readonly changes: readonly PolicyChange[]
  /** The policies with all changes made: with these the request is allowed. */
  readonly policies: PolicySet
}

/** Each round mends one layer or takes away one deny. */
const MOST_CHANGES = 20

/**
 * The changes that give the least and let the request through (for an object: its folder, for a log stream: its group), in the order in which its denials would show; none
 * where it is allowed already. Undefined where no change of policies helps.
 */
export function smallestFix(request: DecisionRequest, policies: PolicySet): Fix | undefined {
  const changes: PolicyChange[] = []
  let now = policies
  while (changes.length <= MOST_CHANGES) {
    const decision = decide(request, now)
    if (decision.decision === 'allow') return { changes, policies: now }
    const change = changeFor(request, now, decision)
    changes.push(change)
    now = withChange(now, change)
  }
  return undefined
}

function changeFor(request: DecisionRequest, policies: PolicySet, { decision, reason, matched }: Decision): PolicyChange {
  if (decision === 'explicitDeny') {
    const { layer, policy, statement } = matched[0]!
    return { kind: 'remove', layer, policy: reference(policy), index: statement.index, statement: written(policy)[statement.index]! }
  }
  const layer = reason as Layer
  return widening(request, policies, layer) ?? addition(request, policies, layer)
}

/** A statement that needs but one word more, and grants nothing else by it. */
function widening({ action, resource }: DecisionRequest, policies: PolicySet, layer: Layer): PolicyChange | undefined {
  if (layer === 'resource' || layer === 'trust') return undefined
  const place = generalised([resource])[0]!
  for (const policy of own(policies, layer)) {
    for (const [index, statement] of written(policy).entries()) {
      if (statement['Effect'] !== 'Allow' || statement['Condition'] !== undefined) continue
      const [actions, resources] = [list(statement['Action']), list(statement['Resource'])]
      const wider = isOnly(resources, resource) || isOnly(resources, place)
        ? { ...statement, Action: [...actions, action] }
        : isOnly(actions, action)
          ? { ...statement, Resource: [...resources, place] }
          : undefined
      if (wider && actions.length > 0 && resources.length > 0)
        return { kind: 'widen', layer, policy: reference(policy), index, statement: wider, before: statement }
    }
  }
  return undefined
}

const isOnly = (values: readonly unknown[], value: string) => values.length === 1 && values[0] === value

function addition(request: DecisionRequest, policies: PolicySet, layer: Layer): PolicyChange {
  const policy = own(policies, layer)[0]
  const index = policy ? written(policy).length : 0
  const statement = {
    Effect: 'Allow',
    ...(layer === 'resource' || layer === 'trust' ? { Principal: principalOf(request) } : {}),
    Action: request.action,
    ...(layer === 'trust' ? {} : { Resource: generalised([request.resource])[0]! }),
    ...(layer === 'resource' || layer === 'trust' ? sourceCondition(request) : {}),
  }
  return { kind: 'add', layer, index, statement, ...(policy ? { policy: reference(policy) } : {}) }
}

function principalOf({ principal }: DecisionRequest): unknown {
  if (principal.type === 'anonymous') return '*'
  if (principal.type === 'service') return { Service: principal.arn }
  return { AWS: principal.roleArn ?? principal.arn }
}

/** A service is let in on behalf of one resource only. */
function sourceCondition({ principal, context }: DecisionRequest): object {
  const source = Object.entries(context).find(([key]) => key.toLowerCase() === 'aws:sourcearn')?.[1]
  return principal.type === 'service' && source !== undefined ? { Condition: { ArnLike: { 'aws:SourceArn': source } } } : {}
}

/** The policies of a layer that can be changed: AWS's own cannot. */
function own(policies: PolicySet, layer: Layer): NamedPolicy[] {
  return at(policies, layer).filter(({ arn }) => !arn?.startsWith('arn:aws:iam::aws:'))
}

function at(policies: PolicySet, layer: Layer): readonly NamedPolicy[] {
  if (layer === 'resource' || layer === 'trust') return policies.resource.filter(({ kind }) => kind === layer)
  return policies[layer] ?? []
}

function withChange(policies: PolicySet, change: PolicyChange): PolicySet {
  const { layer, policy } = change
  const changed = policy
    ? at(policies, layer).map((one) => (one.name === policy.name && one.arn === policy.arn ? { ...one, document: edited(one, change) } : one))
    : [...at(policies, layer), { name: 'new policy', document: edited({ document: '{}' }, change) }]
  if (layer !== 'resource' && layer !== 'trust') return { ...policies, [layer]: changed }
  const others = policies.resource.filter(({ kind }) => kind !== layer)
  return { ...policies, resource: [...others, ...changed.map((one) => ({ ...one, kind: layer }))] }
}

function edited({ document }: Pick<NamedPolicy, 'document'>, { kind, index, statement }: PolicyChange): string {
  const policy = parsed(document)
  const statements = written({ document })
  const next = kind === 'remove' ? statements.toSpliced(index, 1) : statements.toSpliced(index, kind === 'add' ? 0 : 1, statement)
  return JSON.stringify({ Version: '2012-10-17', ...policy, Statement: next })
}

const written = ({ document }: Pick<NamedPolicy, 'document'>) => list(parsed(document)['Statement']).filter(isObject)

function parsed(document: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(document)
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}

const reference = ({ name, arn }: NamedPolicy) => (arn === undefined ? { name } : { name, arn })
