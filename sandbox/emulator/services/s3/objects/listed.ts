import type { ObjectStorageClass } from '@aws-sdk/client-s3'
import { invalidArgument } from '../errors.ts'
import type { StoredObject } from '../state.ts'
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

/** An object or another version in a listing; with its owner where an account is given. */
export function listedVersion(object: StoredObject, encode: (text: string) => string, account?: string) {
  const { checksum, etag, key, lastModified, settings, size } = object
  return {
    Key: encode(key),
    LastModified: new Date(lastModified),
    ETag: `"${etag}"`,
    ChecksumAlgorithm: [checksum.algorithm],
    ChecksumType: checksum.type,
    Size: size,
    StorageClass: settings.storageClass as ObjectStorageClass,
    ...(account === undefined ? {} : { Owner: ownerOf(account) }),
  }
}
