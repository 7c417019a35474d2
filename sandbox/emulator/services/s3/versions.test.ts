import * as aws from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'
import { send, signed } from '../../../testing/signed.ts'

const Bucket = 'a-bucket'
const Key = 'k'

async function withBucket(engine: TestEngine, status?: 'Enabled' | 'Suspended') {
  const s3 = new aws.S3Client(engine.client)
  await s3.send(new aws.CreateBucketCommand({ Bucket }))
  if (status) await setVersioning(s3, status)
  return s3
}

const setVersioning = (s3: aws.S3Client, Status: 'Enabled' | 'Suspended') =>
  s3.send(new aws.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }))

const put = async (s3: aws.S3Client, Body: string, key = Key) => (await s3.send(new aws.PutObjectCommand({ Bucket, Key: key, Body }))).VersionId
const read = async (s3: aws.S3Client, VersionId?: string) =>
  (await s3.send(new aws.GetObjectCommand({ Bucket, Key, ...(VersionId === undefined ? {} : { VersionId }) }))).Body!.transformToString()

test('each write is a version of its own, and the newest is what is read', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine, 'Enabled')
  const [one, two] = [await put(s3, 'one'), await put(s3, 'two')]
  expect(one).toMatch(/^[A-Za-z0-9._]{32}$/)
  expect([await read(s3), await read(s3, one), await read(s3, two)]).toEqual(['two', 'one', 'two'])
  expect(await s3.send(new aws.HeadObjectCommand({ Bucket, Key, VersionId: one! }))).toMatchObject({ VersionId: one, ContentLength: 3 })
})

test('a delete hides the key behind a marker, and deleting the marker brings it back', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  const s3 = await withBucket(engine, 'Enabled')
  const id = await put(s3, 'kept')
  const deleted = await s3.send(new aws.DeleteObjectCommand({ Bucket, Key }))
  expect(deleted).toMatchObject({ DeleteMarker: true, VersionId: expect.any(String), $metadata: { httpStatusCode: 204 } })
  const gone = await fetch(`${engine.endpoint}/${Bucket}/${Key}`)
  expect([gone.status, gone.headers.get('x-amz-delete-marker'), gone.headers.get('x-amz-version-id')]).toEqual([404, 'true', deleted.VersionId])
  expect(await gone.text()).toContain('<Code>NoSuchKey</Code>')
  expect((await s3.send(new aws.ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0)
  expect(await read(s3, id)).toBe('kept')
  expect(await s3.send(new aws.DeleteObjectCommand({ Bucket, Key, VersionId: deleted.VersionId }))).toMatchObject({ DeleteMarker: true, VersionId: deleted.VersionId })
  expect(await read(s3)).toBe('kept')
})

test.each(['GET', 'HEAD'])('%s of a delete marker by its id is not allowed', async (method) => {
  await using engine = await createTestEngine({ iam: 'off' })
  const s3 = await withBucket(engine, 'Enabled')
  const { VersionId } = await s3.send(new aws.DeleteObjectCommand({ Bucket, Key }))
  const { status, headers } = await fetch(`${engine.endpoint}/${Bucket}/${Key}?versionId=${VersionId}`, { method })
  expect(status).toBe(405)
  expect([headers.get('x-amz-delete-marker'), headers.get('allow')]).toEqual(['true', 'DELETE'])
  expect(Date.parse(headers.get('last-modified')!)).toBeGreaterThan(0)
})

test('without versioning there is the version null, and with it what was there before keeps that name', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  expect(await put(s3, 'first')).toBeUndefined()
  expect((await s3.send(new aws.GetObjectCommand({ Bucket, Key, VersionId: 'null' }))).VersionId).toBeUndefined()
  await setVersioning(s3, 'Enabled')
  await put(s3, 'second')
  expect(await read(s3, 'null')).toBe('first')
  await setVersioning(s3, 'Suspended')
  expect(await put(s3, 'third')).toBeUndefined()
  expect(await s3.send(new aws.HeadObjectCommand({ Bucket, Key }))).toMatchObject({ VersionId: 'null' })
  expect(await read(s3, 'null')).toBe('third')
  const { Versions } = await s3.send(new aws.ListObjectVersionsCommand({ Bucket }))
  expect(Versions?.map(({ VersionId, IsLatest }) => [VersionId === 'null', IsLatest])).toEqual([[true, true], [false, false]])
  expect(await s3.send(new aws.DeleteObjectCommand({ Bucket, Key }))).toMatchObject({ DeleteMarker: true, VersionId: 'null' })
  expect((await s3.send(new aws.ListObjectVersionsCommand({ Bucket }))).Versions).toHaveLength(1)
})

test.each([
  ['one that was never an id', 'v1', 'InvalidArgument', { ArgumentName: 'versionId', ArgumentValue: 'v1' }],
  ['one with a letter changed', undefined, 'InvalidArgument', { ArgumentName: 'versionId' }],
])('%s is no version', async (_what, VersionId, name, members) => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine, 'Enabled')
  const id = (await put(s3, 'x'))!
  const changed = `${id[0] === 'A' ? 'B' : 'A'}${id.slice(1)}`
  await expect(s3.send(new aws.GetObjectCommand({ Bucket, Key, VersionId: VersionId ?? changed }))).rejects.toMatchObject({ name, ...members })
})

test('a version that is gone is no such version, and deleting it again is no error', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine, 'Enabled')
  const VersionId = await put(s3, 'x')
  const remove = new aws.DeleteObjectCommand({ Bucket, Key, VersionId })
  expect(await s3.send(remove)).toMatchObject({ VersionId })
  expect(await s3.send(remove)).toMatchObject({ VersionId })
  await expect(s3.send(new aws.GetObjectCommand({ Bucket, Key, VersionId }))).rejects.toMatchObject({
    name: 'NoSuchVersion', Key, VersionId, message: 'The specified version does not exist.',
  })
})

test('tags, attributes, ACLs and copies are of the version that is named', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine, 'Enabled')
  const [VersionId, newest] = [await put(s3, 'old'), await put(s3, 'newer')]
  const old = { Bucket, Key, VersionId }
  expect(await s3.send(new aws.PutObjectTaggingCommand({ ...old, Tagging: { TagSet: [{ Key: 'a', Value: '1' }] } }))).toMatchObject({ VersionId })
  expect(await s3.send(new aws.GetObjectTaggingCommand(old))).toMatchObject({ TagSet: [{ Key: 'a', Value: '1' }], VersionId })
  expect(await s3.send(new aws.GetObjectTaggingCommand({ Bucket, Key }))).toMatchObject({ TagSet: [], VersionId: newest })
  expect(await s3.send(new aws.GetObjectAttributesCommand({ ...old, ObjectAttributes: ['ObjectSize'] }))).toMatchObject({ ObjectSize: 3, VersionId })
  expect((await s3.send(new aws.GetObjectAclCommand(old))).Grants).toHaveLength(1)
  const copied = await s3.send(new aws.CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${Key}?versionId=${VersionId}` }))
  expect(copied).toMatchObject({ CopySourceVersionId: VersionId, VersionId: expect.any(String) })
  expect(await read(s3)).toBe('old')
  const marker = await s3.send(new aws.DeleteObjectCommand({ Bucket, Key }))
  const copy = (suffix: string) => s3.send(new aws.CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/${Key}${suffix}` }))
  await expect(copy(`?versionId=${marker.VersionId}`)).rejects.toMatchObject({ name: 'InvalidRequest' })
  await expect(copy('')).rejects.toMatchObject({ name: 'NoSuchKey' })
  await expect(s3.send(new aws.GetObjectTaggingCommand({ Bucket, Key }))).rejects.toMatchObject({ name: 'MethodNotAllowed', ResourceType: 'DeleteMarker' })
})

test('an upload in parts becomes a version', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine, 'Enabled')
  await put(s3, 'before')
  const { UploadId } = await s3.send(new aws.CreateMultipartUploadCommand({ Bucket, Key }))
  const { ETag } = await s3.send(new aws.UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'part' }))
  const done = await s3.send(new aws.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }))
  expect((await s3.send(new aws.ListObjectVersionsCommand({ Bucket }))).Versions?.map(({ VersionId }) => VersionId)[0]).toBe(done.VersionId)
})

test.each([
  ['If-Match', { IfMatch: 'ETAG' }, 'put', 'ConditionalRequestConflict'],
  ['If-None-Match', { IfNoneMatch: '*' }, 'delete', 'ConditionalRequestConflict'],
  ['If-Match', { IfMatch: 'ETAG' }, 'nothing', undefined],
  ['If-Match', { IfMatch: 'ETAG' }, 'delete', 'NoSuchKey'],
] as const)('completing an upload with %s %o, when the key met with a %s since', async (Condition, conditions, between, name) => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  const { ETag: before } = await s3.send(new aws.PutObjectCommand({ Bucket, Key, Body: 'x' }))
  const { UploadId } = await s3.send(new aws.CreateMultipartUploadCommand({ Bucket, Key }))
  const { ETag } = await s3.send(new aws.UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'part' }))
  if (between === 'put') await put(s3, 'x')
  if (between === 'delete') await s3.send(new aws.DeleteObjectCommand({ Bucket, Key }))
  const given = 'IfMatch' in conditions ? { IfMatch: before } : conditions
  const done = s3.send(new aws.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] }, ...given }))
  if (name === undefined) return expect(await done).toMatchObject({ Key })
  await expect(done).rejects.toMatchObject({ name, Key, ...(name === 'NoSuchKey' ? {} : { Condition, $metadata: { httpStatusCode: 409 } }) })
})

// User Guide, "How to perform conditional deletes"; the answer for a marker is rustfs/discussions#2602's matrix of AWS's.
test('a delete with a condition tells what was changed, what is hidden and what never was', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine, 'Enabled')
  await put(s3, 'one')
  const remove = (IfMatch: string, key = Key) => s3.send(new aws.DeleteObjectCommand({ Bucket, Key: key, IfMatch }))
  await expect(remove('"other"')).rejects.toMatchObject({ name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } })
  expect(await remove('*')).toMatchObject({ DeleteMarker: true })
  await expect(remove('*')).rejects.toMatchObject({ name: 'PreconditionFailed' })
  await expect(remove('*', 'none')).rejects.toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } })
})

test('DeleteObjects makes markers, and deletes versions and markers', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine, 'Enabled')
  const id = await put(s3, 'x')
  const remove = async (Objects: aws.ObjectIdentifier[]) => (await s3.send(new aws.DeleteObjectsCommand({ Bucket, Delete: { Objects } }))).Deleted
  const [marked] = (await remove([{ Key }]))!
  expect(marked).toEqual({ Key, DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) })
  const VersionId = marked!.DeleteMarkerVersionId!
  expect(await remove([{ Key, VersionId }, { Key, VersionId: id }])).toEqual([
    { Key, VersionId, DeleteMarker: true, DeleteMarkerVersionId: VersionId },
    { Key, VersionId: id },
  ])
})

test('a bucket in which only delete markers are left is not empty', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine, 'Enabled')
  const { VersionId } = await s3.send(new aws.DeleteObjectCommand({ Bucket, Key }))
  const remove = new aws.DeleteBucketCommand({ Bucket })
  await expect(s3.send(remove)).rejects.toMatchObject({
    name: 'BucketNotEmpty', BucketName: Bucket, message: 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
  })
  await s3.send(new aws.DeleteObjectCommand({ Bucket, Key, VersionId }))
  await s3.send(remove)
})

test('versioning is switched on and suspended, never off', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  const configure = (VersioningConfiguration: aws.VersioningConfiguration) => s3.send(new aws.PutBucketVersioningCommand({ Bucket, VersioningConfiguration }))
  await expect(configure({ Status: 'Disabled' as never })).rejects.toMatchObject({ name: 'MalformedXML' })
  await expect(configure({})).rejects.toMatchObject({ name: 'IllegalVersioningConfigurationException', message: 'The Versioning element must be specified' })
  await expect(configure({ Status: 'Enabled', MFADelete: 'Enabled' })).rejects.toMatchObject({ name: 'AccessDenied' })
  await configure({ Status: 'Suspended' })
  expect((await s3.send(new aws.GetBucketVersioningCommand({ Bucket }))).Status).toBe('Suspended')
})

test('a bucket can be emptied page by page, though the marker of the next page is then deleted', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine, 'Enabled')
  for (let i = 0; i < 5; i++) await put(s3, String(i))
  let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {}
  const sizes: number[] = []
  for (let isTruncated = true; isTruncated; ) {
    const page = await s3.send(new aws.ListObjectVersionsCommand({ Bucket, MaxKeys: 2, ...markers }))
    sizes.push(page.Versions!.length)
    for (const { VersionId } of page.Versions!) await s3.send(new aws.DeleteObjectCommand({ Bucket, Key, VersionId }))
    markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
    isTruncated = page.IsTruncated!
  }
  expect(sizes).toEqual([2, 2, 1])
  await s3.send(new aws.DeleteBucketCommand({ Bucket }))
})

test.each([
  [{ VersionIdMarker: 'x' }, 'A version-id marker cannot be specified without a key marker.'],
  [{ KeyMarker: 'k', VersionIdMarker: '' }, 'A version-id marker cannot be empty.'],
  [{ KeyMarker: 'k', VersionIdMarker: 'x' }, 'Invalid version id specified'],
])('a listing from %o is refused', async (markers, message) => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  await expect(s3.send(new aws.ListObjectVersionsCommand({ Bucket, ...markers }))).rejects.toMatchObject({ name: 'InvalidArgument', message })
})

type Entry = [key: string, id: string, isLatest: boolean, isMarker: boolean]

/** What a bucket with versions must be, worked out the slow way: all versions of each key, newest first. */
class Model {
  status: 'off' | 'Enabled' | 'Suspended' = 'off'
  readonly versions = new Map<string, { id: string; content: string | undefined }[]>()

  write(key: string, id: string | undefined, content: string | undefined): void {
    const kept = (this.versions.get(key) ?? []).filter((version) => this.status === 'Enabled' || version.id !== 'null')
    this.versions.set(key, this.status === 'off' && content === undefined ? kept : [{ id: id ?? 'null', content }, ...kept])
  }
  drop(key: string, id: string): void {
    this.versions.set(key, (this.versions.get(key) ?? []).filter((version) => version.id !== id))
  }
  listed(): Entry[] {
    return [...this.versions].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([key, versions]) =>
      versions.map(({ id, content }, at): Entry => [key, id, at === 0, content === undefined]))
  }
}

const key = fc.constantFrom('a', 'b', 'b/1', 'c')
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('put' as const), key }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('delete' as const), key }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('delete version' as const), key, which: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('switch' as const), to: fc.constantFrom('Enabled' as const, 'Suspended' as const) }) },
)

test('versions and delete markers are those of the model after any steps', { timeout: 60_000 }, async () => {
  await using engine = await createTestEngine()
  const s3 = new aws.S3Client(engine.client)
  let bucket = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.integer({ min: 1, max: 4 }), async (steps, MaxKeys) => {
      const at = { Bucket: `bucket-${bucket++}` }
      await s3.send(new aws.CreateBucketCommand(at))
      const model = new Model()
      for (const [index, one] of steps.entries()) {
        if (one.do === 'put') {
          const { VersionId } = await s3.send(new aws.PutObjectCommand({ ...at, Key: one.key, Body: String(index) }))
          model.write(one.key, VersionId, String(index))
        } else if (one.do === 'delete') {
          const { VersionId } = await s3.send(new aws.DeleteObjectCommand({ ...at, Key: one.key }))
          model.write(one.key, VersionId, undefined)
        } else if (one.do === 'delete version') {
          const known = model.versions.get(one.key)?.[one.which]
          if (!known) continue
          await s3.send(new aws.DeleteObjectCommand({ ...at, Key: one.key, VersionId: known.id }))
          model.drop(one.key, known.id)
        } else {
          await s3.send(new aws.PutBucketVersioningCommand({ ...at, VersioningConfiguration: { Status: one.to } }))
          model.status = one.to
        }
      }
      await expectLike(engine, s3, at.Bucket, model, MaxKeys)
    }),
    { numRuns: 40 },
  )
})

/** A page as the document has it: the SDK parts versions and markers, which there are one list. */
async function documentOrder(engine: TestEngine, Bucket: string, MaxKeys: number, markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined }): Promise<Entry[]> {
  const given = { 'key-marker': markers.KeyMarker, 'version-id-marker': markers.VersionIdMarker }
  const query = { versions: '', 'max-keys': String(MaxKeys), ...Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined)) }
  const port = Number(new URL(engine.endpoint).port)
  const { body } = await send(port, await signed({ path: `/${Bucket}`, query }, { service: 's3' }, port))
  return [...body.matchAll(/<(Version|DeleteMarker)>(.*?)<\/\1>/g)].map(([, tag, inner]) => {
    const text = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(inner!)?.[1] ?? ''
    return [text('Key'), text('VersionId'), text('IsLatest') === 'true', tag === 'DeleteMarker']
  })
}

async function expectLike(engine: TestEngine, s3: aws.S3Client, Bucket: string, model: Model, MaxKeys: number): Promise<void> {
  const seen: Entry[] = []
  let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {}
  for (;;) {
    const page = await s3.send(new aws.ListObjectVersionsCommand({ Bucket, MaxKeys, ...markers }))
    const entries = await documentOrder(engine, Bucket, MaxKeys, markers)
    expect(entries.length).toBe((page.Versions ?? []).length + (page.DeleteMarkers ?? []).length)
    expect(entries.length).toBeLessThanOrEqual(MaxKeys)
    seen.push(...entries)
    if (!page.IsTruncated) break
    markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
  }
  expect(seen).toEqual(model.listed())
  for (const [Key, [latest]] of model.versions) {
    const content = await s3.send(new aws.GetObjectCommand({ Bucket, Key })).then(({ Body }) => Body!.transformToString(), () => undefined)
    expect(content).toBe(latest?.content)
  }
  const readable = [...model.versions].filter(([, [latest]]) => latest?.content !== undefined).map(([Key]) => Key)
  expect((await s3.send(new aws.ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key) ?? []).toEqual(readable.sort())
}
