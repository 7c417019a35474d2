import type { Grant, Permission } from '@aws-sdk/client-s3'
import type { Principal } from '../../kernel/context.ts'
import { ownershipOf } from './objects/acl.ts'
import { ownerOf } from './objects/owner.ts'
import { findObject, type Bucket, type Seeker } from './state.ts'

/** "Mapping of ACL permissions and access policy permissions" of the S3 User Guide. */
const OF_BUCKET: Partial<Record<Permission, readonly string[]>> = {
  READ: ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads'],
  READ_ACP: ['s3:GetBucketAcl'],
  WRITE_ACP: ['s3:PutBucketAcl'],
}
const OF_NEW_OBJECTS: Partial<Record<Permission, readonly string[]>> = { WRITE: ['s3:PutObject', 's3:DeleteObject'] }
const OF_OBJECT: Partial<Record<Permission, readonly string[]>> = {
  READ: ['s3:GetObject', 's3:GetObjectVersion'],
  READ_ACP: ['s3:GetObjectAcl', 's3:GetObjectVersionAcl'],
  WRITE_ACP: ['s3:PutObjectAcl', 's3:PutObjectVersionAcl'],
}

/**
 * What ACLs allow a caller to do with a bucket, or an object in it, written as policies; undefined where ACLs are off or
 * say nothing of the caller. The owner needs no ACL.
 */
export function aclPolicy(seeker: Seeker, bucket: Bucket, key: string | undefined, principal: Principal): string[] | undefined {
  if (ownershipOf(bucket) === 'BucketOwnerEnforced') return undefined
  const about = `arn:aws:s3:::${bucket.name}`
  const ofBucket = bucket.configuration.acl ?? []
  const found =
    key === undefined
      ? statements(ofBucket, OF_BUCKET, about, bucket, principal)
      : [
          ...statements(ofBucket, OF_NEW_OBJECTS, `${about}/${key}`, bucket, principal),
          ...statements(findObject(seeker, bucket.name, key)?.settings.acl ?? [], OF_OBJECT, `${about}/${key}`, bucket, principal),
        ]
  return found.length > 0 ? [JSON.stringify({ Version: '2012-10-17', Statement: found })] : undefined
}

function statements(grants: readonly Grant[], actions: typeof OF_BUCKET, resource: string, bucket: Bucket, principal: Principal): object[] {
  return grants.flatMap(({ Grantee, Permission: permission }) => {
    const allowed = permission === 'FULL_CONTROL' ? Object.values(actions).flat() : actions[permission!]
    if (!allowed || !names(Grantee, bucket, principal)) return []
    return { Effect: 'Allow', Principal: '*', Action: allowed, Resource: resource }
  })
}

function names(grantee: Grant['Grantee'], bucket: Bucket, { type, account }: Principal): boolean {
  if (grantee?.URI?.endsWith('/AllUsers')) return true
  if (type === 'anonymous') return false
  if (grantee?.URI?.endsWith('/AuthenticatedUsers')) return true
  return account !== bucket.account && grantee?.ID === ownerOf(account).ID
}
