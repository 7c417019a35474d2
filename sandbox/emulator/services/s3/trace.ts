import type { CopyObjectRequest, GetObjectOutput, PutObjectRequest } from '@aws-sdk/client-s3'
import type { Context } from '../../kernel/context.ts'
import type { Attributes } from '../../kernel/trace/span.ts'

/** What of S3's inputs says which object is meant. */
type Input = Pick<PutObjectRequest, 'Bucket' | 'Key' | 'Metadata' | 'ContentLength' | 'Body'> & Pick<CopyObjectRequest, 'CopySource'>
type Output = Pick<GetObjectOutput, 'ContentLength'>

/** Bucket, key and size of what a call is about. */
export function describe(_operation: string, input: object, output: object | undefined, ctx: Context): Attributes | undefined {
  const { Bucket: bucket, Key: key, ContentLength, Body } = input as Input
  if (bucket === undefined) return undefined
  if (key === undefined) return { bucket }
  const size_bytes = (output as Output | undefined)?.ContentLength ?? sentSize(ctx, Body, ContentLength)
  return size_bytes === undefined ? { bucket, key } : { bucket, key, size_bytes }
}

/** A body in chunks is longer on the wire than what it brings. */
function sentSize({ request }: Context, body: unknown, length: number | undefined): number | undefined {
  if (!request) return typeof body === 'string' ? Buffer.byteLength(body) : body instanceof Uint8Array ? body.byteLength : undefined
  const decoded = request.headers['x-amz-decoded-content-length']
  return decoded === undefined ? length : Number(decoded)
}

/** The upload's id in the metadata of what is written, the object itself, and its name. */
export function touches(_operation: string, input: object): readonly string[] {
  const { Bucket, Key, Metadata = {}, CopySource } = input as Input
  if (Key === undefined) return []
  const copied = CopySource === undefined ? [] : [`s3://${CopySource.replace(/^\//, '').split('?')[0]}`]
  return [...Object.values(Metadata), ...copied, `s3://${Bucket}/${Key}`, Key]
}
