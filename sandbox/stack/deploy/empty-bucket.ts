import type { ObjectIdentifier, S3Client } from '@aws-sdk/client-s3'
import type { Clients } from '../clients.ts'
import { ifFound } from '../resource.ts'
import { DeployError } from './deploy-error.ts'

/** Removes all that is in a bucket: objects, their versions and markers, and uploads that were never finished. Gives how many; a bucket that is gone holds none. */
export async function emptyBucket(clients: Clients, Bucket: string): Promise<number> {
  const s3 = await clients.s3()
  let count = 0
  try {
    for (;;) {
      const found = await firstVersions(s3, Bucket)
      if (found.length === 0) return count + (await abortUploads(s3, Bucket))
      await remove(s3, Bucket, found)
      count += found.length
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchBucket') return count
    throw error
  }
}

/** Up to a thousand; what is removed is not there the next time. */
async function firstVersions(s3: S3Client, Bucket: string): Promise<ObjectIdentifier[]> {
  const { ListObjectVersionsCommand } = await import('@aws-sdk/client-s3')
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }))
  return [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }))
}

async function remove(s3: S3Client, Bucket: string, Objects: ObjectIdentifier[]): Promise<void> {
  const { DeleteObjectsCommand } = await import('@aws-sdk/client-s3')
  const { Errors: [first] = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }))
  if (first) throw new DeployError(`s3://${Bucket}/${first.Key} cannot be removed: ${first.Message ?? first.Code}`)
}

async function abortUploads(s3: S3Client, Bucket: string): Promise<number> {
  const { AbortMultipartUploadCommand, ListMultipartUploadsCommand } = await import('@aws-sdk/client-s3')
  for (let count = 0; ; ) {
    const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }))
    if (Uploads.length === 0) return count
    for (const { Key, UploadId } of Uploads) await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))
    count += Uploads.length
  }
}

/** Empties a bucket and removes it; false where there is none. */
export async function removeBucket(clients: Clients, Bucket: string): Promise<boolean> {
  const { DeleteBucketCommand } = await import('@aws-sdk/client-s3')
  const s3 = await clients.s3()
  await emptyBucket(clients, Bucket)
  return (await ifFound(() => s3.send(new DeleteBucketCommand({ Bucket })), 'NoSuchBucket')) !== undefined
}
