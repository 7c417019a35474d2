import type {
  DeleteMarkerEntry,
  ListObjectVersionsCommandInput,
  ListObjectVersionsCommandOutput,
  ObjectVersion,
} from '@aws-sdk/client-s3'
import type { Context } from '../../../kernel/context.ts'
import { operation } from '../../../kernel/operation.ts'
import { MIXED, type Mixed } from '../../../protocols/xml.ts'
import { bucketArn, requireBucket, shownVersionId } from '../access.ts'
import * as errors from '../errors.ts'
import { encoder, listedVersion, pageSize } from '../objects/listed.ts'
import { ownerOf } from '../objects/owner.ts'
import { readVersionId } from '../objects/version-id.ts'
import { bothKeys, listVersions, type ListedVersion, type VersionQuery } from '../objects/version-listing.ts'
import { isMarker, keysOf, keysWithHistory, versionsOf, type Bucket } from '../state.ts'

type Shown = readonly ['Versions', ObjectVersion] | readonly ['DeleteMarkers', DeleteMarkerEntry]

/** In a bucket without versioning each object has one version, `null`. */
export const ListObjectVersions = operation<ListObjectVersionsCommandInput, ListObjectVersionsCommandOutput>({
  action: 's3:ListBucketVersions',
  resource: bucketArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const { Prefix: prefix = '', Delimiter: delimiter = '', KeyMarker: after = '' } = input
    const limit = pageSize(input.MaxKeys)
    const encode = encoder(input.EncodingType)
    const page = listPage(ctx, bucket, { prefix, delimiter, after, limit, ...versionMarker(input) })
    const { last } = page
    const shown = page.versions.map((listed) => shownVersion(listed, encode, bucket))
    return {
      Name: bucket.name,
      Prefix: encode(prefix),
      KeyMarker: encode(after),
      VersionIdMarker: input.VersionIdMarker ?? '',
      ...(page.isTruncated && last ? { NextKeyMarker: encode(last.key) } : {}),
      ...(page.isTruncated && last?.version ? { NextVersionIdMarker: shownVersionId(last.version) } : {}),
      MaxKeys: limit,
      Delimiter: delimiter === '' ? undefined : encode(delimiter),
      EncodingType: input.EncodingType,
      IsTruncated: page.isTruncated,
      Versions: shown.flatMap(([list, version]) => (list === 'Versions' ? [version] : [])),
      DeleteMarkers: shown.flatMap(([list, marker]) => (list === 'DeleteMarkers' ? [marker] : [])),
      // In the document the two are one list, by key and of each key the newest first.
      [MIXED]: shown satisfies Mixed,
      CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
    }
  },
})

function listPage(ctx: Context, { name }: Bucket, query: VersionQuery) {
  const [readable, history] = [keysOf(ctx, name), keysWithHistory(ctx, name)]
  const keys = history.size === 0 ? readable : bothKeys(readable, history)
  return listVersions(keys, (key) => versionsOf(ctx, name, key), query)
}

function versionMarker({ KeyMarker, VersionIdMarker: given }: ListObjectVersionsCommandInput): Pick<VersionQuery, 'afterVersion'> {
  if (given === undefined) return {}
  if (given === '') throw errors.invalidArgument('A version-id marker cannot be empty.', 'version-id-marker', '')
  if (!KeyMarker)
    throw errors.invalidArgument('A version-id marker cannot be specified without a key marker.', 'version-id-marker', given)
  return { afterVersion: { id: readVersionId(given) } }
}

function shownVersion(listed: ListedVersion, encode: (text: string) => string, { account }: Bucket): Shown {
  const { version, isLatest } = listed
  const common = { VersionId: shownVersionId(version), IsLatest: isLatest }
  if (isMarker(version)) {
    const marker = { Key: encode(version.key), LastModified: new Date(version.lastModified), Owner: ownerOf(account) }
    return ['DeleteMarkers', { ...marker, ...common }]
  }
  const { StorageClass, ...object } = listedVersion(version, encode, account)
  return ['Versions', { ...object, StorageClass: StorageClass as 'STANDARD', ...common }]
}
