import type { ListObjectsV2CommandInput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import * as errors from '../errors.ts'
import { encoder, listedVersion, pageSize } from '../objects/listed.ts'
import { listKeys } from '../objects/listing.ts'
import { keysOf, objectsOf } from '../state.ts'

export const ListObjectsV2 = operation<ListObjectsV2CommandInput, ListObjectsV2CommandOutput>({
  action: 's3:ListBucket',
  resource: bucketArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const { Prefix: prefix = '', Delimiter: delimiter = '', ContinuationToken: token } = input
    const limit = pageSize(input.MaxKeys)
    const encode = encoder(input.EncodingType)
    const after = token === undefined ? (input.StartAfter ?? '') : fromToken(token)
    const page = listKeys(keysOf(ctx, bucket.name), { prefix, delimiter, after, limit })
    const owner = input.FetchOwner ? bucket.account : undefined
    const find = objectsOf(ctx, bucket.name)
    return {
      Name: bucket.name,
      Prefix: encode(prefix),
      StartAfter: input.StartAfter === undefined ? undefined : encode(input.StartAfter),
      ContinuationToken: token,
      NextContinuationToken: page.isTruncated ? toToken(page.last!) : undefined,
      KeyCount: page.keys.length + page.commonPrefixes.length,
      MaxKeys: limit,
      Delimiter: delimiter === '' ? undefined : encode(delimiter),
      EncodingType: input.EncodingType,
      IsTruncated: page.isTruncated,
      Contents: page.keys.map((key) => listedVersion(find(key)!, encode, owner)),
      CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
    }
  },
})

const TOKEN_START = '1'

const toToken = (last: string) => TOKEN_START + Buffer.from(last).toString('base64url')

function fromToken(token: string): string {
  const text = Buffer.from(token.slice(1), 'base64url').toString()
  if (toToken(text) === token) return text
  throw errors.invalidArgument('The continuation token provided is incorrect', 'continuation-token', token)
}
