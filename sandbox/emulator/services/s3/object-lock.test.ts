import * as aws from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { RECORDED_API, type Source } from '../../../testing/aws-sources.ts'
import { createTestEngine, stoppedClock, type TestEngine } from '../../../testing/engine.ts'

const Bucket = 'locked'
const Key = 'k'
const DAY_MS = 86_400_000

async function withLock(engine: TestEngine, DefaultRetention?: aws.DefaultRetention) {
  const s3 = new aws.S3Client(engine.client)
  await s3.send(new aws.CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }))
  if (DefaultRetention)
    await s3.send(new aws.PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } } }))
  return s3
}

/** A whole second, as S3 keeps it, and the same at each call. */
const START = Math.floor(Date.now() / 1000) * 1000
const inDays = (days: number) => new Date(START + days * DAY_MS)
const put = async (s3: aws.S3Client, more: Partial<aws.PutObjectCommandInput> = {}) =>
  (await s3.send(new aws.PutObjectCommand({ Bucket, Key, Body: 'x', ...more }))).VersionId!
const remove = (s3: aws.S3Client, VersionId: string, BypassGovernanceRetention?: boolean) =>
  s3.send(new aws.DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention }))
const retain = (s3: aws.S3Client, Mode: aws.ObjectLockRetentionMode, days: number, BypassGovernanceRetention?: boolean) =>
  s3.send(new aws.PutObjectRetentionCommand({ Bucket, Key, Retention: { Mode, RetainUntilDate: inDays(days) }, BypassGovernanceRetention }))

const DENIED = { name: 'AccessDenied', message: 'Access Denied because object protected by object lock.', $metadata: { httpStatusCode: 403 } }

test('a bucket with object lock keeps versions, and goes on doing so', async () => {
  await using engine = await createTestEngine()
  const s3 = await withLock(engine)
  expect((await s3.send(new aws.GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled')
  expect((await s3.send(new aws.GetObjectLockConfigurationCommand({ Bucket }))).ObjectLockConfiguration).toEqual({ ObjectLockEnabled: 'Enabled' })
  const suspend = new aws.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } })
  await expect(s3.send(suspend)).rejects.toMatchObject({
    name: 'InvalidBucketState', message: 'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.',
  })
})

test.each(['GOVERNANCE', 'COMPLIANCE'] as const)('%s: a version stays until its time is over, and only governance can be bypassed', async (ObjectLockMode) => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const s3 = await withLock(engine)
  const id = await put(s3, { ObjectLockMode, ObjectLockRetainUntilDate: inDays(2) })
  expect(await s3.send(new aws.HeadObjectCommand({ Bucket, Key }))).toMatchObject({ ObjectLockMode, ObjectLockRetainUntilDate: inDays(2) })
  // A delete without a version hides the key, which harms nothing.
  const marker = await s3.send(new aws.DeleteObjectCommand({ Bucket, Key }))
  await remove(s3, marker.VersionId!)
  await expect(remove(s3, id)).rejects.toMatchObject(DENIED)
  const { Errors } = await s3.send(new aws.DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key, VersionId: id }] } }))
  expect(Errors).toEqual([{ Key, VersionId: id, Code: 'AccessDenied', Message: DENIED.message }])
  if (ObjectLockMode === 'GOVERNANCE') await remove(s3, id, true)
  else await expect(remove(s3, id, true)).rejects.toMatchObject(DENIED)
})

test('when the time is over the version can go', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const s3 = await withLock(engine, { Mode: 'COMPLIANCE', Days: 1 })
  const id = await put(s3)
  await expect(remove(s3, id)).rejects.toMatchObject(DENIED)
  await clock.advance(DAY_MS + 1000)
  const later = new aws.S3Client({ ...engine.client, systemClockOffset: DAY_MS })
  await remove(later, id)
})

test('the default retention is that of new versions, unless they bring their own', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const s3 = await withLock(engine, { Mode: 'GOVERNANCE', Years: 1 })
  await put(s3)
  const { Retention } = await s3.send(new aws.GetObjectRetentionCommand({ Bucket, Key }))
  expect([Retention!.Mode, Retention!.RetainUntilDate!.getUTCFullYear()]).toEqual(['GOVERNANCE', new Date(clock.now()).getUTCFullYear() + 1])
  await put(s3, { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: inDays(1) })
  expect((await s3.send(new aws.GetObjectRetentionCommand({ Bucket, Key }))).Retention).toEqual({ Mode: 'COMPLIANCE', RetainUntilDate: inDays(1) })
})

test.each([
  ['GOVERNANCE', 'GOVERNANCE', 5, false, true],
  ['GOVERNANCE', 'GOVERNANCE', 1, false, false],
  ['GOVERNANCE', 'GOVERNANCE', 1, true, true],
  ['GOVERNANCE', 'COMPLIANCE', 5, false, false],
  ['GOVERNANCE', 'COMPLIANCE', 5, true, true],
  ['COMPLIANCE', 'COMPLIANCE', 5, false, true],
  ['COMPLIANCE', 'COMPLIANCE', 1, true, false],
  ['COMPLIANCE', 'GOVERNANCE', 5, true, false],
] as const)('from %s for 3 days to %s for %i, bypass %s: %s', async (before, after, days, bypass, allowed) => {
  await using engine = await createTestEngine()
  const s3 = await withLock(engine)
  await put(s3)
  await retain(s3, before, 3)
  const change = retain(s3, after, days, bypass)
  if (!allowed) return await expect(change).rejects.toMatchObject(DENIED)
  await change
  expect((await s3.send(new aws.GetObjectRetentionCommand({ Bucket, Key }))).Retention).toMatchObject({ Mode: after })
})

test('a legal hold is there until it is taken away, whoever bypasses what', async () => {
  await using engine = await createTestEngine()
  const s3 = await withLock(engine)
  const id = await put(s3, { ObjectLockLegalHoldStatus: 'ON' })
  expect(await s3.send(new aws.GetObjectLegalHoldCommand({ Bucket, Key }))).toMatchObject({ LegalHold: { Status: 'ON' } })
  await expect(remove(s3, id, true)).rejects.toMatchObject(DENIED)
  await s3.send(new aws.PutObjectLegalHoldCommand({ Bucket, Key, LegalHold: { Status: 'OFF' } }))
  expect((await s3.send(new aws.HeadObjectCommand({ Bucket, Key }))).ObjectLockLegalHoldStatus).toBe('OFF')
  await remove(s3, id)
})

test('uploads in parts and copies are locked as well, a copy not by its source', async () => {
  await using engine = await createTestEngine()
  const s3 = await withLock(engine)
  const locked = { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: inDays(1) } as const
  const { UploadId } = await s3.send(new aws.CreateMultipartUploadCommand({ Bucket, Key, ...locked }))
  const { ETag } = await s3.send(new aws.UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'part' }))
  await s3.send(new aws.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }))
  expect(await s3.send(new aws.HeadObjectCommand({ Bucket, Key }))).toMatchObject(locked)
  await s3.send(new aws.CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/${Key}` }))
  expect((await s3.send(new aws.HeadObjectCommand({ Bucket, Key: 'copy' }))).ObjectLockMode).toBeUndefined()
})

test('nothing was locked: there is nothing to show', async () => {
  await using engine = await createTestEngine()
  const s3 = await withLock(engine)
  await put(s3)
  const missing = { name: 'NoSuchObjectLockConfiguration', message: 'The specified object does not have a ObjectLock configuration', $metadata: { httpStatusCode: 404 } }
  for (const get of [new aws.GetObjectRetentionCommand({ Bucket, Key }), new aws.GetObjectLegalHoldCommand({ Bucket, Key })]) {
    const refusal = await s3.send(get as aws.GetObjectRetentionCommand).catch((error: unknown) => error)
    expect(refusal).toMatchObject(missing)
    // On record without the key that other errors about objects have.
    expect(refusal).not.toHaveProperty('Key')
  }
})

const lock = (ObjectLockConfiguration: object) => new aws.PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration })
const byDefault = (DefaultRetention: object) => lock({ ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } })
const XML = { name: 'MalformedXML', message: 'The XML you provided was not well-formed or did not validate against our published schema' }
const PERIOD = { name: 'InvalidArgument', message: 'Default retention period must be a positive integer value.' }
const TOO_LARGE = { name: 'InvalidArgument', message: 'Default retention period too large.' }
const ZERO: Source = 'https://github.com/versity/versitygw/issues/1738'

test.each<[what: string, command: aws.PutObjectLockConfigurationCommand, refusal: object, source: Source]>([
  ['a lock that may be or not', lock({ Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } } }), XML, RECORDED_API],
  ['an empty lock', lock({}), XML, RECORDED_API],
  ['an empty rule', lock({ ObjectLockEnabled: 'Enabled', Rule: {} }), XML, RECORDED_API],
  ['an empty retention', byDefault({}), XML, RECORDED_API],
  ['a retention without an end', byDefault({ Mode: 'GOVERNANCE' }), XML, RECORDED_API],
  ['a retention with two ends', byDefault({ Mode: 'GOVERNANCE', Days: 1, Years: 1 }), XML, RECORDED_API],
  ['a retention of another mode', byDefault({ Mode: 'FOREVER', Days: 1 }), XML, 'schema'],
  ['a retention of no days', byDefault({ Mode: 'GOVERNANCE', Days: 0 }), { ...PERIOD, ArgumentName: 'Days' }, ZERO],
  ['a retention of no years', byDefault({ Mode: 'GOVERNANCE', Years: 0 }), { ...PERIOD, ArgumentName: 'Years' }, 'unverified'],
  // The limits are documented, the sentence is not.
  ['a retention of too many days', byDefault({ Mode: 'GOVERNANCE', Days: 36_501 }), { ...TOO_LARGE, ArgumentName: 'Days' }, 'unverified'],
  ['a retention of too many years', byDefault({ Mode: 'GOVERNANCE', Years: 101 }), { ...TOO_LARGE, ArgumentName: 'Years' }, 'unverified'],
])('%s is refused', async (_what, command, refusal) => {
  await using engine = await createTestEngine()
  const s3 = await withLock(engine)
  await expect(s3.send(command)).rejects.toMatchObject({ ...refusal, $metadata: { httpStatusCode: 400 } })
  expect((await s3.send(new aws.GetObjectLockConfigurationCommand({ Bucket }))).ObjectLockConfiguration).toEqual({ ObjectLockEnabled: 'Enabled' })
})

test.each<[what: string, enabled: boolean, source: Source]>([['that never had any', false, RECORDED_API], ['whose versions are suspended', true, RECORDED_API]])('a bucket %s takes no lock', async (_what, enabled) => {
  await using engine = await createTestEngine()
  const s3 = new aws.S3Client(engine.client)
  await s3.send(new aws.CreateBucketCommand({ Bucket }))
  for (const Status of enabled ? (['Enabled', 'Suspended'] as const) : []) await s3.send(new aws.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }))
  await expect(s3.send(lock({ ObjectLockEnabled: 'Enabled' }))).rejects.toMatchObject({
    name: 'InvalidBucketState', message: "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration", $metadata: { httpStatusCode: 409 },
  })
})

test.each([
  [{ ObjectLockMode: 'GOVERNANCE' }, { name: 'InvalidArgument', message: 'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied', ArgumentName: 'x-amz-object-lock-mode' }],
  [{ ObjectLockMode: 'FOREVER', ObjectLockRetainUntilDate: inDays(1) }, { name: 'InvalidArgument', message: 'Unknown wormMode directive.', ArgumentValue: 'FOREVER' }],
  [{ ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: inDays(-1) }, { name: 'InvalidArgument', message: 'The retain until date must be in the future!' }],
  [{ ObjectLockLegalHoldStatus: 'PERHAPS' }, { name: 'InvalidArgument', ArgumentName: 'x-amz-object-lock-legal-hold' }],
])('a put with %o is refused', async (more, refusal) => {
  await using engine = await createTestEngine()
  const s3 = await withLock(engine)
  await expect(put(s3, more as never)).rejects.toMatchObject(refusal)
})

test('a locked put must bring a checksum', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  await withLock(engine)
  const response = await fetch(`${engine.endpoint}/${Bucket}/${Key}`, { method: 'PUT', body: 'x', headers: { 'x-amz-object-lock-legal-hold': 'ON' } })
  expect(await response.text()).toContain('Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters')
})

const RULE = (DefaultRetention: object) => ({ ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } })

test.each([
  [{}, 'MalformedXML'],
  [RULE({ Mode: 'GOVERNANCE' }), 'MalformedXML'],
  [RULE({ Mode: 'GOVERNANCE', Days: 1, Years: 1 }), 'MalformedXML'],
  [RULE({ Days: 1 }), 'MalformedXML'],
  [RULE({ Mode: 'GOVERNANCE', Days: 0 }), 'InvalidArgument'],
  [RULE({ Mode: 'GOVERNANCE', Years: 101 }), 'InvalidArgument'],
])('the lock configuration %j is %s', async (ObjectLockConfiguration, name) => {
  await using engine = await createTestEngine()
  const s3 = await withLock(engine)
  await expect(s3.send(new aws.PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: ObjectLockConfiguration as never }))).rejects.toMatchObject({ name })
})

test('without object lock nothing of it can be asked for', async () => {
  await using engine = await createTestEngine()
  const s3 = new aws.S3Client(engine.client)
  await s3.send(new aws.CreateBucketCommand({ Bucket }))
  await put(s3)
  const missing = { name: 'InvalidRequest', message: 'Bucket is missing Object Lock Configuration' }
  await expect(put(s3, { ObjectLockLegalHoldStatus: 'ON' })).rejects.toMatchObject(missing)
  await expect(retain(s3, 'GOVERNANCE', 1)).rejects.toMatchObject(missing)
  await expect(s3.send(new aws.GetObjectLegalHoldCommand({ Bucket, Key }))).rejects.toMatchObject(missing)
  await expect(s3.send(new aws.DeleteObjectCommand({ Bucket, Key, BypassGovernanceRetention: true }))).rejects.toMatchObject({
    name: 'InvalidArgument', ArgumentName: 'x-amz-bypass-governance-retention', message: 'x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.',
  })
  const enable = new aws.PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } })
  await expect(s3.send(enable)).rejects.toMatchObject({ name: 'InvalidBucketState', message: "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration" })
  await s3.send(new aws.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  await s3.send(enable)
  await retain(s3, 'GOVERNANCE', 1)
})
