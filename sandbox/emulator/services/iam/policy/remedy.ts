import type { DecisionRequest, PolicySet } from './decide.ts'
import { smallestFix, type Fix, type PolicyChange } from './smallest-fix.ts'

/** One change that lets a request through, with where it is to be made. */
export interface Remedy extends PolicyChange {
  /** Whose policy it is. `managed`: a customer's; `aws`: AWS's own, which can only be detached; `session`: passed along. */
  readonly holder: 'role' | 'user' | 'group' | 'managed' | 'aws' | 'resource' | 'trust' | 'session'
  /** The name of the role, user or group, or the ARN of the managed policy or of the resource. */
  readonly holderName: string
  /** Of an inline policy: its own name; where it is new, one for it. */
  readonly policyName?: string
  /** All of the policy with all changes made to it, as JSON; for `aws` and `session` nobody can put it. */
  readonly document: string
}

/** The changes that let a request through; empty where it is allowed as policies are now, undefined where none helps. */
export function remediesFor(request: DecisionRequest, policies: PolicySet): Remedy[] | undefined {
  const fix = smallestFix(request, policies)
  return fix?.changes.map((change) => ({ ...change, ...placeOf(change, request), document: documentOf(change, fix) }))
}

type Place = Pick<Remedy, 'holder' | 'holderName' | 'policyName'>

function placeOf({ layer, policy }: PolicyChange, { principal, resource, action }: DecisionRequest): Place {
  if (layer === 'session') return { holder: 'session', holderName: principal.arn }
  if (layer === 'resource' || layer === 'trust') return { holder: layer, holderName: resource }
  if (policy?.arn !== undefined) return { holder: policy.arn.startsWith('arn:aws:iam::aws:') ? 'aws' : 'managed', holderName: policy.arn }
  const [, holder, rest = ''] = /^(role|user|group)_(.*)$/.exec(policy?.name ?? '') ?? []
  const holderName = principal.roleArn ?? (principal.type === 'federated-user' ? (principal.session?.issuer ?? '') : principal.arn)
  const name = lastPart(holderName)
  if (holder === undefined) return { holder: principal.roleArn === undefined ? 'user' : 'role', holderName: name, policyName: `allow-${action.split(':')[0]}` }
  // The names of both may have underscores in them, but whose it is, is known but for groups.
  const owner = rest.startsWith(`${name}_`) ? name : rest.slice(0, rest.indexOf('_'))
  return { holder: holder as Place['holder'], holderName: owner, policyName: rest.slice(owner.length + 1) }
}

const lastPart = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1)

function documentOf({ layer, policy }: PolicyChange, { policies }: Fix): string {
  const all = layer === 'resource' || layer === 'trust' ? policies.resource.filter(({ kind }) => kind === layer) : (policies[layer] ?? [])
  const named = policy ? all.find(({ name, arn }) => name === policy.name && arn === policy.arn) : all.at(-1)
  return named?.document ?? '{}'
}
