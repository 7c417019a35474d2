import { createHash } from 'node:crypto'
import {
  AbortMultipartUploadCommand, CompleteMultipartUploadCommand, CopyObjectCommand, CreateBucketCommand,
  CreateMultipartUploadCommand, GetObjectAttributesCommand, GetObjectCommand, HeadObjectCommand,
  ListMultipartUploadsCommand, ListPartsCommand, PutObjectCommand, S3Client, UploadPartCommand, UploadPartCopyCommand,
  type CreateMultipartUploadCommandInput,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../../testing/engine.ts'

const [Bucket, Key] = ['a-bucket', 'dir/whole']
const MIB = 1024 * 1024
const part = (letter: string, size: number) => Buffer.alloc(size, letter)
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest()

async function begin(engine: TestEngine, options: Partial<CreateMultipartUploadCommandInput> = {}) {
  const s3 = new S3Client(engine.client)
  await s3.send(new CreateBucketCommand({ Bucket }))
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...options }))
  const upload = { Bucket, Key, UploadId: UploadId! }
  const put = async (PartNumber: number, Body: Buffer) => {
    const sent = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }))
    return { PartNumber, ETag: sent.ETag!, ChecksumCRC32: sent.ChecksumCRC32 }
  }
  const complete = (Parts: object[], more = {}) => s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...more }))
  return { s3, upload, put, complete }
}

test('parts in any order become one object, with the ETag of their ETags', async () => {
  await using engine = await createTestEngine()
  const { s3, upload, put, complete } = await begin(engine, { ContentType: 'text/x', Metadata: { a: '1' } })
  const [first, last] = [part('a', 5 * MIB), part('b', 10)]
  const sentLast = await put(7, last)
  const sentFirst = await put(2, first)
  const done = await complete([sentFirst, sentLast])
  const etag = `"${md5(Buffer.concat([md5(first), md5(last)])).toString('hex')}-2"`
  expect(done).toMatchObject({ Bucket, Key, ETag: etag, Location: expect.stringContaining('/a-bucket/dir%2Fwhole') })
  const got = await s3.send(new GetObjectCommand({ Bucket, Key }))
  expect(got).toMatchObject({ ETag: etag, ContentLength: 5 * MIB + 10, ContentType: 'text/x', Metadata: { a: '1' } })
  expect(Buffer.concat([first, last]).equals(await got.Body!.transformToByteArray())).toBe(true)
  await expect(s3.send(new ListPartsCommand(upload))).rejects.toMatchObject({ name: 'NoSuchUpload', UploadId: upload.UploadId })
})

// The API Reference says nothing of it; ceph/s3-tests (test_multipart_upload) completes every upload twice, against AWS too.
test('the same completion again has the same answer, as long as its object is there', async () => {
  await using engine = await createTestEngine()
  const { s3, put, complete } = await begin(engine)
  const sent = await put(1, part('a', 10))
  const first = await complete([sent])
  const again = await complete([sent])
  expect({ ...again, $metadata: undefined }).toEqual({ ...first, $metadata: undefined })
  await expect(complete([{ ...sent, ETag: '"0"' }])).rejects.toMatchObject({ name: 'NoSuchUpload' })
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))
  await expect(complete([sent])).rejects.toMatchObject({ name: 'NoSuchUpload' })
})

test('ranges and part numbers reach across and into parts', async () => {
  await using engine = await createTestEngine()
  const { s3, put, complete } = await begin(engine)
  await complete([await put(1, part('a', 5 * MIB)), await put(2, part('b', 5 * MIB)), await put(3, part('c', 4))])
  const get = async (input: object) => {
    const got = await s3.send(new GetObjectCommand({ Bucket, Key, ...input }))
    return [got.ContentRange, got.PartsCount, await got.Body!.transformToString()]
  }
  expect(await get({ Range: `bytes=${5 * MIB - 2}-${5 * MIB + 1}` })).toEqual([`bytes 5242878-5242881/${10 * MIB + 4}`, undefined, 'aabb'])
  expect(await get({ Range: 'bytes=-6' })).toEqual([expect.any(String), undefined, 'bbcccc'])
  expect(await get({ PartNumber: 3 })).toEqual([`bytes ${10 * MIB}-${10 * MIB + 3}/${10 * MIB + 4}`, 3, 'cccc'])
  await expect(get({ PartNumber: 4 })).rejects.toMatchObject({ name: 'InvalidPartNumber' })
})

test('what cannot be completed says why', async () => {
  await using engine = await createTestEngine()
  const { s3, upload, put, complete } = await begin(engine)
  const [one, two] = [await put(1, part('a', 10)), await put(2, part('b', 10))]
  await expect(complete([two, one])).rejects.toMatchObject({ name: 'InvalidPartOrder' })
  await expect(complete([one, one])).rejects.toMatchObject({ name: 'InvalidPartOrder' })
  await expect(complete([one, { PartNumber: 3, ETag: one.ETag }])).rejects.toMatchObject({ name: 'InvalidPart', PartNumber: '3' })
  await expect(complete([{ ...one, ETag: two.ETag }])).rejects.toMatchObject({ name: 'InvalidPart' })
  await expect(complete([one, two])).rejects.toMatchObject({ name: 'EntityTooSmall', ProposedSize: '10', MinSizeAllowed: '5242880' })
  await expect(complete([])).rejects.toMatchObject({ name: 'MalformedXML' })
  await expect(complete([one], { MpuObjectSize: 11 })).rejects.toMatchObject({ name: 'InvalidRequest' })
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'there' }))
  await expect(complete([one], { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' })
  await expect(s3.send(new UploadPartCommand({ ...upload, PartNumber: 10_001, Body: 'x' }))).rejects.toMatchObject({ name: 'InvalidArgument' })
  await expect(s3.send(new UploadPartCommand({ ...upload, UploadId: 'none', PartNumber: 1, Body: 'x' }))).rejects.toMatchObject({ name: 'NoSuchUpload' })
  await complete([one])
})

test.each([
  ['CRC32', 'FULL_OBJECT'],
  ['CRC64NVME', 'FULL_OBJECT'],
  ['CRC32', 'COMPOSITE'],
  ['SHA256', 'COMPOSITE'],
] as const)('%s %s of an upload in parts', async (ChecksumAlgorithm, ChecksumType) => {
  await using engine = await createTestEngine()
  const { s3, upload, complete } = await begin(engine, { ChecksumAlgorithm, ChecksumType })
  const member = `Checksum${ChecksumAlgorithm}` as const
  const bytes = [part('a', 5 * MIB), part('b', 100)]
  const parts: object[] = []
  for (const [index, Body] of bytes.entries()) {
    const sent = await s3.send(new UploadPartCommand({ ...upload, PartNumber: index + 1, Body, ChecksumAlgorithm }))
    parts.push({ PartNumber: index + 1, ETag: sent.ETag, [member]: sent[member] })
  }
  const done = await complete(parts)
  expect(done.ChecksumType).toBe(ChecksumType)
  if (ChecksumType === 'COMPOSITE') return expect(done[member]).toMatch(/-2$/)
  const whole = await s3.send(new PutObjectCommand({ Bucket, Key: 'at-once', Body: Buffer.concat(bytes), ChecksumAlgorithm }))
  expect(done[member]).toBe(whole[member])
})

test('a part with a checksum of another kind, and a completion without, are refused', async () => {
  await using engine = await createTestEngine()
  const { s3, upload, put, complete } = await begin(engine, { ChecksumAlgorithm: 'CRC32' })
  const other = new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x', ChecksumAlgorithm: 'SHA1' })
  await expect(s3.send(other)).rejects.toMatchObject({ message: 'Checksum Type mismatch occurred, expected checksum Type: crc32, actual checksum Type: sha1' })
  const { ChecksumCRC32, ...sent } = await put(1, part('a', 1))
  await expect(complete([sent])).rejects.toMatchObject({ name: 'InvalidRequest', message: expect.stringContaining('missing for part 1') })
  await complete([{ ...sent, ChecksumCRC32 }])
})

test('attributes name the parts', async () => {
  await using engine = await createTestEngine()
  const { s3, put, complete } = await begin(engine, { ChecksumAlgorithm: 'CRC32' })
  const done = await complete([await put(1, part('a', 5 * MIB)), await put(2, part('b', 3))])
  const all = await s3.send(new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['ETag', 'Checksum', 'ObjectParts', 'ObjectSize', 'StorageClass'] }))
  expect(all).toMatchObject({
    ETag: done.ETag!.replaceAll('"', ''), ObjectSize: 5 * MIB + 3, StorageClass: 'STANDARD',
    Checksum: { ChecksumCRC32: done.ChecksumCRC32, ChecksumType: 'COMPOSITE' },
    ObjectParts: { TotalPartsCount: 2, IsTruncated: false, Parts: [{ PartNumber: 1, Size: 5 * MIB }, { PartNumber: 2, Size: 3, ChecksumCRC32: expect.any(String) }] },
  })
  expect((await s3.send(new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['ObjectSize'] }))).ETag).toBeUndefined()
})

test('a copy of such an object is one piece, with the ETag of its bytes', async () => {
  await using engine = await createTestEngine()
  const { s3, put, complete } = await begin(engine)
  await complete([await put(1, part('a', 5 * MIB)), await put(2, part('b', 3))])
  const copied = await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/${Key}` }))
  const whole = Buffer.concat([part('a', 5 * MIB), part('b', 3)])
  expect(copied.CopyObjectResult?.ETag).toBe(`"${md5(whole).toString('hex')}"`)
})

test('parts may be copied out of other objects', async () => {
  await using engine = await createTestEngine()
  const { s3, upload, complete } = await begin(engine)
  await s3.send(new PutObjectCommand({ Bucket, Key: 'source', Body: Buffer.concat([part('x', 5 * MIB), Buffer.from('0123456789')]) }))
  const copy = async (PartNumber: number, CopySourceRange?: string) => {
    const { CopyPartResult } = await s3.send(new UploadPartCopyCommand({ ...upload, PartNumber, CopySource: `${Bucket}/source`, CopySourceRange }))
    return { PartNumber, ETag: CopyPartResult!.ETag }
  }
  await complete([await copy(1), await copy(2, `bytes=${5 * MIB + 2}-${5 * MIB + 4}`)])
  const tail = await s3.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=-5' }))
  expect(await tail.Body!.transformToString()).toBe('89234')
  await expect(copy(3, 'bytes=0-99999999')).rejects.toMatchObject({ name: 'NoSuchUpload' })
})

test('a range that a source does not have is refused', async () => {
  await using engine = await createTestEngine()
  const { s3, upload } = await begin(engine)
  await s3.send(new PutObjectCommand({ Bucket, Key: 'source', Body: '0123456789' }))
  for (const CopySourceRange of ['bytes=0-10', 'bytes=5-', 'bytes=3-2'])
    await expect(s3.send(new UploadPartCopyCommand({ ...upload, PartNumber: 1, CopySource: `${Bucket}/source`, CopySourceRange }))).rejects.toMatchObject({ name: 'InvalidArgument' })
})

test('uploads and their parts are listed until they are aborted', async () => {
  await using engine = await createTestEngine()
  const { s3, upload, put } = await begin(engine)
  for (const number of [3, 1, 2]) await put(number, part('p', number))
  const first = await s3.send(new ListPartsCommand({ ...upload, MaxParts: 2 }))
  expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2', Parts: [{ PartNumber: 1, Size: 1 }, { PartNumber: 2, Size: 2 }] })
  expect((await s3.send(new ListPartsCommand({ ...upload, PartNumberMarker: '2' }))).Parts?.map(({ PartNumber }) => PartNumber)).toEqual([3])
  await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'another' }))
  const uploads = await s3.send(new ListMultipartUploadsCommand({ Bucket }))
  expect(uploads.Uploads?.map((one) => one.Key)).toEqual(['another', Key])
  const paged = await s3.send(new ListMultipartUploadsCommand({ Bucket, MaxUploads: 1 }))
  expect(paged).toMatchObject({ IsTruncated: true, NextKeyMarker: 'another' })
  const rest = await s3.send(new ListMultipartUploadsCommand({ Bucket, KeyMarker: paged.NextKeyMarker, UploadIdMarker: paged.NextUploadIdMarker }))
  expect(rest.Uploads?.map((one) => one.Key)).toEqual([Key])
  expect(await s3.send(new ListMultipartUploadsCommand({ Bucket, Delimiter: '/' }))).toMatchObject({ CommonPrefixes: [{ Prefix: 'dir/' }], Uploads: [{ Key: 'another' }] })
  await s3.send(new AbortMultipartUploadCommand(upload))
  await expect(s3.send(new AbortMultipartUploadCommand(upload))).rejects.toMatchObject({ name: 'NoSuchUpload' })
  await expect(s3.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: 'NotFound' })
})
