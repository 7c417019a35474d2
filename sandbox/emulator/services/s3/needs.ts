import type { Need } from '../../kernel/authorize.ts'
import type { Context } from '../../kernel/context.ts'
import { bucketArn, objectArn } from './access.ts'
import { parseCopySource } from './objects/copy-source.ts'
import { bucketInTheWay } from './state.ts'

interface OfObject {
  readonly Bucket?: string | undefined
  readonly Key?: string | undefined
  readonly VersionId?: string | undefined
}

/** What the headers of a new object ask for beside its bytes. */
interface NewObject extends OfObject {
  readonly Tagging?: string | undefined
  readonly ACL?: string | undefined
  readonly GrantFullControl?: string | undefined
  readonly GrantRead?: string | undefined
  readonly GrantReadACP?: string | undefined
  readonly GrantWriteACP?: string | undefined
  readonly ObjectLockMode?: string | undefined
  readonly ObjectLockLegalHoldStatus?: string | undefined
}

/** A version that is named takes another action: `GetObject` is `s3:GetObjectVersion` then, `GetObjectTagging` `s3:GetObjectVersionTagging`. */
export function ofVersion(...names: readonly string[]) {
  const latest = names.map((name) => `s3:${name}`)
  const versions = names.map((name) => `s3:${name.replace('Object', 'ObjectVersion')}`)
  return (input: OfObject): Need[] => {
    const resource = objectArn(input)
    return (input.VersionId === undefined ? latest : versions).map((action) => ({ action, resource }))
  }
}

const REMOVAL = { delete: 's3:DeleteObject', deleteVersion: 's3:DeleteObjectVersion' }

/** Of one object, or one of its versions. */
export function toDelete(input: OfObject & { readonly BypassGovernanceRetention?: boolean | undefined }): Need[] {
  const resource = objectArn(input)
  const action = input.VersionId === undefined ? REMOVAL.delete : REMOVAL.deleteVersion
  return [action, ...(input.BypassGovernanceRetention ? ['s3:BypassGovernanceRetention'] : [])].map((one) => ({ action: one, resource }))
}

/** "Required permissions for Amazon S3 API operations": each of these headers needs its own action. */
export function toWrite(input: NewObject): Need[] {
  const resource = objectArn(input)
  const grants = input.ACL ?? input.GrantFullControl ?? input.GrantRead ?? input.GrantReadACP ?? input.GrantWriteACP
  const needs: Need[] = [{ action: 's3:PutObject', resource }]
  if (grants !== undefined) needs.push({ action: 's3:PutObjectAcl', resource })
  if (input.Tagging !== undefined) needs.push({ action: 's3:PutObjectTagging', resource })
  if (input.ObjectLockMode !== undefined) needs.push({ action: 's3:PutObjectRetention', resource })
  if (input.ObjectLockLegalHoldStatus !== undefined) needs.push({ action: 's3:PutObjectLegalHold', resource })
  return needs
}

/** The source is read, the target written. */
export function toCopy(input: NewObject & { readonly CopySource?: string | undefined }): Need[] {
  const { bucket, key, versionId } = parseCopySource(input.CopySource ?? '')
  return [...ofVersion('GetObject')({ Bucket: bucket, Key: key, VersionId: versionId }), ...toWrite(input)]
}

interface NewBucket {
  readonly Bucket?: string | undefined
  readonly ACL?: string | undefined
  readonly ObjectLockEnabledForBucket?: boolean | undefined
  readonly ObjectOwnership?: string | undefined
  readonly CreateBucketConfiguration?: { readonly Tags?: readonly unknown[] | undefined } | undefined
}

export const CREATION_ACTIONS = [
  's3:CreateBucket', 's3:PutBucketAcl', 's3:PutBucketObjectLockConfiguration', 's3:PutBucketVersioning', 's3:PutBucketOwnershipControls',
  's3:TagResource',
] as const

/** "CreateBucket", Permissions. A bucket that is there already is only said to be. */
export function toCreateBucket(input: NewBucket, ctx: Context): Need[] {
  const actions: (typeof CREATION_ACTIONS)[number][] = ['s3:CreateBucket']
  if (bucketInTheWay(ctx, input.Bucket ?? '')) return actions.map((action) => ({ action, resource: bucketArn(input) }))
  if (input.ACL !== undefined && input.ACL !== 'private') actions.push('s3:PutBucketAcl')
  if (input.ObjectLockEnabledForBucket) actions.push('s3:PutBucketObjectLockConfiguration', 's3:PutBucketVersioning')
  if (input.ObjectOwnership !== undefined) actions.push('s3:PutBucketOwnershipControls')
  if (input.CreateBucketConfiguration?.Tags?.length) actions.push('s3:TagResource')
  return actions.map((action) => ({ action, resource: bucketArn(input) }))
}
