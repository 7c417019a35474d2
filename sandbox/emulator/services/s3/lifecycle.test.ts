import * as aws from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { RECORDED, s3Api, type Source } from '../../../testing/aws-sources.ts'
import { createTestEngine, stoppedClock, type TestEngine } from '../../../testing/engine.ts'

const Bucket = 'a-bucket'

async function withBucket(engine: TestEngine) {
  const s3 = new aws.S3Client(engine.client)
  await s3.send(new aws.CreateBucketCommand({ Bucket }))
  return s3
}

const rules = (...Rules: object[]) =>
  new aws.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: Rules.map((rule) => ({ Status: 'Enabled', ...rule })) } as never })
const rule = (members: object) => rules({ Filter: { Prefix: 'a/' }, ...members })
const moves = (...Transitions: object[]) => rule({ Transitions })
const oldMoves = (...NoncurrentVersionTransitions: object[]) => rule({ NoncurrentVersionTransitions })

const [GLACIER, DEEP, IA] = ['GLACIER', 'DEEP_ARCHIVE', 'STANDARD_IA']
const MIDNIGHT = new Date('2030-01-01')
const NOON = new Date('2030-01-01T12:00:00Z')
const TAG = { Key: 'k', Value: 'v' }
const EXPIRES = { Expiration: { Days: 1 } }
const ABORTS = { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }
const MARKERS = { Expiration: { ExpiredObjectDeleteMarker: true } }
const XML = 'The XML you provided was not well-formed or did not validate against our published schema'

const FILTER = s3Api('API_LifecycleRuleFilter')
const NOOBAA = 'https://github.com/noobaa/noobaa-core/pull/9969'

test.each<[what: string, command: aws.PutBucketLifecycleConfigurationCommand, code: string, message: string, source: Source]>([
  ['no rules', rules(), 'MalformedXML', XML, 'https://github.com/mapbox/s3life/issues/6'],
  ['more than 1,000 rules', rules(...Array.from({ length: 1001 }, (_, i) => ({ ID: `${i}`, Filter: { Prefix: `${i}/` }, ...EXPIRES }))), 'MalformedXML', XML, 'https://github.com/flightstats/hub/issues/529'],
  ['a rule for some time', rule({ Status: 'Sometimes', ...EXPIRES }), 'MalformedXML', XML, 'https://github.com/noobaa/noobaa-core/pull/8664'],
  ['a rule without a filter', rules(EXPIRES), 'MalformedXML', XML, 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html'],
  ['a rule that does nothing', rule({}), 'InvalidRequest', 'At least one action needs to be specified in a rule', 'https://github.com/schubergphilis/terraform-aws-mcaf-s3/issues/46'],
  ['a long id', rule({ ID: 'i'.repeat(256), ...EXPIRES }), 'InvalidArgument', 'ID length should not exceed allowed limit of 255', 'https://github.com/noobaa/noobaa-core/pull/8628'],
  ['an id twice', rules({ ID: 'i', Filter: {}, ...EXPIRES }, { ID: 'i', Filter: { Prefix: 'b' }, ...EXPIRES }), 'InvalidArgument', 'Rule ID must be unique. Found same ID for more than one rule', 'https://github.com/pingcap/tiflash/issues/9889'],
  ['two conditions without And', rules({ Filter: { Prefix: 'a', Tag: TAG }, ...EXPIRES }), 'MalformedXML', XML, FILTER],
  ['And with one condition', rules({ Filter: { And: { Prefix: 'a' } }, ...EXPIRES }), 'MalformedXML', XML, 'https://github.com/hashicorp/terraform-provider-aws/issues/23882'],
  ['a filter after a prefix', rules({ Prefix: 'a', ...EXPIRES }, { Filter: { Prefix: 'b' }, ...EXPIRES }), 'InvalidRequest', 'Filter element can only be used in Lifecycle V2.', 'https://github.com/ansible/ansible/issues/53751'],
  ['a prefix after a filter', rules({ Filter: { Prefix: 'b' }, ...EXPIRES }, { Prefix: 'a', ...EXPIRES }), 'InvalidRequest', 'Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter.', 'https://github.com/hashicorp/terraform-provider-aws/issues/23299'],
  ['prefixes one in the other', rules({ Prefix: 'foo/bar', ...EXPIRES }, { Prefix: 'z', ...EXPIRES }, { Prefix: 'foo/bar/buu', ...EXPIRES }), 'InvalidRequest', "Found overlapping prefixes 'foo/bar' and 'foo/bar/buu' for same action type 'Expiration'", 'https://github.com/noobaa/noobaa-core/issues/8341'],
  ['a tag twice', rules({ Filter: { And: { Tags: [TAG, TAG] } }, ...EXPIRES }), 'InvalidRequest', 'Duplicate Tag Keys are not allowed.', RECORDED],
  ['smaller than nothing', rules({ Filter: { ObjectSizeLessThan: 0 }, ...EXPIRES }), 'InvalidRequest', "'ObjectSizeLessThan' should be between 1 and 1099511627776000.", 'https://github.com/hashicorp/terraform-provider-aws/issues/41521'],
  ['larger than a negative size', rules({ Filter: { ObjectSizeGreaterThan: -1 }, ...EXPIRES }), 'InvalidRequest', "'ObjectSizeGreaterThan' should be between 0 and 1099511627776000.", 'unverified'],
  ['sizes that leave nothing', rules({ Filter: { And: { ObjectSizeLessThan: 5, ObjectSizeGreaterThan: 5 } }, ...EXPIRES }), 'InvalidRequest', "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.", FILTER],

  ['an expiration after no days', rule({ Expiration: { Days: 0 } }), 'InvalidArgument', "'Days' for Expiration action must be a positive integer", 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleExpiration.html'],
  ['an expiration at noon', rule({ Expiration: { Date: NOON } }), 'InvalidArgument', "'Date' must be at midnight GMT", 'https://github.com/aws/aws-sdk/issues/478'],
  ['an expiration of nothing', rule({ Expiration: {} }), 'MalformedXML', XML, 'unverified'],
  ['two expirations', rule({ Expiration: { Days: 1, ExpiredObjectDeleteMarker: true } }), 'MalformedXML', XML, 'https://github.com/aws/aws-cli/issues/8239'],
  ['delete markers of a size', rules({ Filter: { ObjectSizeLessThan: 9 }, ...MARKERS }), 'InvalidRequest', 'ExpiredObjectDeleteMarker cannot be specified with Object Size.', 'https://github.com/cloudposse/terraform-aws-s3-bucket/issues/137'],
  ['no delete markers of a size', rules({ Filter: { ObjectSizeLessThan: 9 }, Expiration: { ExpiredObjectDeleteMarker: false } }), 'InvalidRequest', 'ExpiredObjectDeleteMarker cannot be specified with Object Size.', 'https://github.com/cloudposse/terraform-aws-s3-bucket/issues/137'],
  ['delete markers with a tag', rules({ Filter: { Tag: TAG }, ...MARKERS }), 'InvalidRequest', 'ExpiredObjectDeleteMarker cannot be specified with Tags.', 'unverified'],
  ['aborting by a tag', rules({ Filter: { Tag: TAG }, ...ABORTS }), 'InvalidRequest', 'AbortIncompleteMultipartUpload cannot be specified with Tags.', 'https://github.com/terraform-aws-modules/terraform-aws-s3-bucket/issues/109'],
  ['aborting by a tag and a prefix', rules({ Filter: { And: { Prefix: 'a', Tags: [TAG] } }, ...ABORTS }), 'InvalidRequest', 'AbortIncompleteMultipartUpload cannot be specified with Tags.', 'https://github.com/terraform-aws-modules/terraform-aws-s3-bucket/issues/109'],
  ['aborting by a size', rules({ Filter: { ObjectSizeGreaterThan: 1 }, ...ABORTS }), 'InvalidRequest', 'AbortIncompleteMultipartUpload cannot be specified with Object Size.', 'https://github.com/aws-cloudformation/cfn-lint/issues/3554'],
  ['aborting after no days', rule({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 0 } }), 'InvalidArgument', "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer", 'https://github.com/noobaa/noobaa-core/pull/8970'],
  ['aborting some day', rule({ AbortIncompleteMultipartUpload: {} }), 'MalformedXML', XML, 'unverified'],
  ['old versions after no days', rule({ NoncurrentVersionExpiration: { NoncurrentDays: 0 } }), 'InvalidArgument', "'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer", 'https://github.com/hashicorp/terraform-provider-aws/issues/35328'],
  ['old versions some day', rule({ NoncurrentVersionExpiration: {} }), 'MalformedXML', XML, RECORDED],
  ['a number of old versions alone', rule({ NoncurrentVersionExpiration: { NewerNoncurrentVersions: 2 } }), 'MalformedXML', XML, 'https://github.com/noobaa/noobaa-core/issues/8861'],
  ['a number of old versions of none', rule({ NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 0 } }), 'InvalidArgument', "'NewerNoncurrentVersions' for NoncurrentVersionExpiration action must be a positive integer", 'unverified'],
  // The limit is documented ("NoncurrentVersionExpiration" of the API Reference), the sentence is not.
  ['too many old versions', rule({ NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 101 } }), 'InvalidArgument', "'NewerNoncurrentVersions' for NoncurrentVersionExpiration action must be less than or equal to 100", 'unverified'],
  ['a number of old versions in the old form', rules({ Prefix: '', NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 2 } }), 'InvalidRequest', 'NewerNoncurrentVersions element can only be used in Lifecycle V2.', 'https://github.com/hashicorp/terraform-provider-aws/issues/23228'],

  ['a move nowhere', moves({ Days: 1 }), 'MalformedXML', XML, 'schema'],
  ['a move to what there is not', moves({ Days: 1, StorageClass: 'CELLAR' }), 'MalformedXML', XML, 'schema'],
  ['a move to where it is', moves({ Days: 1, StorageClass: 'STANDARD' }), 'InvalidArgument', 'Invalid target Storage class for Transition action', 'unverified'],
  ['a move some day', moves({ StorageClass: GLACIER }), 'MalformedXML', XML, NOOBAA],
  ['a move on a day and after days', moves({ Days: 1, Date: MIDNIGHT, StorageClass: GLACIER }), 'MalformedXML', XML, NOOBAA],
  ['a move at noon', moves({ Date: NOON, StorageClass: GLACIER }), 'InvalidArgument', "'Date' must be at midnight GMT", NOOBAA],
  ['a move before', moves({ Days: -1, StorageClass: GLACIER }), 'InvalidArgument', "'Days' in Transition action must be nonnegative", NOOBAA],
  ['a move to STANDARD_IA at once', moves({ Days: 29, StorageClass: IA }), 'InvalidArgument', "'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'", 'https://zenn.dev/thaim/articles/2024-04-s3-lifecycle-configuration-min-duration'],
  ['moves by days and on a day', moves({ Days: 30, StorageClass: GLACIER }, { Date: MIDNIGHT, StorageClass: DEEP }), 'InvalidRequest', "Found mixed 'Date' and 'Days' based Transition actions in lifecycle rule for filter '(prefix=a/)'", NOOBAA],
  ['a move twice', moves({ Days: 90, StorageClass: GLACIER }, { Days: 30, StorageClass: GLACIER }), 'InvalidRequest', "'StorageClass' must be different for 'Transition' actions in same 'Rule' with filter '(prefix=a/)'", NOOBAA],
  ['moves in the wrong order', moves({ Days: 1, StorageClass: DEEP }, { Days: 1, StorageClass: GLACIER }), 'InvalidArgument', "'Days' in the Transition action for StorageClass 'DEEP_ARCHIVE' for filter '(prefix=a/)' must be greater than 'Days' in the Transition action for StorageClass 'GLACIER' for filter '(prefix=a/)'", NOOBAA],
  ['a move on too soon', moves({ Days: 30, StorageClass: IA }, { Days: 59, StorageClass: GLACIER }), 'InvalidArgument', "'Days' in the 'Transition' action for StorageClass 'GLACIER' for filter '(prefix=a/)' must be 30 days more than 'filter '(prefix=a/)'' in the 'Transition' action for StorageClass 'STANDARD_IA'", 'unverified'],
  ['a move after the end', rule({ ...moves({ Days: 30, StorageClass: IA }).input.LifecycleConfiguration!.Rules![0], Expiration: { Days: 30 } }), 'InvalidArgument', "'Days' in the Expiration action for filter '(prefix=a/)' must be greater than 'Days' in the Transition action", NOOBAA],
  ['a move on the day of the end', rule({ Transitions: [{ Date: MIDNIGHT, StorageClass: GLACIER }], Expiration: { Date: MIDNIGHT } }), 'InvalidArgument', "'Date' in the Expiration action for filter '(prefix=a/)' must be greater than 'Date' in the Transition action", NOOBAA],
  ['a move by days and an end on a day', rule({ Transitions: [{ Days: 1, StorageClass: GLACIER }], Expiration: { Date: MIDNIGHT } }), 'InvalidRequest', "Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule for filter '(prefix=a/)'", NOOBAA],
  ['a move of old versions some day', oldMoves({ StorageClass: GLACIER }), 'MalformedXML', XML, NOOBAA],
  ['a move of old versions before', oldMoves({ NoncurrentDays: -1, StorageClass: GLACIER }), 'InvalidArgument', "'NoncurrentDays' in NoncurrentVersionTransition action must be nonnegative", NOOBAA],
  ['a move of old versions twice', oldMoves({ NoncurrentDays: 30, StorageClass: DEEP }, { NoncurrentDays: 90, StorageClass: DEEP }), 'InvalidRequest', "'StorageClass' must be different for 'NoncurrentVersionTransition' actions in same 'Rule' with filter '(prefix=a/)'", NOOBAA],
  ['a move of old versions after their end', rules({ Filter: { And: { Prefix: 'a/', Tags: [TAG], ObjectSizeGreaterThan: 500, ObjectSizeLessThan: 900 } }, NoncurrentVersionExpiration: { NoncurrentDays: 1 }, NoncurrentVersionTransitions: [{ NoncurrentDays: 1, StorageClass: DEEP }] }), 'InvalidArgument', "'NoncurrentDays' in the NoncurrentVersionExpiration action for filter '(prefix=a/ and tag={key=k, value=v} and objectsizegreaterthan=500 and objectsizelessthan=900)' must be greater than 'NoncurrentDays' in the NoncurrentVersionTransition action", NOOBAA],
])('%s is refused', async (_what, command, name, message) => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  await expect(s3.send(command)).rejects.toMatchObject({ name, message, $metadata: { httpStatusCode: 400 } })
  await expect(s3.send(new aws.GetBucketLifecycleConfigurationCommand({ Bucket }))).rejects.toMatchObject({ name: 'NoSuchLifecycleConfiguration' })
})

test.each<[what: string, command: aws.PutBucketLifecycleConfigurationCommand, source: Source]>([
  ['And with two tags', rules({ Filter: { And: { Tags: [TAG, { Key: 'l', Value: '' }] } }, ...EXPIRES }), FILTER],
  ['And with an empty prefix', rules({ Filter: { And: { Prefix: '', ObjectSizeGreaterThan: 1 } }, ...EXPIRES }), 'https://github.com/hashicorp/terraform-provider-aws/issues/23882'],
  ['a move at once', moves({ Days: 0, StorageClass: 'GLACIER_IR' }), 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_Transition.html'],
  ['delete markers beside a move', rule({ ...MARKERS, Transitions: [{ Days: 12, StorageClass: DEEP }] }), NOOBAA],
  ['filters one in the other', rules({ Filter: {}, ...EXPIRES }, { Filter: { Prefix: 'a' }, ...EXPIRES }), 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html'],
  ['prefixes one in the other for different things', rules({ Prefix: '', ...EXPIRES }, { Prefix: 'a', Transitions: [{ Days: 1, StorageClass: GLACIER }] }), 'unverified'],
  ['as many old versions as there may be', rule({ NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 100 } }), 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_NoncurrentVersionExpiration.html'],
])('%s is taken', async (_what, command) => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  await s3.send(command)
  const { Rules } = await s3.send(new aws.GetBucketLifecycleConfigurationCommand({ Bucket }))
  // An id of S3's own is a UUID in base64.
  expect(Rules!.map(({ ID }) => Buffer.from(ID!, 'base64').toString())).toEqual(Rules!.map(() => expect.stringMatching(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/)))
  expect(Rules!.map(({ ID: _, ...given }) => given)).toEqual(command.input.LifecycleConfiguration!.Rules)
})

test('objects and uploads say when a rule will have them go', async () => {
  await using engine = await createTestEngine({ clock: stoppedClock() })
  const s3 = await withBucket(engine)
  await s3.send(rules(
    { ID: 'old logs', Filter: { And: { Prefix: 'log/', ObjectSizeGreaterThan: 2 } }, Expiration: { Days: 1 } },
    { ID: 'half', Filter: { Prefix: 'log/' }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } },
  ))
  const put = (Key: string, Body: string) => s3.send(new aws.PutObjectCommand({ Bucket, Key, Body }))
  const { Expiration } = await put('log/1', 'long')
  expect(Expiration).toMatch(/^expiry-date="\w{3}, \d{2} \w{3} \d{4} 00:00:00 GMT", rule-id="old logs"$/)
  const head = (more: object) => s3.send(new aws.HeadObjectCommand({ Bucket, Key: 'log/1', ...more }))
  expect([(await head({})).Expiration, (await head({ VersionId: 'null' })).Expiration]).toEqual([Expiration, undefined])
  expect([(await put('log/2', 's')).Expiration, (await put('other', 'long')).Expiration]).toEqual([undefined, undefined])
  const upload = (Key: string) => s3.send(new aws.CreateMultipartUploadCommand({ Bucket, Key }))
  const { UploadId, AbortDate, AbortRuleId } = await upload('log/3')
  expect([AbortRuleId, AbortDate!.getTime() % 86_400_000]).toEqual(['half', 0])
  expect((AbortDate!.getTime() - engine.host.clock.now()) / 86_400_000).toBeGreaterThanOrEqual(2)
  expect((AbortDate!.getTime() - engine.host.clock.now()) / 86_400_000).toBeLessThanOrEqual(3)
  expect(await s3.send(new aws.ListPartsCommand({ Bucket, Key: 'log/3', UploadId }))).toMatchObject({ AbortDate, AbortRuleId })
  expect((await upload('other')).AbortDate).toBeUndefined()
})
