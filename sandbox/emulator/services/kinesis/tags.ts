import type { Tag } from '@aws-sdk/client-kinesis'
import type { Context } from '../../kernel/context.ts'
import { consumerByArn, saveConsumer } from './consumers.ts'
import { consumerNotFound, invalidArgument } from './errors.ts'
import { findStream, saveStream } from './state.ts'

type Tags = Readonly<Record<string, string>>

/** A stream or a consumer, as far as tags go. */
export interface Tagged {
  readonly name: string
  readonly tags: Tags
  save(tags: Tags): void
}

const MOST_TAGS = 50
const VALID = /^[\p{L}\p{Z}\p{N}_.:/=+\-@%]*$/u

/** Throws ResourceNotFoundException. */
export function taggedByArn(ctx: Context, arn: string): Tagged {
  if (!arn.includes('/consumer/')) return taggedStream(ctx, { StreamARN: arn })
  const consumer = consumerByArn(ctx, arn)
  if (!consumer) throw consumerNotFound(arn, ctx.account)
  return {
    name: `consumer ${consumer.name}`,
    tags: consumer.tags,
    save(tags) {
      consumer.tags = tags
      saveConsumer(ctx, consumer)
    },
  }
}

export function taggedStream(ctx: Context, address: { StreamName?: string | undefined; StreamARN?: string | undefined }): Tagged {
  const stream = findStream(ctx, address)
  return {
    name: `stream ${stream.name}`,
    tags: stream.tags,
    save(tags) {
      stream.tags = tags
      saveStream(ctx, stream)
    },
  }
}

/** Throws InvalidArgumentException for characters that tags may not have. */
export function checkTagText(texts: readonly string[]): void {
  if (!texts.every((text) => VALID.test(text)))
    throw invalidArgument('Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @.')
}

export function addTags(ctx: Context, resource: Tagged, added: Tags): void {
  checkTagText([...Object.keys(added), ...Object.values(added)])
  const tags = { ...resource.tags, ...added }
  if (Object.keys(tags).length > MOST_TAGS)
    throw invalidArgument(
      `Failed to add tags to ${resource.name} under account ${ctx.account} because a given resource cannot have more than ` +
        `${MOST_TAGS} tags associated with it.`,
    )
  resource.save(tags)
}

export function removeTags(resource: Tagged, keys: readonly string[]): void {
  checkTagText(keys)
  resource.save(Object.fromEntries(Object.entries(resource.tags).filter(([key]) => !keys.includes(key))))
}

/** In the order of their keys. */
export function listTags(resource: Tagged): Tag[] {
  return Object.keys(resource.tags)
    .sort()
    .map((key) => ({ Key: key, Value: resource.tags[key]! }))
}
