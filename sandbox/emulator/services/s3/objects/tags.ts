import type { Tag } from '@aws-sdk/client-s3'
import { AwsError } from '../../../kernel/errors.ts'
import * as errors from '../errors.ts'
import type { Tags } from '../state.ts'

const MOST_OBJECT_TAGS = 10
const MOST_BUCKET_TAGS = 50

/** Letters, digits and spaces of any script, and a few signs. */
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u

const SYSTEM_TAG = {
  object: 'Your TagKey cannot be prefixed with aws:',
  bucket: 'System tags cannot be added/updated by requester',
}

/** The `x-amz-tagging` header: `k=v&k2=v2`, URL-encoded. */
export function parseTagging(header: string): Tags {
  const pairs = [...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value }))
  // More than one equals sign in a pair is no encoding of anything.
  const isEncoded = header.split('&').every((pair) => pair.split('=').length <= 2)
  if (!isEncoded || new Set(pairs.map(({ Key }) => Key)).size < pairs.length)
    throw errors.invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      header,
    )
  return readTagSet(pairs, 'object')
}

/** A TagSet as a record; throws `InvalidTag` and `BadRequest` where it breaks S3's rules. */
export function readTagSet(set: readonly Tag[] | undefined, of: 'object' | 'bucket'): Tags {
  const tags: Record<string, string> = {}
  for (const { Key: key = '', Value: value = '' } of set ?? []) {
    if (key === '' || key.length > 128 || !TAG_TEXT.test(key)) throw errors.invalidTag('The TagKey you have provided is invalid', key)
    if (value.length > 256 || !TAG_TEXT.test(value)) throw errors.invalidTag('The TagValue you have provided is invalid', key, value)
    if (key.startsWith('aws:')) throw errors.invalidTag(SYSTEM_TAG[of], key)
    if (Object.hasOwn(tags, key)) throw errors.invalidTag('Cannot provide multiple Tags with the same key', key)
    tags[key] = value
  }
  const count = Object.keys(tags).length
  if (of === 'object' && count > MOST_OBJECT_TAGS) throw new AwsError('BadRequest', 'Object tags cannot be greater than 10')
  if (of === 'bucket' && count > MOST_BUCKET_TAGS) throw new AwsError('BadRequest', 'Bucket tag count cannot be greater than 50')
  return tags
}

/** By key, as S3 gives them. */
export const toTagSet = (tags: Tags): Tag[] =>
  Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)).map(([Key, Value]) => ({ Key, Value }))
