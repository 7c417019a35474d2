import type { Context } from '../../kernel/context.ts'
import { codeSigningConfigs, findCodeSigning } from './code-signing.ts'
import { invalidParameter, notFound } from './errors.ts'
import { findMapping, mappings } from './mapping.ts'
import { findLatest, functions, scopeOf } from './state.ts'

const MOST_TAGS = 50

export const TAGGABLE = {
  min: 1,
  max: 256,
  pattern:
    'arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9-_]+)',
} as const

interface Tagged {
  readonly tags: Readonly<Record<string, string>>
  put(tags: Readonly<Record<string, string>>): void
}

/** The tags of a function or an event source mapping, by its ARN. */
export function findTagged(ctx: Context, arn: string): Tagged {
  const [kind, id = '', qualifier] = arn.split(':').slice(5)
  if (kind === 'event-source-mapping') {
    const found = findMapping(ctx, id)
    return { tags: found.tags, put: (tags) => void mappings(ctx).put(found.uuid, { ...found, tags: bounded(tags) }) }
  }
  if (kind === 'code-signing-config') {
    const found = findCodeSigning(ctx, arn)
    return { tags: found.tags, put: (tags) => void codeSigningConfigs(ctx).put(found.id, { ...found, tags: bounded(tags) }) }
  }
  if (kind !== 'function') throw notFound('The resource you requested does not exist.')
  if (qualifier !== undefined) throw invalidParameter('Tags on function aliases and versions are not supported. Please specify a function ARN.')
  const found = findLatest(ctx, arn)
  return { tags: found.tags, put: (tags) => void functions(scopeOf(ctx, found)).put(found.name, { ...found, tags: bounded(tags) }) }
}

function bounded(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (Object.keys(tags).length > MOST_TAGS) throw invalidParameter(`Resource cannot have more than ${MOST_TAGS} tags`)
  return tags
}
