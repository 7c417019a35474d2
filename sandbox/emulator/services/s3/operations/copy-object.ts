import type { CopyObjectCommandInput, CopyObjectCommandOutput } from '@aws-sdk/client-s3'
import type { Context } from '../../../kernel/context.ts'
import { operation } from '../../../kernel/operation.ts'
import { newKey, objectArn, requireBucket, versionMember } from '../access.ts'
import * as errors from '../errors.ts'
import { toCopy } from '../needs.ts'
import { notify } from '../notify.ts'
import { checksumMembers, isAlgorithm, type Checksum } from '../objects/checksums.ts'
import { copyContent, readContent } from '../objects/content.ts'
import { checkSourceSize, findSource, parseCopySource } from '../objects/copy-source.ts'
import { etagOf, hasMd5Etag } from '../objects/encryption.ts'
import { writeHashed } from '../objects/hashed-write.ts'
import { encryptionOf, expirationMember } from '../objects/present.ts'
import { readSettings } from '../objects/settings.ts'
import { checkWriteConditions } from '../objects/write.ts'
import { putObject, wholeSecond, type Bucket, type ObjectSettings, type StoredObject } from '../state.ts'

export const CopyObject = operation<CopyObjectCommandInput, CopyObjectCommandOutput>({
  action: 's3:PutObject',
  resource: objectArn,
  needs: toCopy,
  async handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const key = newKey(input.Key)
    const source = parseCopySource(input.CopySource ?? '')
    const object = findSource(ctx, source, input)
    checkSourceSize(object.size)
    checkDirectives(input)
    const settings = copiedSettings(ctx, bucket, object, input)
    // An older version may be copied on top of the others as it is: so it is restored.
    if (source.bucket === bucket.name && source.key === key && source.versionId === undefined) refuseNoChange(input)
    checkWriteConditions(ctx, bucket.name, key, input)
    const copy = await copyBytes(ctx, object, input.ChecksumAlgorithm)
    const etag = etagOf(ctx, settings, copy.etag)
    try {
      requireBucket(ctx, input)
      checkWriteConditions(ctx, bucket.name, key, input)
    } catch (error) {
      ctx.blobs.delete(copy.pieces[0])
      throw error
    }
    const lastModified = wholeSecond(ctx.clock.now())
    const copied = putObject(ctx, bucket.name, { key, size: object.size, lastModified, settings, ...copy, etag })
    notify(ctx, bucket.name, 'ObjectCreated:Copy', copied)
    return {
      CopyObjectResult: {
        ETag: `"${etag}"`,
        LastModified: new Date(lastModified),
        ...checksumMembers(copy.checksum),
      },
      ...encryptionOf({ settings }),
      VersionId: copied.versionId,
      Expiration: expirationMember(ctx, bucket.name, copied),
      CopySourceVersionId: versionMember(ctx, source.bucket, object).VersionId,
    }
  },
})

/** A copy is one piece, and its ETag is of the whole (here: its MD5), however the source came. */
async function copyBytes(ctx: Context, source: StoredObject, asked: string | undefined) {
  const algorithm = asked !== undefined && isAlgorithm(asked) ? asked : source.checksum.algorithm
  if (!source.parts && hasMd5Etag(source.settings) && algorithm === source.checksum.algorithm) {
    const blob = await copyContent(ctx, source.pieces)
    return { pieces: [blob] as const, etag: source.etag, checksum: source.checksum }
  }
  const { blob, md5, checksums } = await writeHashed(ctx, readContent(ctx, source.pieces), [algorithm])
  const checksum: Checksum = { algorithm, type: 'FULL_OBJECT', value: checksums[algorithm]! }
  return { pieces: [blob] as const, etag: md5, checksum }
}

/** What the copy keeps of its source's settings, and what the request says anew. */
function copiedSettings(ctx: Context, bucket: Bucket, source: StoredObject, input: CopyObjectCommandInput): ObjectSettings {
  const given = readSettings(ctx, bucket, input)
  const { contentType, cacheControl, contentDisposition, contentEncoding, contentLanguage, expires, metadata } = source.settings
  const kept = {
    contentType,
    metadata,
    ...(cacheControl === undefined ? {} : { cacheControl }),
    ...(contentDisposition === undefined ? {} : { contentDisposition }),
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
    ...(contentLanguage === undefined ? {} : { contentLanguage }),
    ...(expires === undefined ? {} : { expires }),
  }
  const { storageClass, encryption, kmsKeyId, bucketKeyEnabled, kmsContext, customerKey, websiteRedirectLocation, acl, lock } = given
  const placed = {
    storageClass,
    encryption,
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    ...(bucketKeyEnabled === undefined ? {} : { bucketKeyEnabled }),
    ...(kmsContext === undefined ? {} : { kmsContext }),
    ...(customerKey === undefined ? {} : { customerKey }),
    ...(acl === undefined ? {} : { acl }),
    ...(lock === undefined ? {} : { lock }),
    ...(websiteRedirectLocation === undefined ? {} : { websiteRedirectLocation }),
  }
  return {
    ...(input.MetadataDirective === 'REPLACE' ? given : { ...kept, ...placed }),
    tags: input.TaggingDirective === 'REPLACE' ? given.tags : source.settings.tags,
  }
}

function checkDirectives({ MetadataDirective, TaggingDirective }: CopyObjectCommandInput): void {
  for (const [name, value] of [['metadata', MetadataDirective], ['tagging', TaggingDirective]] as const) {
    if (value !== undefined && value !== 'COPY' && value !== 'REPLACE')
      throw errors.invalidArgument(`Unknown ${name} directive.`, `x-amz-${name}-directive`, value)
  }
}

function refuseNoChange(input: CopyObjectCommandInput): void {
  const changes = input.MetadataDirective === 'REPLACE' || input.TaggingDirective === 'REPLACE'
  const others = input.StorageClass ?? input.ServerSideEncryption ?? input.SSECustomerAlgorithm ?? input.WebsiteRedirectLocation ?? input.ChecksumAlgorithm
  if (!changes && others === undefined)
    throw errors.invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    )
}
