import type { Context } from '../../../kernel/context.ts'
import { invalidParameter } from '../errors.ts'
import { findPool, savePool, type Pool } from '../state.ts'

/** The pool that an ARN names; throws InvalidParameterException or ResourceNotFoundException. */
export function poolOfArn(ctx: Context, arn: string): Pool {
  const [, region, account, id] = /^arn:[\w-]+:cognito-idp:([\w-]+):(\d{12}):userpool\/([\w-]+)$/.exec(arn) ?? []
  if (id === undefined || region !== ctx.region || account !== ctx.account) throw invalidParameter(`Invalid ARN: ${arn}`)
  return findPool(ctx, id)
}

export function saveTags(ctx: Context, pool: Pool, UserPoolTags: Record<string, string>): void {
  savePool(ctx, { ...pool, settings: { ...pool.settings, UserPoolTags } })
}
