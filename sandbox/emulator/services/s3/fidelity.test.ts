import { createHash } from 'node:crypto'
import * as aws from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { createTestEngine } from '../../../testing/engine.ts'
import { send, signed, type Answer, type Sent } from '../../../testing/signed.ts'

/*
 * What an answer has on the wire, no more and no less: header names, and the elements of the document in their order.
 * Each row names where that is from: a page of the Amazon S3 API Reference (`API_…`, `ErrorResponses`), a page of the
 * User Guide, an answer of AWS that open test suites have on record (`recorded`), or `unverified`.
 */

const Bucket = 'a-bucket'
const VERSIONED = 'versioned'

/** In every answer of S3. */
const ALWAYS = ['date', 'server', 'x-amz-id-2', 'x-amz-request-id']
const ENCRYPTED = 'x-amz-server-side-encryption'
const CHECKSUM = ['x-amz-checksum-crc64nvme', 'x-amz-checksum-type']
const DOCUMENT = ['content-type']
const DESCRIBED = ['accept-ranges', 'content-type', 'etag', 'last-modified', ENCRYPTED]

/** Of the connection rather than of the answer; AWS chunks its documents. */
const OF_THE_WIRE = /^(connection|keep-alive|transfer-encoding|content-length)$/

interface State {
  readonly uploadId: string
  readonly etag: string
  readonly version: string
  readonly marker: string
}

async function prepared() {
  const engine = await createTestEngine()
  const s3 = new aws.S3Client(engine.client)
  await s3.send(new aws.CreateBucketCommand({ Bucket }))
  await s3.send(new aws.CreateBucketCommand({ Bucket: VERSIONED }))
  await s3.send(new aws.PutBucketVersioningCommand({ Bucket: VERSIONED, VersioningConfiguration: { Status: 'Enabled' } }))
  const { ETag } = await s3.send(new aws.PutObjectCommand({ Bucket, Key: 'k', Body: '0123456789' }))
  await s3.send(new aws.PutObjectCommand({ Bucket, Key: 'dir/k', Body: 'x' }))
  await s3.send(new aws.PutObjectCommand({ Bucket, Key: 'cold', Body: 'x', StorageClass: 'GLACIER' }))
  const { VersionId } = await s3.send(new aws.PutObjectCommand({ Bucket: VERSIONED, Key: 'k', Body: 'x' }))
  await s3.send(new aws.PutObjectCommand({ Bucket: VERSIONED, Key: 'gone', Body: 'x' }))
  const marker = await s3.send(new aws.DeleteObjectCommand({ Bucket: VERSIONED, Key: 'gone' }))
  const { UploadId } = await s3.send(new aws.CreateMultipartUploadCommand({ Bucket, Key: 'parts' }))
  for (const PartNumber of [1, 2]) await s3.send(new aws.UploadPartCommand({ Bucket, Key: 'parts', UploadId, PartNumber, Body: 'part' }))
  const state: State = { uploadId: UploadId!, etag: ETag!, version: VersionId!, marker: marker.VersionId! }
  return { engine, state }
}

/** A request as in documentation: `PUT /bucket/key?acl`, headers, body. */
type Ask = readonly [line: string, headers?: Record<string, string>, body?: string]

function toSent([line, headers = {}, body = '']: Ask): Partial<Sent> {
  const [method = '', target = ''] = line.split(' ')
  const [path = '', search = ''] = target.split('?')
  return { method, path, query: Object.fromEntries(new URLSearchParams(search)), headers, body }
}

const headersOf = ({ headers }: Answer) => Object.keys(headers).filter((name) => !OF_THE_WIRE.test(name)).sort()

/** Paths of the elements that hold text or nothing, in order; those of a list once each. */
function elementsOf({ body }: Answer): string[] {
  const open: string[] = []
  const seen: string[] = []
  let isLeaf = false
  for (const [, slash, name, self] of body.replace(/<\?.*?\?>/, '').matchAll(/<(\/?)([\w-]+)[^>]*?(\/?)>/g)) {
    if (slash === '/') {
      if (isLeaf) seen.push(open.join('/'))
      open.pop()
      isLeaf = false
    } else if (self === '/') seen.push([...open, name].join('/'))
    else {
      open.push(name!)
      isLeaf = true
    }
    if (self === '/') isLeaf = false
  }
  return [...new Set(seen)]
}

const under = (root: string, ...names: string[]) => names.map((name) => `${root}/${name}`)
const OBJECT = ['Key', 'LastModified', 'ETag', 'ChecksumAlgorithm', 'ChecksumType', 'Size', 'StorageClass']
const OWNED = [...OBJECT, 'Owner/ID']
const XML = { 'content-type': 'application/xml' }
const part = (number: number, etag: string) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`
const completion = (...parts: string[]) => `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`
const PART = createHash('md5').update('part').digest('hex')

const ANSWERS: readonly (readonly [name: string, source: string, ask: Ask | ((state: State) => Ask), status: number, headers: string[], elements: string[]])[] = [
  ['PutObject', 'API_PutObject', ['PUT /a-bucket/new', {}, 'x'], 200, ['etag', ENCRYPTED, ...CHECKSUM], []],
  ['PutObject, versioned', 'API_PutObject', ['PUT /versioned/new', {}, 'x'], 200, ['etag', ENCRYPTED, 'x-amz-version-id', ...CHECKSUM], []],
  ['GetObject', 'API_GetObject', ['GET /a-bucket/k'], 200, DESCRIBED, []],
  ['GetObject, a range', 'recorded', ['GET /a-bucket/k', { range: 'bytes=0-1', 'x-amz-checksum-mode': 'ENABLED' }], 206, ['content-range', ...DESCRIBED], []],
  ['GetObject, with its checksum', 'API_GetObject', ['GET /a-bucket/k', { 'x-amz-checksum-mode': 'ENABLED' }], 200, [...DESCRIBED, 'x-amz-checksum-crc32', 'x-amz-checksum-type'], []],
  ['GetObject, versioned', 'recorded', ['GET /versioned/k'], 200, [...DESCRIBED, 'x-amz-version-id'], []],
  ['HeadObject', 'API_HeadObject', ['HEAD /a-bucket/k'], 200, DESCRIBED, []],
  ['HeadObject, another class', 'API_HeadObject', ['HEAD /a-bucket/cold'], 200, [...DESCRIBED, 'x-amz-storage-class'], []],
  ['CopyObject', 'API_CopyObject', ['PUT /a-bucket/copy', { 'x-amz-copy-source': '/a-bucket/k' }], 200, [...DOCUMENT, ENCRYPTED], under('CopyObjectResult', 'ETag', 'LastModified', 'ChecksumType', 'ChecksumCRC32')],
  ['CopyObject, versioned', 'API_CopyObject', ['PUT /versioned/copy', { 'x-amz-copy-source': '/versioned/k' }], 200, [...DOCUMENT, ENCRYPTED, 'x-amz-version-id', 'x-amz-copy-source-version-id'], under('CopyObjectResult', 'ETag', 'LastModified', 'ChecksumType', 'ChecksumCRC32')],
  ['DeleteObject', 'recorded', ['DELETE /a-bucket/k'], 204, [], []],
  ['DeleteObject, versioned', 'recorded', ['DELETE /versioned/k'], 204, ['x-amz-delete-marker', 'x-amz-version-id'], []],
  ['DeleteObject, a version', 'recorded', ({ version }) => [`DELETE /versioned/k?versionId=${version}`], 204, ['x-amz-version-id'], []],
  ['DeleteObject, a marker', 'recorded', ({ marker }) => [`DELETE /versioned/gone?versionId=${marker}`], 204, ['x-amz-delete-marker', 'x-amz-version-id'], []],
  ['ListObjectsV2', 'API_ListObjectsV2', ['GET /a-bucket?list-type=2&prefix=k'], 200, DOCUMENT, ['ListBucketResult/Name', 'ListBucketResult/Prefix', ...under('ListBucketResult', 'KeyCount', 'MaxKeys', 'IsTruncated'), ...OBJECT.map((name) => `ListBucketResult/Contents/${name}`)]],
  ['ListObjects', 'API_ListObjects', ['GET /a-bucket?prefix=k'], 200, DOCUMENT, [...under('ListBucketResult', 'Name', 'Prefix', 'Marker', 'MaxKeys', 'IsTruncated'), ...OWNED.map((name) => `ListBucketResult/Contents/${name}`)]],
  ['ListObjectsV2, by folder', 'API_ListObjectsV2', ['GET /a-bucket?list-type=2&prefix=d&delimiter=/'], 200, DOCUMENT, under('ListBucketResult', 'Name', 'Prefix', 'KeyCount', 'MaxKeys', 'Delimiter', 'IsTruncated', 'CommonPrefixes/Prefix')],
  ['ListObjectVersions', 'recorded', ['GET /versioned?versions&prefix=gone'], 200, DOCUMENT, [
    ...under('ListVersionsResult', 'Name', 'Prefix', 'KeyMarker', 'VersionIdMarker', 'MaxKeys', 'IsTruncated'),
    ...[...OWNED, 'VersionId', 'IsLatest'].map((name) => `ListVersionsResult/Version/${name}`),
    ...['Owner/ID', 'Key', 'VersionId', 'IsLatest', 'LastModified'].map((name) => `ListVersionsResult/DeleteMarker/${name}`),
  ]],
  ['ListBuckets', 'API_ListBuckets', ['GET /'], 200, DOCUMENT, under('ListAllMyBucketsResult', 'Owner/ID', 'Buckets/Bucket/Name', 'Buckets/Bucket/CreationDate')],
  ['CreateBucket', 'API_CreateBucket', ['PUT /another-bucket'], 200, ['location', 'x-amz-bucket-arn'], []],
  ['HeadBucket', 'API_HeadBucket', ['HEAD /a-bucket'], 200, ['x-amz-access-point-alias', 'x-amz-bucket-arn', 'x-amz-bucket-region'], []],
  ['DeleteBucketTagging', 'recorded', ['DELETE /a-bucket?tagging'], 204, [], []],
  ['GetBucketVersioning', 'recorded', ['GET /versioned?versioning'], 200, DOCUMENT, ['VersioningConfiguration/Status']],
  ['GetBucketLocation', 'API_GetBucketLocation', ['GET /a-bucket?location'], 200, DOCUMENT, ['LocationConstraint']],
  ['GetBucketAcl', 'API_GetBucketAcl', ['GET /a-bucket?acl'], 200, DOCUMENT, under('AccessControlPolicy', 'Owner/ID', 'AccessControlList/Grant/Grantee/ID', 'AccessControlList/Grant/Permission')],
  ['GetObjectAttributes', 'API_GetObjectAttributes', ['GET /a-bucket/k?attributes', { 'x-amz-object-attributes': 'ETag,Checksum,ObjectParts,StorageClass,ObjectSize' }], 200, [...DOCUMENT, 'last-modified'], under('GetObjectAttributesResponse', 'ETag', 'Checksum/ChecksumCRC32', 'Checksum/ChecksumType', 'StorageClass', 'ObjectSize')],
  ['GetObjectTagging', 'API_GetObjectTagging', ['GET /a-bucket/k?tagging'], 200, DOCUMENT, ['Tagging/TagSet']],
  ['CreateMultipartUpload', 'API_CreateMultipartUpload', ['POST /a-bucket/more?uploads'], 200, [...DOCUMENT, ENCRYPTED], under('InitiateMultipartUploadResult', 'Bucket', 'Key', 'UploadId')],
  ['UploadPart', 'unverified', ({ uploadId }) => [`PUT /a-bucket/parts?partNumber=3&uploadId=${uploadId}`, {}, 'x'], 200, ['etag', ENCRYPTED, 'x-amz-checksum-crc64nvme'], []],
  ['ListParts', 'recorded', ({ uploadId }) => [`GET /a-bucket/parts?uploadId=${uploadId}`], 200, DOCUMENT, under(
    'ListPartsResult', 'Bucket', 'Key', 'UploadId', 'PartNumberMarker', 'NextPartNumberMarker', 'MaxParts', 'IsTruncated',
    'Part/PartNumber', 'Part/LastModified', 'Part/ETag', 'Part/Size', 'Initiator/ID', 'Owner/ID', 'StorageClass')],
  ['ListMultipartUploads', 'API_ListMultipartUploads', ['GET /a-bucket?uploads'], 200, DOCUMENT, under(
    'ListMultipartUploadsResult', 'Bucket', 'KeyMarker', 'UploadIdMarker', 'MaxUploads', 'IsTruncated',
    'Upload/UploadId', 'Upload/Key', 'Upload/Initiated', 'Upload/StorageClass', 'Upload/Owner/ID', 'Upload/Initiator/ID')],
  ['CompleteMultipartUpload', 'recorded', ({ uploadId }) => [`POST /a-bucket/parts?uploadId=${uploadId}`, {}, completion(part(1, PART))], 200, [...DOCUMENT, ENCRYPTED], under('CompleteMultipartUploadResult', 'Location', 'Bucket', 'Key', 'ETag', 'ChecksumCRC64NVME', 'ChecksumType')],
  ['AbortMultipartUpload', 'API_AbortMultipartUpload', ({ uploadId }) => [`DELETE /a-bucket/parts?uploadId=${uploadId}`], 204, [], []],
]

test.each(ANSWERS)('%s answers as in %s', async (_name, _source, ask, status, headers, elements) => {
  const { engine, state } = await prepared()
  await using _ = engine
  const sent = await signed(toSent(typeof ask === 'function' ? ask(state) : ask), { service: 's3' }, engine.port)
  const answer = await send(engine.port, sent)
  expect(answer).toMatchObject({ status })
  expect(headersOf(answer)).toEqual([...ALWAYS, ...headers].sort())
  if (elements.length > 0) expect([...elementsOf(answer)].sort()).toEqual([...elements].sort())
})

/** Elements behind Code and Message, with their values; RequestId and HostId are in all of them. */
const ERRORS: readonly (readonly [source: string, ask: Ask | ((state: State) => Ask), status: number, code: string, message: string, more?: Record<string, string>])[] = [
  ['recorded', ['GET /no-such-bucket'], 404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: 'no-such-bucket' }],
  ['recorded', ['GET /a-bucket/none'], 404, 'NoSuchKey', 'The specified key does not exist.', { Key: 'none' }],
  ['recorded', ['GET /versioned/gone'], 404, 'NoSuchKey', 'The specified key does not exist.', { Key: 'gone' }],
  ['recorded', ({ marker }) => [`GET /versioned/gone?versionId=${marker}`], 405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.', { Method: 'GET', ResourceType: 'DeleteMarker' }],
  ['recorded', ['DELETE /versioned/gone?tagging'], 405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.', { Method: 'DELETE', ResourceType: 'DeleteMarker' }],
  ['ErrorResponses', ({ version }) => [`GET /versioned/other?versionId=${version}`], 404, 'NoSuchVersion', 'The specified version does not exist.', { Key: 'other', VersionId: '{version}' }],
  ['recorded', ['GET /a-bucket/k?versionId=HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD'], 400, 'InvalidArgument', 'Invalid version id specified', { ArgumentName: 'versionId', ArgumentValue: 'HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD' }],
  ['ErrorResponses', ['GET /a-bucket/k?uploadId=none'], 404, 'NoSuchUpload', 'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.', { UploadId: 'none' }],
  ['recorded', ['GET /a-bucket/k', { 'if-match': '"other"' }], 412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', { Condition: 'If-Match' }],
  ['recorded', ['PUT /a-bucket/k', { 'if-none-match': '*' }, 'x'], 412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', { Condition: 'If-None-Match' }],
  ['recorded', ['PUT /a-bucket/k', { 'if-match': '*' }, 'x'], 501, 'NotImplemented', 'A header you provided implies functionality that is not implemented', { Header: 'If-Match', additionalMessage: "We don't accept the provided value of If-Match header for this API" }],
  ['recorded', ['PUT /a-bucket/k', { 'if-none-match': 'x' }, 'x'], 501, 'NotImplemented', 'A header you provided implies functionality that is not implemented', { Header: 'If-None-Match', additionalMessage: "We don't accept the provided value of If-None-Match header for this API" }],
  ['recorded', ['PUT /a-bucket/k', { 'if-match': 'x', 'if-none-match': '*' }, 'x'], 501, 'NotImplemented', 'A header you provided implies functionality that is not implemented', { Header: 'If-Match,If-None-Match', additionalMessage: 'Multiple conditional request headers present in the request' }],
  ['recorded', ['GET /a-bucket/k', { range: 'bytes=100-200' }], 416, 'InvalidRange', 'The requested range is not satisfiable', { RangeRequested: 'bytes=100-200', ActualObjectSize: '10' }],
  ['recorded', ['DELETE /a-bucket'], 409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty', { BucketName: Bucket }],
  ['recorded', ['DELETE /versioned'], 409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.', { BucketName: VERSIONED }],
  ['ErrorResponses', ['PUT /Not-A-Name'], 400, 'InvalidBucketName', 'The specified bucket is not valid.', { BucketName: 'Not-A-Name' }],
  ['ErrorResponses', [`PUT /a-bucket/${'k'.repeat(1025)}`, {}, 'x'], 400, 'KeyTooLongError', 'Your key is too long', { Size: '1025', MaxSizeAllowed: '1024' }],
  ['ErrorResponses', ['PUT /a-bucket/k', { 'x-amz-meta-m': 'm'.repeat(2048) }, 'x'], 400, 'MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', { Size: '2049', MaxSizeAllowed: '2048' }],
  ['ErrorResponses', ['PUT /a-bucket/k', { 'x-amz-storage-class': 'OUTPOSTS' }, 'x'], 400, 'InvalidStorageClass', 'The storage class you specified is not valid', { StorageClassRequested: 'OUTPOSTS' }],
  ['recorded', ['PUT /a-bucket/k', { 'x-amz-tagging': 'a=1&a=2' }, 'x'], 400, 'InvalidArgument', "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.", { ArgumentName: 'x-amz-tagging', ArgumentValue: 'a=1&a=2' }],
  ['recorded', ['PUT /a-bucket/k', { 'x-amz-tagging': 'a=1,b=2' }, 'x'], 400, 'InvalidArgument', "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.", { ArgumentName: 'x-amz-tagging', ArgumentValue: 'a=1,b=2' }],
  ['recorded', ['PUT /a-bucket/k?tagging', XML, '<Tagging><TagSet><Tag><Key>a,b</Key><Value>c</Value></Tag></TagSet></Tagging>'], 400, 'InvalidTag', 'The TagKey you have provided is invalid', { TagKey: 'a,b' }],
  ['recorded', ['PUT /a-bucket?tagging', XML, '<Tagging><TagSet><Tag><Key>a</Key><Value>b,c</Value></Tag></TagSet></Tagging>'], 400, 'InvalidTag', 'The TagValue you have provided is invalid', { TagKey: 'a', TagValue: 'b,c' }],
  ['recorded', ['PUT /a-bucket/k?tagging', XML, '<Tagging><TagSet><Tag><Key>aws:a</Key><Value>c</Value></Tag></TagSet></Tagging>'], 400, 'InvalidTag', 'Your TagKey cannot be prefixed with aws:', { TagKey: 'aws:a' }],
  ['User Guide, Controlling ownership of objects', ['PUT /a-bucket/k', { 'x-amz-acl': 'public-read' }, 'x'], 400, 'AccessControlListNotSupported', 'The bucket does not allow ACLs'],
  ['API_RestoreObject', ['GET /a-bucket/cold'], 403, 'InvalidObjectState', "The operation is not valid for the object's storage class", { StorageClass: 'GLACIER' }],
  ['recorded', ['GET /a-bucket/none?tagging'], 404, 'NoSuchKey', 'The specified key does not exist.', { Key: 'a-bucket/none' }],
  ['recorded', ['GET /a-bucket?tagging'], 404, 'NoSuchTagSet', 'The TagSet does not exist', { BucketName: Bucket }],
  ['recorded', ['GET /a-bucket?metrics&id=none'], 404, 'NoSuchConfiguration', 'The specified configuration does not exist.'],
  ['recorded', ['PUT /another-one', { 'x-amz-object-ownership': 'Mine' }], 400, 'InvalidArgument', 'Invalid x-amz-object-ownership header: Mine', { ArgumentName: 'x-amz-object-ownership' }],
  ['ErrorResponses', ({ uploadId }) => [`POST /a-bucket/parts?uploadId=${uploadId}`, {}, completion(part(2, PART), part(1, PART))], 400, 'InvalidPartOrder', 'The list of parts was not in ascending order. Parts must be ordered by part number.', { UploadId: '{uploadId}' }],
  ['openstack/swift, test/unit/common/middleware/s3api/test_obj.py, which holds for AWS (of GetObject)', ({ uploadId }) => [`PUT /a-bucket/parts?partNumber=10001&uploadId=${uploadId}`, {}, 'x'], 400, 'InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive', { ArgumentName: 'partNumber', ArgumentValue: '10001' }],
  ['openstack/swift, as above', ['GET /a-bucket/k?partNumber=0'], 400, 'InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive', { ArgumentName: 'partNumber', ArgumentValue: '0' }],
  ['openstack/swift, as above', ['GET /a-bucket/k?partNumber=foo'], 400, 'InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive', { ArgumentName: 'partNumber', ArgumentValue: 'foo' }],
  ['ErrorResponses', ['PUT /a-bucket?versioning', XML, '<VersioningConfiguration><Status>On</Status></VersioningConfiguration>'], 400, 'MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema'],
  ['the field: failing deployments with PutBucketVersioning, and DeleteObject in the AWS Knowledge Center', ['PUT /versioned?versioning', XML, '<VersioningConfiguration><Status>Enabled</Status><MfaDelete>Enabled</MfaDelete></VersioningConfiguration>'], 403, 'AccessDenied', 'Mfa Authentication must be used for this request'],
]

test.each(ERRORS.map((row) => [row[3], row[0], row] as const))('%s is as in %s', async (_code, _source, [, ask, status, code, message, more = {}]) => {
  const { engine, state } = await prepared()
  await using _ = engine
  const sent = await signed(toSent(typeof ask === 'function' ? ask(state) : ask), { service: 's3' }, engine.port)
  const answer = await send(engine.port, sent)
  const found = [...answer.body.matchAll(/<([\w-]+)>([^<]*)<\/\1>/g)].map(([, name, text]) => [name!, text!.replaceAll('&quot;', '"').replaceAll('&amp;', '&')])
  const { RequestId, HostId, ...rest } = Object.fromEntries(found) as Record<string, string>
  const expected = Object.entries(more).map(([name, value]) => [name, value.startsWith('{') ? state[value.slice(1, -1) as keyof State] : value])
  expect([answer.status, rest]).toEqual([status, { Code: code, Message: message, ...Object.fromEntries(expected) }])
  expect([RequestId, HostId]).toEqual([answer.headers['x-amz-request-id'], answer.headers['x-amz-id-2']])
})

test('only outside of us-east-1 is making a bucket again an error (ErrorResponses)', async () => {
  await using engine = await createTestEngine()
  const body = '<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>'
  const make = async () => send(engine.port, await signed({ method: 'PUT', path: '/mine', body }, { service: 's3', region: 'eu-west-1' }, engine.port))
  expect((await make()).status).toBe(200)
  const { status, body: document } = await make()
  expect([status, document]).toEqual([409, expect.stringContaining('<Code>BucketAlreadyOwnedByYou</Code><Message>Your previous request to create the named bucket succeeded and you already own it.</Message><BucketName>mine</BucketName><RequestId>')])
})
