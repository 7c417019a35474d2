import type { ListBucketsCommandInput, ListBucketsCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import * as errors from '../errors.ts'
import { ownerOf } from '../objects/owner.ts'
import { ownBuckets } from '../state.ts'

export const ListBuckets = operation<ListBucketsCommandInput, ListBucketsCommandOutput>({
  action: 's3:ListAllMyBuckets',
  resource: '*',
  handle(input, ctx) {
    const { MaxBuckets: limit, Prefix: prefix, BucketRegion: region, ContinuationToken: token } = input
    if (limit !== undefined && (limit < 1 || limit > 10_000))
      throw errors.invalidArgument('Argument max-buckets must be an integer between 1 and 10000', 'max-buckets', limit)
    const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString()
    const found = ownBuckets(ctx).filter(
      (bucket) =>
        bucket.name > after && bucket.name.startsWith(prefix ?? '') && (region === undefined || bucket.region === region),
    )
    const page = found.slice(0, limit)
    // The region is told only to clients that use the newer parameters, as S3 does.
    const paged = limit !== undefined || prefix !== undefined || region !== undefined || token !== undefined
    return {
      Owner: ownerOf(ctx.account),
      Buckets: page.map(({ name, createdAt, region: where }) => ({
        Name: name,
        CreationDate: new Date(createdAt),
        ...(paged ? { BucketRegion: where, BucketArn: `arn:aws:s3:::${name}` } : {}),
      })),
      Prefix: prefix,
      ...(page.length < found.length ? { ContinuationToken: Buffer.from(page.at(-1)!.name).toString('base64url') } : {}),
    }
  },
})
