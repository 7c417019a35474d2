import { Readable } from 'node:stream'
import * as s3 from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { AwsError } from '../kernel/errors.ts'
import { internalGet } from '../kernel/http.ts'
import { decodeBindings, encodeBindings, type BodyCodec } from './http-bindings.ts'
import { readModel } from './shape.ts'

const { operations } = readModel(s3)
const input = (name: string) => operations.get(name)!.input
const output = (name: string) => operations.get(name)!.output

const codec: BodyCodec = {
  contentType: 'text/plain',
  timestamps: 'date-time',
  readMembers: (bytes) => JSON.parse(bytes.toString()) as Record<string, unknown>,
  readPayload: (bytes, { name }) => `${name}: ${bytes.toString()}`,
  writeMembers: (value) => Object.keys(value).join(),
  writePayload: (_value, { name }) => name,
}

const request = (target: string, headers: Record<string, string> = {}, body = '') => ({
  ...internalGet(new URL(target, 'http://x')),
  headers,
  body: Readable.from([Buffer.from(body)]),
  bytes: () => Promise.resolve(Buffer.from(body)),
})

test('labels, headers, prefixed headers, parameters and a streaming payload find their members', async () => {
  const headers = {
    'content-length': '3', expires: 'Thu, 01 Jan 1970 00:00:00 GMT', 'x-amz-meta-a-b': '1', 'x-amz-meta-': 'nameless',
    'x-amz-server-side-encryption-bucket-key-enabled': 'TRUE', 'user-agent': 'not a member',
  }
  const sent = request('/k?x-id=PutObject', headers, 'abc')
  expect(await decodeBindings(input('PutObject'), { Bucket: 'b', Key: 'a%20b+%C3%A9' }, sent, codec)).toEqual({
    Bucket: 'b', Key: 'a b+é', Body: sent.body, ContentLength: 3, Expires: new Date(0), BucketKeyEnabled: true,
    Metadata: { 'a-b': '1', '': 'nameless' },
  })
})

test('lists in headers and parameters of each type', async () => {
  const attributes = request('/k?versionId=v', { 'x-amz-object-attributes': 'ETag, Checksum', 'x-amz-max-parts': '2' })
  expect(await decodeBindings(input('GetObjectAttributes'), { Bucket: 'b', Key: 'k' }, attributes, codec)).toEqual({
    Bucket: 'b', Key: 'k', VersionId: 'v', MaxParts: 2, ObjectAttributes: ['ETag', 'Checksum'],
  })
  const list = request('/?list-type=2&prefix=&max-keys=5&fetch-owner=true&start-after=a%2Bb+c')
  expect(await decodeBindings(input('ListObjectsV2'), { Bucket: 'b' }, list, codec)).toEqual({
    Bucket: 'b', Prefix: '', MaxKeys: 5, FetchOwner: true, StartAfter: 'a+b c',
  })
})

test('a payload that is no stream is read as a whole, and is absent where nothing came', async () => {
  const labels = { Bucket: 'b' }
  expect(await decodeBindings(input('DeleteObjects'), labels, request('/?delete', {}, 'x'), codec)).toEqual({ Bucket: 'b', Delete: 'Delete: x' })
  expect(await decodeBindings(input('PutBucketPolicy'), labels, request('/?policy', {}, '{}'), codec)).toEqual({ Bucket: 'b', Policy: '{}' })
  expect(await decodeBindings(input('CreateBucket'), labels, request('/'), codec)).toEqual({ Bucket: 'b' })
})

test('what cannot be read is the protocol’s to judge', async () => {
  const list = async (own: BodyCodec) => decodeBindings(input('ListObjectsV2'), { Bucket: 'b' }, request('/?max-keys=ten'), own)
  await expect(list(codec)).rejects.toMatchObject({ code: 'SerializationException' })
  const refusing = { ...codec, unreadable: ({ name }: { name: string }, text: string) => new AwsError('Odd', `${name} ${text}`) }
  await expect(list(refusing)).rejects.toMatchObject({ code: 'Odd', message: 'MaxKeys ten' })
  expect(await list({ ...codec, unreadable: () => undefined })).toEqual({ Bucket: 'b' })
})

test('an answer has its headers, and its body either as a payload or out of members', () => {
  const got = encodeBindings(output('GetObject'), 200, { Body: Buffer.from('x'), LastModified: new Date(0), ContentLength: 1, Metadata: { a: 'b' }, ETag: undefined, PartsCount: 0 }, codec)
  expect(got).toEqual({
    status: 200,
    headers: { 'last-modified': 'Thu, 01 Jan 1970 00:00:00 GMT', 'content-length': '1', 'x-amz-meta-a': 'b', 'x-amz-mp-parts-count': '0' },
    body: Buffer.from('x'),
  })
  expect(encodeBindings(output('ListBuckets'), 200, { Prefix: 'p' }, codec)).toEqual({ status: 200, headers: { 'content-type': 'text/plain' }, body: 'Prefix' })
  expect(encodeBindings(output('CopyObject'), 200, { CopyObjectResult: {}, VersionId: 'v' }, codec)).toEqual({
    status: 200, headers: { 'x-amz-version-id': 'v', 'content-type': 'text/plain' }, body: 'CopyObjectResult',
  })
  expect(encodeBindings(output('DeleteBucket'), 204, {}, codec)).toEqual({ status: 204, headers: {} })
})
