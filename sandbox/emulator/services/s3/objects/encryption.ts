import { createHash } from 'node:crypto'
import type { ServerSideEncryptionRule } from '@aws-sdk/client-s3'
import type { Context } from '../../../kernel/context.ts'
import * as errors from '../errors.ts'
import type { Bucket, ObjectSettings } from '../state.ts'
import { hasCustomerKey, sealCustomerKey, type CustomerKeyInput } from './customer-key.ts'

/** Since 2023 S3 encrypts every object, with its own keys where nothing else was said. */
export const DEFAULT_ENCRYPTION: ServerSideEncryptionRule = {
  ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
  BucketKeyEnabled: false,
}

const OF_NEW_BUCKETS: ServerSideEncryptionRule = { ...DEFAULT_ENCRYPTION, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }

/**
 * What a bucket says of the encryption of new objects. Since April 2026 it takes none under a client's key unless that
 * was asked for.
 */
export const encryptionRule = ({ configuration }: Bucket): ServerSideEncryptionRule => configuration.encryption?.Rules?.[0] ?? OF_NEW_BUCKETS

interface EncryptionInput extends CustomerKeyInput {
  readonly Key?: string | undefined
  readonly CopySource?: string | undefined
  readonly ServerSideEncryption?: string | undefined
  readonly SSEKMSKeyId?: string | undefined
  readonly SSEKMSEncryptionContext?: string | undefined
  readonly BucketKeyEnabled?: boolean | undefined
}

export type Encryption = Pick<ObjectSettings, 'encryption' | 'kmsKeyId' | 'bucketKeyEnabled' | 'kmsContext' | 'customerKey'>

/** With S3's own keys. */
export const S3_MANAGED: Encryption = { encryption: 'AES256' }

/** The request's encryption, else the bucket's, else S3's own. */
export function readEncryption(ctx: Context, bucket: Bucket, input: EncryptionInput): Encryption {
  if (hasCustomerKey(input)) return readCustomerKey(ctx, bucket, input)
  const rule = encryptionRule(bucket)
  const byDefault = rule.ApplyServerSideEncryptionByDefault
  const encryption = input.ServerSideEncryption ?? byDefault?.SSEAlgorithm ?? 'AES256'
  if (!['AES256', 'aws:kms', 'aws:kms:dsse'].includes(encryption))
    throw errors.invalidArgument('The encryption method specified is not supported', 'x-amz-server-side-encryption', encryption)
  if (!encryption.startsWith('aws:kms')) {
    if (input.SSEKMSKeyId !== undefined)
      throw errors.invalidArgument(
        'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
        'x-amz-server-side-encryption',
        input.ServerSideEncryption,
      )
    return S3_MANAGED
  }
  const named = input.SSEKMSKeyId ?? (encryption === byDefault?.SSEAlgorithm ? byDefault.KMSMasterKeyID : undefined)
  const bucketKeyEnabled = input.BucketKeyEnabled ?? rule.BucketKeyEnabled ?? false
  const context = input.SSEKMSEncryptionContext
  return {
    encryption,
    kmsKeyId: kmsKeyArn(ctx, bucket, named),
    ...(bucketKeyEnabled ? { bucketKeyEnabled } : {}),
    ...(context === undefined ? {} : { kmsContext: checkContext(context) }),
  }
}

function checkContext(given: string): string {
  try {
    const context: unknown = JSON.parse(Buffer.from(given, 'base64').toString())
    const isMap = typeof context === 'object' && context !== null && !Array.isArray(context)
    if (isMap && Object.values(context).every((value) => typeof value === 'string')) return given
  } catch {
    // What is no JSON is refused in the same words as what is no map.
  }
  throw errors.invalidArgument(
    "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map",
    'x-amz-server-side-encryption-context',
    given,
  )
}

function readCustomerKey(ctx: Context, bucket: Bucket, input: EncryptionInput): Encryption {
  checkNotBlocked(ctx, bucket, input.CopySource === undefined ? 's3:PutObject' : 's3:CopyObject', input.Key)
  if (input.ServerSideEncryption !== undefined)
    throw errors.invalidArgument(
      'Server Side Encryption with Customer provided key is incompatible with the encryption method specified',
      'x-amz-server-side-encryption',
      input.ServerSideEncryption,
    )
  return { encryption: 'AES256', customerKey: sealCustomerKey(ctx, input) }
}

/** Throws where a bucket takes no objects under their clients' keys. */
export function checkNotBlocked(ctx: Context, bucket: Bucket, action: string, key: string | undefined): void {
  if (encryptionRule(bucket).BlockedEncryptionTypes?.EncryptionType?.includes('SSE-C'))
    throw errors.customerKeysBlocked(ctx.principal.arn, action, `arn:aws:s3:::${bucket.name}/${key}`)
}

/** S3 shows keys by ARN; without a name it is the account's own key for S3 (`aws/s3`). */
function kmsKeyArn(ctx: Context, { region }: Bucket, named: string | undefined): string {
  const arn = (resource: string) => `arn:aws:kms:${region}:${ctx.account}:${resource}`
  if (named === undefined) return arn(`key/${uuidOf(`aws/s3 ${ctx.account} ${region}`)}`)
  return named.startsWith('arn:') ? named : arn(named.startsWith('alias/') ? named : `key/${named}`)
}

const uuidOf = (text: string) =>
  createHash('md5').update(text).digest('hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')

/** Only what S3 encrypts with keys of its own has the MD5 of its bytes for an ETag ("Object" of the API Reference). */
export const hasMd5Etag = ({ encryption, customerKey }: Encryption) => encryption === 'AES256' && !customerKey

/** The ETag (without quotes) of bytes that came in one piece, whose MD5 is `md5`; under other keys no two are the same. */
export const etagOf = (ctx: Context, settings: Encryption, md5: string) =>
  hasMd5Etag(settings) ? md5 : ctx.ids.bytes(16).toString('hex')
