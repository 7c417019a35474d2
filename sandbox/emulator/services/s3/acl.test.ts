import * as aws from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { RECORDED, s3Api, type Source } from '../../../testing/aws-sources.ts'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'

const Bucket = 'a-bucket'
const Key = 'k'
const ALL_USERS = 'http://acs.amazonaws.com/groups/global/AllUsers'
const AUTHENTICATED_USERS = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers'
const LOG_DELIVERY = 'http://acs.amazonaws.com/groups/s3/LogDelivery'
const SOMEBODY = 'a'.repeat(64)

/** A bucket that takes ACLs, public ones as well, with an object. */
async function withAcls(engine: TestEngine) {
  const s3 = new aws.S3Client(engine.client)
  await s3.send(new aws.CreateBucketCommand({ Bucket, ObjectOwnership: 'ObjectWriter' }))
  await s3.send(new aws.DeletePublicAccessBlockCommand({ Bucket }))
  await s3.send(new aws.PutObjectCommand({ Bucket, Key, Body: 'x' }))
  return s3
}

const grantsOf = ({ Grants, Owner }: aws.GetObjectAclCommandOutput) =>
  Grants!.map(({ Grantee, Permission }) => [Grantee!.URI ?? (Grantee!.ID === Owner!.ID ? 'owner' : Grantee!.ID), Permission])
const OWNER = ['owner', 'FULL_CONTROL']

test.each([
  ['private', [OWNER]],
  ['public-read', [OWNER, [ALL_USERS, 'READ']]],
  ['public-read-write', [OWNER, [ALL_USERS, 'READ'], [ALL_USERS, 'WRITE']]],
  ['authenticated-read', [OWNER, [AUTHENTICATED_USERS, 'READ']]],
] as const)('%s of buckets and objects', async (ACL, grants) => {
  await using engine = await createTestEngine()
  const s3 = await withAcls(engine)
  await s3.send(new aws.PutObjectAclCommand({ Bucket, Key, ACL }))
  await s3.send(new aws.PutBucketAclCommand({ Bucket, ACL }))
  expect(grantsOf(await s3.send(new aws.GetObjectAclCommand({ Bucket, Key })))).toEqual(grants)
  expect(grantsOf(await s3.send(new aws.GetBucketAclCommand({ Bucket })))).toEqual(grants)
})

test.each(['aws-exec-read', 'bucket-owner-read', 'bucket-owner-full-control'])('%s says nothing of a bucket', async (ACL) => {
  await using engine = await createTestEngine()
  const s3 = await withAcls(engine)
  // "Canned ACL" of the User Guide.
  await s3.send(new aws.PutBucketAclCommand({ Bucket, ACL: ACL as never }))
  expect(grantsOf(await s3.send(new aws.GetBucketAclCommand({ Bucket })))).toEqual([OWNER])
})

test('logs may be delivered to a bucket, not to an object', async () => {
  await using engine = await createTestEngine()
  const s3 = await withAcls(engine)
  await s3.send(new aws.PutBucketAclCommand({ Bucket, ACL: 'log-delivery-write' as never }))
  expect(grantsOf(await s3.send(new aws.GetBucketAclCommand({ Bucket })))).toEqual([OWNER, [LOG_DELIVERY, 'WRITE'], [LOG_DELIVERY, 'READ_ACP']])
  const put = new aws.PutObjectAclCommand({ Bucket, Key, ACL: 'log-delivery-write' as never })
  await expect(s3.send(put)).rejects.toMatchObject({ name: 'InvalidArgument', ArgumentName: 'x-amz-acl', ArgumentValue: 'log-delivery-write' })
})

test('grants come as headers or as a document, and come back', async () => {
  await using engine = await createTestEngine()
  const s3 = await withAcls(engine)
  await s3.send(new aws.PutObjectAclCommand({ Bucket, Key, GrantRead: `uri="${ALL_USERS}", id="${SOMEBODY}"`, GrantWriteACP: `id=${SOMEBODY}` }))
  const acl = await s3.send(new aws.GetObjectAclCommand({ Bucket, Key }))
  expect(grantsOf(acl)).toEqual([[ALL_USERS, 'READ'], [SOMEBODY, 'READ'], [SOMEBODY, 'WRITE_ACP']])
  const AccessControlPolicy = { Owner: acl.Owner, Grants: [{ Grantee: { Type: 'CanonicalUser' as const, ID: SOMEBODY }, Permission: 'READ_ACP' as const }] }
  await s3.send(new aws.PutBucketAclCommand({ Bucket, AccessControlPolicy }))
  expect((await s3.send(new aws.GetBucketAclCommand({ Bucket }))).Grants).toEqual(AccessControlPolicy.Grants)
})

/** Who is said to own the object, and one grant. */
const documented = (Owner: object | undefined, grant: object) => ({ AccessControlPolicy: { Owner, Grants: [{ Permission: 'READ', ...grant }] } })
const ME = { ID: 'me' }
const MALFORMED = { name: 'MalformedACLError', message: 'The XML you provided was not well-formed or did not validate against our published schema' }
const UNKNOWN_ID = { name: 'InvalidArgument', message: 'Invalid id', ArgumentValue: 'me' }
const UNKNOWN_GROUP = { name: 'InvalidArgument', message: 'Invalid group uri', ArgumentValue: 'http://example.com' }

/** What is asked may depend on who the owner is. */
test.each<[what: string, given: (owner: aws.Owner) => object, refusal: object, source: Source]>([
  ['an ACL of another name', () => ({ ACL: 'public' }), { name: 'InvalidArgument', ArgumentName: 'x-amz-acl', ArgumentValue: 'public' }, RECORDED],
  ['a canned ACL and a grant', () => ({ ACL: 'private', GrantRead: `id=${SOMEBODY}` }), { name: 'InvalidRequest', message: 'Specifying both Canned ACLs and Header Grants is not allowed' }, RECORDED],
  ['a canned ACL and a document', (Owner) => ({ ACL: 'private', AccessControlPolicy: { Owner, Grants: [] } }), { name: 'UnexpectedContent', message: 'This request does not support content' }, RECORDED],
  ['a grant to something', () => ({ GrantRead: 'everybody' }), { name: 'InvalidArgument', message: 'Argument format not recognized', ArgumentName: 'x-amz-grant-read', ArgumentValue: 'everybody' }, RECORDED],
  ['a grant to nobody', () => ({ GrantRead: 'id=me' }), { ...UNKNOWN_ID, ArgumentName: 'id' }, RECORDED],
  ['a grant to a group that is none', () => ({ GrantRead: 'uri=http://example.com' }), { ...UNKNOWN_GROUP, ArgumentName: 'uri' }, RECORDED],
  ['a grant by e-mail', () => ({ GrantRead: 'emailAddress=a@example.com' }), { name: 'MethodNotAllowed', $metadata: { httpStatusCode: 405 } }, s3Api('API_Grantee')],
  ['nothing', () => ({}), { name: 'MissingSecurityHeader', message: 'Your request was missing a required header', MissingHeaderName: 'x-amz-acl' }, RECORDED],
  ['a document without an owner', () => ({ AccessControlPolicy: { Grants: [] } }), MALFORMED, RECORDED],
  ['a document of an owner who is none', () => documented(ME, { Grantee: { Type: 'CanonicalUser', ID: SOMEBODY } }), { ...UNKNOWN_ID, ArgumentName: 'CanonicalUser/ID' }, RECORDED],
  ['a document of another owner', () => documented({ ID: SOMEBODY }, { Grantee: { Type: 'CanonicalUser', ID: SOMEBODY } }), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }, 'unverified'],
  ['a document for nobody', (owner) => documented(owner, { Grantee: { Type: 'CanonicalUser', ...ME } }), { ...UNKNOWN_ID, ArgumentName: 'CanonicalUser/ID' }, RECORDED],
  ['a document for a group that is none', (owner) => documented(owner, { Grantee: { Type: 'Group', URI: 'http://example.com' } }), { ...UNKNOWN_GROUP, ArgumentName: 'Group/URI' }, RECORDED],
  ['a document that permits something', (owner) => documented(owner, { Grantee: { Type: 'CanonicalUser', ID: SOMEBODY }, Permission: 'DANCE' }), MALFORMED, RECORDED],
])('%s is refused, of buckets and objects', async (_what, given, refusal) => {
  await using engine = await createTestEngine()
  const s3 = await withAcls(engine)
  const { Owner } = await s3.send(new aws.GetBucketAclCommand({ Bucket }))
  const more = given(Owner!)
  await expect(s3.send(new aws.PutObjectAclCommand({ Bucket, Key, ...more }))).rejects.toMatchObject(refusal)
  await expect(s3.send(new aws.PutBucketAclCommand({ Bucket, ...more }))).rejects.toMatchObject(refusal)
})

test('a default bucket takes no ACL but those that change nothing', async () => {
  await using engine = await createTestEngine()
  const s3 = new aws.S3Client(engine.client)
  await s3.send(new aws.CreateBucketCommand({ Bucket }))
  await s3.send(new aws.PutObjectCommand({ Bucket, Key, Body: 'x', ACL: 'bucket-owner-full-control' }))
  const refused = { name: 'AccessControlListNotSupported', message: 'The bucket does not allow ACLs', $metadata: { httpStatusCode: 400 } }
  await expect(s3.send(new aws.PutObjectAclCommand({ Bucket, Key, ACL: 'public-read' }))).rejects.toMatchObject(refused)
  await expect(s3.send(new aws.PutBucketAclCommand({ Bucket, GrantRead: `id=${SOMEBODY}` }))).rejects.toMatchObject(refused)
  await expect(s3.send(new aws.PutObjectCommand({ Bucket, Key, Body: 'x', GrantRead: `id=${SOMEBODY}` }))).rejects.toMatchObject(refused)
  // Which says no more than what is so anyway, and is what broke many a template in April 2023.
  await expect(s3.send(new aws.PutBucketAclCommand({ Bucket, ACL: 'private' }))).rejects.toMatchObject(refused)
  await expect(s3.send(new aws.PutObjectCommand({ Bucket, Key, Body: 'x', ACL: 'private' }))).rejects.toMatchObject(refused)
  const { Owner, Grants } = await s3.send(new aws.GetBucketAclCommand({ Bucket }))
  await s3.send(new aws.PutBucketAclCommand({ Bucket, AccessControlPolicy: { Owner, Grants } }))
  await s3.send(new aws.PutObjectAclCommand({ Bucket, Key, ACL: 'bucket-owner-full-control' }))
})

test('public ACLs are blocked until that is switched off', async () => {
  await using engine = await createTestEngine()
  const s3 = new aws.S3Client(engine.client)
  await s3.send(new aws.CreateBucketCommand({ Bucket, ObjectOwnership: 'BucketOwnerPreferred' }))
  const put = new aws.PutBucketAclCommand({ Bucket, ACL: 'public-read' })
  await expect(s3.send(put)).rejects.toMatchObject({ name: 'AccessDenied' })
  await s3.send(new aws.PutBucketAclCommand({ Bucket, GrantRead: `id=${SOMEBODY}` }))
  await s3.send(new aws.DeletePublicAccessBlockCommand({ Bucket }))
  await s3.send(put)
})

test('ACLs cannot be switched off while they grant something to others', async () => {
  await using engine = await createTestEngine()
  const s3 = await withAcls(engine)
  const enforce = new aws.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } })
  await s3.send(new aws.PutBucketAclCommand({ Bucket, ACL: 'public-read' }))
  await expect(s3.send(enforce)).rejects.toMatchObject({ name: 'InvalidBucketAclWithObjectOwnership' })
  await s3.send(new aws.PutBucketAclCommand({ Bucket, ACL: 'private' }))
  await s3.send(enforce)
})

test.each([
  [{ ACL: 'public-read' }, 'InvalidBucketAclWithObjectOwnership'],
  [{ ACL: 'public-read', ObjectOwnership: 'ObjectWriter' }, 'InvalidBucketAclWithBlockPublicAccessError'],
] as const)('a bucket is not made with %o', async (more, name) => {
  await using engine = await createTestEngine()
  const s3 = new aws.S3Client(engine.client)
  await expect(s3.send(new aws.CreateBucketCommand({ Bucket, ...more }))).rejects.toMatchObject({ name, BucketName: Bucket })
})
