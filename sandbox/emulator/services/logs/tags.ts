import type { Context } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import { invalidParameter, resourceNotFound } from './errors.ts'
import { findGroup, type LogGroup } from './state.ts'

/** The group behind an ARN with or without `:*`; throws `ResourceNotFoundException`, `InvalidParameterException`. */
export function taggedGroup(ctx: Context, arn: string): LogGroup {
  const [, region, account, name] = /^arn:[^:]+:logs:([^:]*):([^:]*):log-group:([^:]+)(?::\*)?$/.exec(arn) ?? []
  if (name === undefined) throw invalidParameter(`The specified resource ARN is not valid: ${arn}`)
  if (region !== ctx.region || account !== ctx.account) throw resourceNotFound('The specified resource does not exist.')
  return findGroup(ctx, name)
}

type Tags = Readonly<Record<string, string>>

export function withTags(tags: Tags, changes: Tags): Tags {
  const merged = { ...tags, ...changes }
  if (Object.keys(merged).length > 50)
    throw new AwsError('TooManyTagsException', 'The number of tags on the resource has reached the limit of 50.')
  return merged
}

export function withoutTags(tags: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)))
}
