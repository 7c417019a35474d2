import type { ObjectStorageClass } from '@aws-sdk/client-s3'
import type { Context } from '../../../kernel/context.ts'
import { invalidArgument } from '../errors.ts'
import { findObject, type StoredObject } from '../state.ts'
import { urlEncode } from './listing.ts'
import { ownerOf } from './owner.ts'

const LARGEST_PAGE = 1000

/** How many entries a page may have: what the client asked for, but never more than 1,000. */
export function pageSize(asked: number | undefined, name = 'maxKeys'): number {
  if (asked === undefined) return LARGEST_PAGE
  if (!Number.isInteger(asked) || asked < 0 || asked > 2 ** 31 - 1)
    throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, name, asked)
  return Math.min(asked, LARGEST_PAGE)
}

/** What `encoding-type` does to keys and prefixes of a listing; throws for a type that S3 does not know. */
export function encoder(type: string | undefined): (text: string) => string {
  if (type === undefined) return (text) => text
  if (type !== 'url') throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', type)
  return urlEncode
}

/** The object of a key in a listing; with its owner where an account is given. */
export const listedObject = (ctx: Context, bucket: string, key: string, encode: (text: string) => string, account?: string) =>
  listedVersion(findObject(ctx, bucket, key)!, encode, account)

/** As `listedObject`, for any version. */
export function listedVersion(object: StoredObject, encode: (text: string) => string, account?: string) {
  return {
    Key: encode(object.key),
    LastModified: new Date(object.lastModified),
    ETag: `"${object.etag}"`,
    ChecksumAlgorithm: [object.checksum.algorithm],
    ChecksumType: object.checksum.type,
    Size: object.size,
    StorageClass: object.settings.storageClass as ObjectStorageClass,
    ...(account === undefined ? {} : { Owner: ownerOf(account) }),
  }
}
