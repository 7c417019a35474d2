import type { Tag } from '@aws-sdk/client-iam'
import type { Context } from '../../kernel/context.ts'
import type { Kind, Naming } from './kinds.ts'
import { page, PAGE_LIMITS, type PageInput } from './paging.ts'
import { mergeTags, TAGS, withoutTags } from './tags.ts'

/** What Tag…, Untag… and List…Tags have in common for everything that has tags: all but the action's name. */
interface Tagged {
  readonly tags: readonly Tag[]
}

export function tagging<T extends Tagged, K extends string>(kind: Kind<T, K>) {
  return {
    resource: kind.resource,
    limits: { ...kind.limits, Tags: TAGS },
    handle(input: Naming<K> & { readonly Tags?: Tag[] | undefined }, ctx: Context) {
      const found = kind.own(ctx, input[kind.member]!)
      kind.save(ctx, { ...found, tags: mergeTags(found.tags, input.Tags!) })
      return {}
    },
  }
}

export function untagging<T extends Tagged, K extends string>(kind: Kind<T, K>) {
  return {
    resource: kind.resource,
    limits: { ...kind.limits, TagKeys: { max: 50 } },
    handle(input: Naming<K> & { readonly TagKeys?: string[] | undefined }, ctx: Context) {
      const found = kind.own(ctx, input[kind.member]!)
      kind.save(ctx, { ...found, tags: withoutTags(found.tags, input.TagKeys!) })
      return {}
    },
  }
}

export function listingTags<T extends Tagged, K extends string>(kind: Kind<T, K>) {
  return {
    resource: kind.resource,
    limits: { ...PAGE_LIMITS, ...kind.limits },
    handle(input: Naming<K> & PageInput, ctx: Context) {
      const { items, more } = page(kind.find(ctx, input[kind.member]!).tags, (tag) => tag.Key!, input)
      return { Tags: items, ...more }
    },
  }
}
