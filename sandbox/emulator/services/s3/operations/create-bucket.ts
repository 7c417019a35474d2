import type { CreateBucketCommandInput, CreateBucketCommandOutput, ObjectOwnership } from '@aws-sdk/client-s3'
import type { Context } from '../../../kernel/context.ts'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, isBucketName } from '../access.ts'
import * as errors from '../errors.ts'
import { toCreateBucket } from '../needs.ts'
import { isPublic, readAcl } from '../objects/acl.ts'
import { readTagSet } from '../objects/tags.ts'
import { addBucket, bucketInTheWay, ownBuckets, wholeSecond, type Acl } from '../state.ts'

const CLASSIC_REGION = 'us-east-1'

/** Regions by their form: newer ones than anybody's list are regions too. `EU` is Ireland's first name. */
const REGION = /^(EU|(af|ap|ca|cn|eu|il|me|mx|sa|us|us-gov)-(central|north|south|east|west|northeast|northwest|southeast|southwest)-\d)$/

/** An account's quota without asking for more. */
const MOST_BUCKETS = 10_000

const OWNERSHIPS: readonly string[] = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']

/** Objects that can be locked are versions. */
const LOCKED = { objectLock: { ObjectLockEnabled: 'Enabled' }, versioning: 'Enabled' } as const

/** What every new bucket has since April 2023. */
const ALL_BLOCKED = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true }

export const CreateBucket = operation<CreateBucketCommandInput, CreateBucketCommandOutput>({
  action: 's3:CreateBucket',
  resource: bucketArn,
  needs: toCreateBucket,
  handle(input, ctx) {
    const name = input.Bucket ?? ''
    if (!isBucketName(name)) throw errors.invalidBucketName(name)
    const constraint = input.CreateBucketConfiguration?.LocationConstraint
    const region = regionFor(ctx, constraint)
    const given = input.CreateBucketConfiguration?.Tags
    const tags = given && readTagSet(given, 'bucket')
    const existing = bucketInTheWay(ctx, name)
    if (existing && existing.account !== ctx.account) throw errors.bucketAlreadyExists(name)
    // Only us-east-1 answers its owner as if the bucket were made now.
    if (existing && (ctx.region !== CLASSIC_REGION || existing.region !== CLASSIC_REGION))
      throw errors.bucketAlreadyOwnedByYou(name)
    const { acl, ownership } = readAccess(name, ctx.account, input)
    if (!existing && ownBuckets(ctx).length >= MOST_BUCKETS) throw errors.tooManyBuckets()
    if (!existing)
      addBucket(ctx, {
        name,
        account: ctx.account,
        region,
        createdAt: wholeSecond(ctx.now),
        ...(constraint === undefined ? {} : { locationConstraint: constraint }),
        configuration: {
          ownership: { Rules: [{ ObjectOwnership: ownership }] },
          publicAccessBlock: ALL_BLOCKED,
          ...(acl ? { acl } : {}),
          ...(tags ? { tags } : {}),
          ...(input.ObjectLockEnabledForBucket ? LOCKED : {}),
        },
      })
    const Location = region === CLASSIC_REGION ? `/${name}` : `http://${name}.s3.amazonaws.com/`
    return { Location, BucketArn: bucketArn(input) }
  },
})

/** Who may do what: throws where the ownership is none of S3's, or allows no such ACL. */
function readAccess(bucket: string, account: string, input: CreateBucketCommandInput): { acl: Acl | undefined; ownership: ObjectOwnership } {
  const ownership = input.ObjectOwnership ?? 'BucketOwnerEnforced'
  if (!OWNERSHIPS.includes(ownership))
    throw errors.invalidArgument(`Invalid x-amz-object-ownership header: ${ownership}`, 'x-amz-object-ownership')
  const acl = readAcl(account, input, 'bucket')
  if (acl && ownership === 'BucketOwnerEnforced') throw errors.aclWithOwnership(bucket)
  if (isPublic(acl)) throw errors.aclWithPublicAccessBlock(bucket)
  return { acl, ownership }
}

/** Where the bucket goes. us-east-1 makes buckets for every region, all others only for themselves, and want it said. */
function regionFor(ctx: Context, constraint: string | undefined): string {
  if (constraint === undefined) {
    if (ctx.region !== CLASSIC_REGION && ctx.request) throw errors.illegalLocationConstraint('unspecified')
    return ctx.region
  }
  if (constraint === CLASSIC_REGION || !REGION.test(constraint)) throw errors.invalidLocationConstraint(constraint)
  const region = constraint === 'EU' ? 'eu-west-1' : constraint
  if (ctx.region !== CLASSIC_REGION && region !== ctx.region) throw errors.illegalLocationConstraint(constraint)
  return region
}
