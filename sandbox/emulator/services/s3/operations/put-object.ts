import type { PutObjectCommandOutput } from '@aws-sdk/client-s3'
import type { Context } from '../../../kernel/context.ts'
import { operation } from '../../../kernel/operation.ts'
import { andThen } from '../../../kernel/sooner.ts'
import { newKey, objectArn, requireBucket } from '../access.ts'
import type { PostedInput } from '../form.ts'
import { toWrite } from '../needs.ts'
import { notify } from '../notify.ts'
import { checksumMembers, DEFAULT_ALGORITHM } from '../objects/checksums.ts'
import { etagOf } from '../objects/encryption.ts'
import { encryptionOf, expirationMember } from '../objects/present.ts'
import { receive, type Received } from '../objects/receive.ts'
import { readSettings } from '../objects/settings.ts'
import { checkWriteConditions, onlyChecksum } from '../objects/write.ts'
import { putObject, wholeSecond, type ObjectSettings } from '../state.ts'

export const PutObject = operation<PostedInput, PutObjectCommandOutput>({
  action: 's3:PutObject',
  resource: objectArn,
  needs: toWrite,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const key = newKey(input.Key)
    const settings = readSettings(ctx, bucket, input)
    checkWriteConditions(ctx, bucket.name, key, input)
    return andThen(receive(ctx, input, DEFAULT_ALGORITHM), (received) => keep(ctx, input, bucket.name, key, settings, received))
  },
})

function keep(ctx: Context, input: PostedInput, bucket: string, key: string, settings: ObjectSettings, { blob, md5, checksums }: Received) {
  try {
    // Others may have written, or removed the bucket, while the body came.
    requireBucket(ctx, input)
    checkWriteConditions(ctx, bucket, key, input)
  } catch (error) {
    ctx.blobs.delete(blob)
    throw error
  }
  const checksum = onlyChecksum(checksums)
  const etag = etagOf(ctx, settings, md5)
  const lastModified = wholeSecond(ctx.clock.now())
  const object = putObject(ctx, bucket, { key, size: blob.size, etag, lastModified, settings, checksum, pieces: [blob] })
  notify(ctx, bucket, input.postedFrom === undefined ? 'ObjectCreated:Put' : 'ObjectCreated:Post', object, input.postedFrom)
  return {
    ETag: `"${etag}"`,
    ...checksumMembers(checksum),
    ...encryptionOf({ settings }),
    VersionId: object.versionId,
    Expiration: expirationMember(ctx, bucket, object),
  }
}
