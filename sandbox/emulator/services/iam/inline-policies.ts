import type { Context } from '../../kernel/context.ts'
import { limitExceeded } from './errors.ts'
import type { IdentityKind, Naming } from './kinds.ts'
import { page, PAGE_LIMITS, type PageInput } from './paging.ts'
import { sizeOf } from './policies.ts'
import { checkPolicy } from './policy/grammar.ts'
import { checkName, findInline, withInline, withoutInline, type Identity } from './state.ts'
import { encodeDocument } from './views.ts'

/** What Put…Policy, Get…Policy, Delete…Policy and List…Policies have in common: all but the action's name. */
const POLICY_NAME = { PolicyName: { min: 1, max: 128 } }
const DOCUMENT = { PolicyDocument: { min: 1, max: 131_072 } }

export function putting<T extends Identity, K extends string>(kind: IdentityKind<T, K>) {
  return {
    resource: kind.resource,
    limits: { ...kind.limits, ...POLICY_NAME, ...DOCUMENT },
    handle(input: Naming<K> & Naming<'PolicyName' | 'PolicyDocument'>, ctx: Context) {
      const identity = kind.own(ctx, input[kind.member]!)
      checkName('policyName', input.PolicyName!)
      checkPolicy(input.PolicyDocument!, 'identity')
      const changed = withInline(identity, { name: input.PolicyName!, document: input.PolicyDocument! })
      if (changed.inline.reduce((sum, { document }) => sum + sizeOf(document), 0) > kind.maxInline)
        throw limitExceeded(`Maximum policy size of ${kind.maxInline} bytes exceeded for ${kind.word} ${identity.name}`)
      kind.save(ctx, changed)
      return {}
    },
  }
}

/** `GetRolePolicy` answers with the role's name beside the policy, and so on. */
export function getting<T extends Identity, K extends string>(kind: IdentityKind<T, K>) {
  return {
    resource: kind.resource,
    limits: { ...kind.limits, ...POLICY_NAME },
    handle(input: Naming<K> & Naming<'PolicyName'>, ctx: Context) {
      const identity = kind.find(ctx, input[kind.member]!)
      const { name, document } = findInline(identity, input.PolicyName!, kind.word)
      const owner = { [kind.member]: identity.name } as Record<K, string>
      return { ...owner, PolicyName: name, PolicyDocument: encodeDocument(document) }
    },
  }
}

export function deleting<T extends Identity, K extends string>(kind: IdentityKind<T, K>) {
  return {
    resource: kind.resource,
    limits: { ...kind.limits, ...POLICY_NAME },
    handle(input: Naming<K> & Naming<'PolicyName'>, ctx: Context) {
      kind.save(ctx, withoutInline(kind.own(ctx, input[kind.member]!), input.PolicyName!, kind.word))
      return {}
    },
  }
}

export function listing<T extends Identity, K extends string>(kind: IdentityKind<T, K>) {
  return {
    resource: kind.resource,
    limits: { ...PAGE_LIMITS, ...kind.limits },
    handle(input: Naming<K> & PageInput, ctx: Context) {
      const names = kind.find(ctx, input[kind.member]!).inline.map(({ name }) => name).sort()
      const { items, more } = page(names, (name) => name, input)
      return { PolicyNames: items, ...more }
    },
  }
}
