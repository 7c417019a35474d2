import type { UpdateObjectEncryptionCommandInput, UpdateObjectEncryptionCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireBucket, requireObject } from '../access.ts'
import * as errors from '../errors.ts'
import { updateVersion } from '../state.ts'

const KEY_ARN = /^arn:aws[-a-z0-9]*:kms:[-a-z0-9]*:\d{12}:key\/.+$/

/** Changes the key and nothing else: not even the time or the ETag, which may so be an MD5 under SSE-KMS. */
export const UpdateObjectEncryption = operation<UpdateObjectEncryptionCommandInput, UpdateObjectEncryptionCommandOutput>({
  action: 's3:UpdateObjectEncryption',
  resource: objectArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const object = requireObject(ctx, input, true)
    const { KMSKeyArn: kmsKeyId = '', BucketKeyEnabled: asked } = input.ObjectEncryption?.SSEKMS ?? {}
    if (!KEY_ARN.test(kmsKeyId)) throw errors.malformedXml()
    const { bucketKeyEnabled: _key, kmsContext: _context, ...settings } = object.settings
    if (settings.customerKey || settings.encryption === 'aws:kms:dsse') throw errors.encryptionFixed()
    if (settings.lock) throw errors.accessDenied()
    const bucketKey = asked === true ? { bucketKeyEnabled: true as const } : {}
    updateVersion(ctx, bucket.name, object, { ...object, settings: { ...settings, encryption: 'aws:kms', kmsKeyId, ...bucketKey } })
    return {}
  },
})
