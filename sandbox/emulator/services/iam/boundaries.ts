import type { Context } from '../../kernel/context.ts'
import { noSuchEntity } from './errors.ts'
import type { IdentityKind, Naming } from './kinds.ts'
import { peekPolicy } from './policies.ts'
import type { Identity } from './state.ts'

const BOUNDARY = { min: 20, max: 2048 }

/** Throws `NoSuchEntity` where there is no policy that could be the boundary. */
export function checkBoundary(ctx: Context, arn: string): void {
  if (!peekPolicy(ctx, arn)) throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`)
}

/** What Put…PermissionsBoundary and Delete…PermissionsBoundary have in common: all but the action's name. */
export function bounding<T extends Identity, K extends string>(kind: IdentityKind<T, K>) {
  return {
    resource: kind.resource,
    limits: { ...kind.limits, PermissionsBoundary: BOUNDARY },
    handle(input: Naming<K> & Naming<'PermissionsBoundary'>, ctx: Context) {
      const identity = kind.own(ctx, input[kind.member]!)
      checkBoundary(ctx, input.PermissionsBoundary!)
      kind.save(ctx, { ...identity, boundary: input.PermissionsBoundary! })
      return {}
    },
  }
}

export function unbounding<T extends Identity, K extends string>(kind: IdentityKind<T, K>) {
  return {
    resource: kind.resource,
    limits: kind.limits,
    handle(input: Naming<K>, ctx: Context) {
      const { boundary: _, ...unbounded } = kind.own(ctx, input[kind.member]!)
      kind.save(ctx, unbounded as unknown as T)
      return {}
    },
  }
}
