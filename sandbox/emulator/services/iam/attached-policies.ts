import type { Context } from '../../kernel/context.ts'
import type { IdentityKind, Naming } from './kinds.ts'
import { page, PAGE_LIMITS, type PageInput } from './paging.ts'
import { checkAttachable, findPolicy } from './policies.ts'
import { withAttached, withoutAttached, type Identity } from './state.ts'

/** What Attach…Policy, Detach…Policy and ListAttached…Policies have in common: all but the action's name. */
export const POLICY_ARN = { min: 20, max: 2048 }

export function attaching<T extends Identity, K extends string>(kind: IdentityKind<T, K>) {
  return {
    resource: kind.resource,
    limits: { ...kind.limits, PolicyArn: POLICY_ARN },
    handle(input: Naming<K> & Naming<'PolicyArn'>, ctx: Context) {
      const identity = kind.own(ctx, input[kind.member]!)
      checkAttachable(ctx, input.PolicyArn!)
      kind.save(ctx, withAttached(identity, input.PolicyArn!, kind.quota))
      return {}
    },
  }
}

export function detaching<T extends Identity, K extends string>(kind: IdentityKind<T, K>) {
  return {
    resource: kind.resource,
    limits: { ...kind.limits, PolicyArn: POLICY_ARN },
    handle(input: Naming<K> & Naming<'PolicyArn'>, ctx: Context) {
      kind.save(ctx, withoutAttached(kind.own(ctx, input[kind.member]!), input.PolicyArn!))
      return {}
    },
  }
}

export function listingAttached<T extends Identity, K extends string>(kind: IdentityKind<T, K>) {
  return {
    resource: kind.resource,
    limits: { ...PAGE_LIMITS, ...kind.limits },
    handle(input: Naming<K> & PageInput & Naming<'PathPrefix'>, ctx: Context) {
      const policies = kind.find(ctx, input[kind.member]!).attached.map((arn) => findPolicy(ctx, arn))
      const under = policies.filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
      const { items, more } = page(under, ({ arn }) => arn, input)
      return { AttachedPolicies: items.map(({ name, arn }) => ({ PolicyName: name, PolicyArn: arn })), ...more }
    },
  }
}
