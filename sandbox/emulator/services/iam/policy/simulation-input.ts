import type { SimulateCustomPolicyRequest, SimulatePrincipalPolicyRequest } from '@aws-sdk/client-iam'
import { globalContextKeys, type ContextKeys } from '../../../kernel/authorize.ts'
import type { Context, Principal } from '../../../kernel/context.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { invalidInput } from '../errors.ts'
import { findRole, findUser } from '../state.ts'
import type { NamedPolicy, PolicySet } from './decide.ts'
import { checkPolicy } from './grammar.ts'
import { contextFrom, principalFromArn, type Simulation } from './simulate.ts'
import { standingOf } from './sources.ts'

type Input = Omit<SimulateCustomPolicyRequest, 'PolicyInputList'> & Partial<Pick<SimulatePrincipalPolicyRequest, 'PolicyInputList'>>

/** Policies of a simulation's input, named by their list and place; throws `InvalidInput`. */
export function inputPolicies(documents: readonly string[] | undefined, list: string): NamedPolicy[] {
  return (documents ?? []).map((document, index) => {
    try {
      checkPolicy(document, 'identity')
    } catch (error) {
      throw error instanceof AwsError ? invalidInput(error.message) : error
    }
    return { name: `${list}.${index + 1}`, document }
  })
}

/** Throws `InvalidInput` where the resource's policy comes without the caller that it is to judge. */
export function resourcePolicies(input: Input): PolicySet['resource'] {
  if (input.ResourcePolicy === undefined) return []
  if (input.CallerArn === undefined && !('PolicySourceArn' in input))
    throw invalidInput('CallerArn must be specified when ResourcePolicy is specified.')
  return [{ name: 'ResourcePolicy', kind: 'resource', document: input.ResourcePolicy }]
}

/** The user or role whose policies are simulated; throws `NoSuchEntity` and `InvalidInput`. */
export function sourceOf(ctx: Context, arn: string): Principal {
  const principal = principalFromArn(arn)
  const name = arn.slice(arn.lastIndexOf('/') + 1)
  if (principal?.type === 'user') return { ...principal, userId: findUser(ctx, name).id }
  if (principal?.roleArn === arn) return { ...principal, userId: findRole(ctx, name).id }
  throw invalidInput(`Invalid Entity Arn: ${arn} does not clearly define entity type and name.`)
}

/** `source` is whose policies they are, where they are somebody's; throws `InvalidInput`. */
export function simulationOf(ctx: Context, input: Input, source: Principal | undefined, policies: PolicySet): Simulation {
  for (const action of input.ActionNames ?? [])
    if (!/^[\w-]+:\w+$/.test(action)) throw invalidInput(`Invalid Action Name: ${action}`)
  const caller = input.CallerArn === undefined ? source : principalFromArn(input.CallerArn)
  if (input.CallerArn !== undefined && !caller) throw invalidInput(`Invalid Caller Arn: ${input.CallerArn}`)
  const principal = caller ?? { type: 'user', account: ctx.account, arn: '', userId: '' }
  return {
    principal,
    actions: input.ActionNames ?? [],
    resources: input.ResourceArns ?? [],
    owner: /:(\d{12}):/.exec(input.ResourceOwner ?? '')?.[1] ?? principal.account,
    context: { ...(caller ? keysOf(ctx, caller) : {}), ...contextFrom(input.ContextEntries) },
    policies,
  }
}

/** What is known of the caller without being told; the rest of a request's keys belong to the simulation's input. */
function keysOf(ctx: Context, caller: Principal): ContextKeys {
  const { tags } = standingOf(ctx, caller)
  const all = Object.entries(globalContextKeys({ principal: caller, region: ctx.region, now: ctx.now }))
  const known = all.filter(([key]) => /^aws:(?:principal|userid$|username$)/i.test(key))
  return Object.fromEntries([...known, ...Object.entries(tags).map(([tag, value]) => [`aws:PrincipalTag/${tag}`, value])])
}
