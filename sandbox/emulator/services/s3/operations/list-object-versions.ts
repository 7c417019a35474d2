import type { ListObjectVersionsCommandInput, ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { encoder, listedObject, pageSize } from '../objects/listed.ts'
import { listKeys } from '../objects/listing.ts'
import { keysOf } from '../state.ts'

/** In a bucket without versioning each object has one version, `null`. */
export const ListObjectVersions = operation<ListObjectVersionsCommandInput, ListObjectVersionsCommandOutput>({
  action: 's3:ListBucketVersions',
  resource: bucketArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const { Prefix: prefix = '', Delimiter: delimiter = '', KeyMarker: after = '' } = input
    const limit = pageSize(input.MaxKeys)
    const encode = encoder(input.EncodingType)
    const page = listKeys(keysOf(ctx, bucket.name), { prefix, delimiter, after, limit })
    return {
      Name: bucket.name,
      Prefix: encode(prefix),
      KeyMarker: encode(after),
      VersionIdMarker: input.VersionIdMarker ?? '',
      ...(page.isTruncated ? { NextKeyMarker: encode(page.last!), NextVersionIdMarker: 'null' } : {}),
      MaxKeys: limit,
      Delimiter: delimiter === '' ? undefined : encode(delimiter),
      EncodingType: input.EncodingType,
      IsTruncated: page.isTruncated,
      Versions: page.keys.map((key) => ({
        ...listedObject(ctx, bucket.name, key, encode, bucket.account),
        StorageClass: 'STANDARD' as const,
        VersionId: 'null',
        IsLatest: true,
      })),
      CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
    }
  },
})
