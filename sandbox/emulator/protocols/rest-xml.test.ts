import * as s3 from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import type { Context } from '../kernel/context.ts'
import { AwsError } from '../kernel/errors.ts'
import { internalGet } from '../kernel/http.ts'
import { restXml } from './rest-xml.ts'

const protocol = restXml(s3, {
  xmlNamespace: 'urn:x',
  address: ({ path }) => ({ path, labels: { Bucket: 'b' } }),
  implemented: () => true,
  headers: ({ requestId }) => ({ 'x-request': requestId }),
  errorDetails: ({ requestId }) => ({ RequestId: requestId }),
  statuses: { GetObject: ({ ContentRange }) => (ContentRange === undefined ? undefined : 206) },
  bodies: { GetBucketLocation: ({ LocationConstraint }: { LocationConstraint: string }) => `<Where>${LocationConstraint}</Where>` },
})

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
const ctx = (method = 'GET') => ({ requestId: 'R1', request: { ...internalGet(new URL('http://x/')), method } }) as unknown as Context
const match = (operation: string) => ({ operation, labels: {} })

test('an output is a document in the namespace of the service', () => {
  expect(protocol.encode(match('ListBuckets'), { Prefix: 'p' }, ctx())).toEqual({
    status: 200,
    headers: { 'content-type': 'application/xml', 'x-request': 'R1' },
    body: `${DECLARATION}<ListAllMyBucketsResult xmlns="urn:x"><Prefix>p</Prefix></ListAllMyBucketsResult>`,
  })
  expect(protocol.encode(match('CopyObject'), { CopyObjectResult: { ETag: '"e"' } }, ctx()).body).toBe(
    `${DECLARATION}<CopyObjectResult xmlns="urn:x"><ETag>&quot;e&quot;</ETag></CopyObjectResult>`,
  )
})

test('statuses and bodies that the schema does not know', () => {
  expect(protocol.encode(match('GetObject'), { ContentRange: 'bytes 0-0/1' }, ctx()).status).toBe(206)
  expect(protocol.encode(match('GetObject'), {}, ctx()).status).toBe(200)
  expect(protocol.encode(match('DeleteObject'), {}, ctx())).toEqual({ status: 204, headers: { 'x-request': 'R1' } })
  expect(protocol.encode(match('GetBucketLocation'), { LocationConstraint: 'here' }, ctx()).body).toBe(`${DECLARATION}<Where>here</Where>`)
})

test('an error is a document without a namespace, and no document for HEAD and 304', () => {
  const error = new AwsError('Odd', 'a < b', { status: 409, members: { Key: 'k' }, headers: { 'x-more': '1' } })
  expect(protocol.encodeError(error, ctx())).toEqual({
    status: 409,
    headers: { 'content-type': 'application/xml', 'x-request': 'R1', 'x-more': '1' },
    body: `${DECLARATION}<Error><Code>Odd</Code><Message>a &lt; b</Message><Key>k</Key><RequestId>R1</RequestId></Error>`,
  })
  expect(protocol.encodeError(error, ctx('HEAD')).body).toBeUndefined()
  expect(protocol.encodeError(new AwsError('NotModified', '', { status: 304 }), ctx()).body).toBeUndefined()
})

test.each([
  ['<Delete><Object><Key>k</Key></Object></Delete>', { Objects: [{ Key: 'k' }] }],
  ['<Delete xmlns="urn:y"><Object><Key>k</Key><Size>1</Size></Object></Delete>', { Objects: [{ Key: 'k', Size: 1 }] }],
])('%s is read', async (body, expected) => {
  const request = { ...internalGet(new URL('http://x/?delete')), method: 'POST', bytes: () => Promise.resolve(Buffer.from(body)) }
  expect(await protocol.decode(match('DeleteObjects'), request)).toEqual({ Delete: expected })
})

test.each(['<Remove/>', '<Delete><Object><Key>k</Key><Size>one</Size></Object></Delete>', '<Delete>'])('%s is MalformedXML', async (body) => {
  const request = { ...internalGet(new URL('http://x/?delete')), method: 'POST', bytes: () => Promise.resolve(Buffer.from(body)) }
  await expect(protocol.decode(match('DeleteObjects'), request)).rejects.toMatchObject({ code: 'MalformedXML' })
})

test('operations and their required members are those of the schemas', () => {
  expect(protocol.operationNames()).toEqual(expect.arrayContaining(['PutObject', 'GetObjectTorrent']))
  expect(protocol.required('PutObject')).toEqual(['Bucket', 'Key'])
})
