import type { ListObjectsCommandInput, ListObjectsCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { encoder, listedVersion, pageSize } from '../objects/listed.ts'
import { listKeys } from '../objects/listing.ts'
import { keysOf, objectsOf } from '../state.ts'

export const ListObjects = operation<ListObjectsCommandInput, ListObjectsCommandOutput>({
  action: 's3:ListBucket',
  resource: bucketArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const { Prefix: prefix = '', Delimiter: delimiter = '', Marker: after = '' } = input
    const limit = pageSize(input.MaxKeys)
    const encode = encoder(input.EncodingType)
    const page = listKeys(keysOf(ctx, bucket.name), { prefix, delimiter, after, limit })
    const find = objectsOf(ctx, bucket.name)
    return {
      Name: bucket.name,
      Prefix: encode(prefix),
      Marker: encode(after),
      // Without a delimiter the last key serves as the next marker, and S3 sends none.
      NextMarker: page.isTruncated && delimiter !== '' ? encode(page.last!) : undefined,
      MaxKeys: limit,
      Delimiter: delimiter === '' ? undefined : encode(delimiter),
      EncodingType: input.EncodingType,
      IsTruncated: page.isTruncated,
      Contents: page.keys.map((key) => listedVersion(find(key)!, encode, bucket.account)),
      CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
    }
  },
})
