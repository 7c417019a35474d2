import type { AttachedPolicy, Protection } from '../../kernel/authorize.ts'
import type { Host, Principal } from '../../kernel/context.ts'
import type { Access } from '../../kernel/service.ts'
import { isBucketName } from './access.ts'
import { aclPolicy } from './acl-policy.ts'
import * as errors from './errors.ts'
import { CREATION_ACTIONS } from './needs.ts'
import { isPublicPolicy } from './policy.ts'
import { anyBucket, type Bucket } from './state.ts'

const START = 'arn:aws:s3:::'
/** What is asked of a bucket before it is there. */
const OF_CREATION: ReadonlySet<string> = new Set(CREATION_ACTIONS)

const NONE: readonly AttachedPolicy[] = []

/** A bucket's owner, its policy, and what ACLs allow. That there is no such bucket is told to everybody. */
export function resourcePolicies(host: Host, { arn, action, principal }: Access): Protection | undefined {
  const slash = arn.indexOf('/')
  const name = arn.slice(START.length, slash < 0 ? undefined : slash)
  const seeker = { store: host.store, settings: host.settings, account: principal.account, principal }
  const bucket = anyBucket(seeker, name)
  if (!bucket) {
    if (OF_CREATION.has(action)) return undefined
    throw isBucketName(name) ? errors.noSuchBucket(name) : errors.invalidBucketName(name)
  }
  // Who makes a bucket that is there already learns of that and not of its policy.
  if (action === 's3:CreateBucket' && bucket.account !== principal.account) return undefined
  const { policy, publicAccessBlock } = bucket.configuration
  const acl = publicAccessBlock?.IgnorePublicAcls ? undefined : aclPolicy(seeker, bucket, slash < 0 ? undefined : arn.slice(slash + 1), principal)
  if (policy === undefined && acl === undefined) return { account: bucket.account, policies: NONE }
  const own = policy !== undefined && !isRestricted(bucket, policy, principal) ? [policy] : []
  return { account: bucket.account, policies: [...own, ...(acl ?? [])].map((document) => ({ kind: 'resource', document })) }
}

/** "RestrictPublicBuckets": a public policy is for services and for the bucket's own account. */
function isRestricted({ account, configuration }: Bucket, policy: string, { type, account: caller }: Principal): boolean {
  if (!configuration.publicAccessBlock?.RestrictPublicBuckets || type === 'service') return false
  return (type === 'anonymous' || caller !== account) && isPublicPolicy(policy)
}
