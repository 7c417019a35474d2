import type { ContextKeys } from '../../kernel/authorize.ts'
import type { Context } from '../../kernel/context.ts'
import { anyBucket, findObject } from './state.ts'

/** Condition keys that repeat a member of the request ("Condition keys for Amazon S3" of the Service Authorization Reference). */
const BY_MEMBER: Readonly<Record<string, string>> = {
  Prefix: 's3:prefix',
  Delimiter: 's3:delimiter',
  MaxKeys: 's3:max-keys',
  VersionId: 's3:VersionId',
  ACL: 's3:x-amz-acl',
  GrantFullControl: 's3:x-amz-grant-full-control',
  GrantRead: 's3:x-amz-grant-read',
  GrantReadACP: 's3:x-amz-grant-read-acp',
  GrantWrite: 's3:x-amz-grant-write',
  GrantWriteACP: 's3:x-amz-grant-write-acp',
  CopySource: 's3:x-amz-copy-source',
  MetadataDirective: 's3:x-amz-metadata-directive',
  ServerSideEncryption: 's3:x-amz-server-side-encryption',
  SSEKMSKeyId: 's3:x-amz-server-side-encryption-aws-kms-key-id',
  SSECustomerAlgorithm: 's3:x-amz-server-side-encryption-customer-algorithm',
  StorageClass: 's3:x-amz-storage-class',
  WebsiteRedirectLocation: 's3:x-amz-website-redirect-location',
  ObjectOwnership: 's3:x-amz-object-ownership',
  ObjectLockMode: 's3:object-lock-mode',
  ObjectLockLegalHoldStatus: 's3:object-lock-legal-hold',
  IfMatch: 's3:if-match',
  IfNoneMatch: 's3:if-none-match',
}

interface Members {
  readonly Bucket?: string
  readonly Key?: string
  readonly Tagging?: string | { readonly TagSet?: readonly { readonly Key?: string; readonly Value?: string }[] }
  readonly CreateBucketConfiguration?: { readonly LocationConstraint?: string }
}

/** What a request to S3 says of itself, and the tags of the object that it is about. */
export function conditionKeys(_operation: string, input: object, ctx: Context): ContextKeys {
  const keys: Record<string, string | readonly string[]> = {}
  const given = input as Readonly<Record<string, unknown>>
  for (const member in given) {
    const name = BY_MEMBER[member]
    const value = given[member]
    if (name !== undefined && value !== undefined) keys[name] = String(value)
  }
  const { Bucket: name, Key: key, Tagging: tagging, CreateBucketConfiguration: creation } = input as Members
  if (creation?.LocationConstraint !== undefined) keys['s3:LocationConstraint'] = creation.LocationConstraint
  Object.assign(keys, signatureKeys(ctx), requestTags(tagging))
  const bucket = name === undefined ? undefined : anyBucket(ctx, name)
  if (bucket) keys['s3:ResourceAccount'] = bucket.account
  const tags = bucket && key !== undefined ? findObject(ctx, bucket.name, key)?.settings.tags : undefined
  for (const tag in tags) keys[`s3:ExistingObjectTag/${tag}`] = tags[tag]!
  return keys
}

function signatureKeys({ request, signature }: Context): Record<string, string> {
  const payload = request?.headers['x-amz-content-sha256']
  return {
    ...(payload === undefined ? {} : { 's3:x-amz-content-sha256': payload }),
    ...(signature ? { 's3:authType': signature.where === 'header' ? 'REST-HEADER' : 'REST-QUERY-STRING', 's3:signatureversion': 'AWS4-HMAC-SHA256' } : {}),
  }
}

function requestTags(tagging: Members['Tagging']): Record<string, string | readonly string[]> {
  const pairs = typeof tagging === 'string' ? [...new URLSearchParams(tagging)] : (tagging?.TagSet ?? []).map(({ Key = '', Value = '' }) => [Key, Value] as const)
  if (pairs.length === 0) return {}
  return { ...Object.fromEntries(pairs.map(([key, value]) => [`s3:RequestObjectTag/${key}`, value])), 's3:RequestObjectTagKeys': pairs.map(([key]) => key) }
}
