import type { Tag } from '@aws-sdk/client-iam'
import type { Need } from '../../kernel/authorize.ts'
import type { Limit } from '../../kernel/validate.ts'
import { invalidInput, limitExceeded } from './errors.ts'

/** Limits of a request's tags. */
export const TAGS = {
  max: 50,
  each: { members: { Key: { required: true, min: 1, max: 128 }, Value: { required: true, max: 256 } } },
} satisfies Limit

/** Tags with `changes` set: a tag keeps its place, and keys are compared without regard to case. */
export function mergeTags(tags: readonly Tag[], changes: readonly Tag[]): Tag[] {
  const keys = changes.map(({ Key: key }) => key!.toLowerCase())
  if (new Set(keys).size < keys.length)
    throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.')
  const merged = new Map(tags.map((tag) => [tag.Key!.toLowerCase(), tag]))
  for (const { Key: key, Value: value } of changes) merged.set(key!.toLowerCase(), { Key: key, Value: value ?? '' })
  if (merged.size > 50) throw limitExceeded('The number of tags has reached the maximum limit.')
  return [...merged.values()]
}

export function withoutTags(tags: readonly Tag[], keys: readonly string[]): Tag[] {
  const gone = new Set(keys.map((key) => key.toLowerCase()))
  return tags.filter(({ Key: key }) => !gone.has(key!.toLowerCase()))
}

/** To make a thing with tags takes the right to tag it as well. */
export const withTags = ([create, tag]: readonly [create: string, tag: string], resource: string, tags: readonly Tag[] | undefined): Need[] =>
  [create, ...(tags?.length ? [tag] : [])].map((action) => ({ action, resource }))
