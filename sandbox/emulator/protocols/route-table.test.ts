import * as lambda from '@aws-sdk/client-lambda'
import * as s3 from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { internalGet } from '../kernel/http.ts'
import { routeTable } from './route-table.ts'
import { readModel } from './shape.ts'

const Bucket = { Bucket: 'b' }
const s3Route = routeTable(readModel(s3), (name) => name === 'ListBuckets')
const lambdaRoute = routeTable(readModel(lambda), () => true)

const ask = (method: string, target: string, headers = {}) => ({ ...internalGet(new URL(target, 'http://x')), method, headers })

const bucketRoute = (method: string, target: string, headers = {}) => {
  const request = ask(method, target, headers)
  return s3Route(request, { path: request.path, labels: Bucket })
}

// What tells them apart: the method, the path, fixed parameters, required parameters, required headers.
test.each([
  ['GET', '/', 'ListObjects'],
  ['GET', '/?list-type=2', 'ListObjectsV2'],
  ['GET', '/?list-type=1', 'ListObjects'],
  ['GET', '/?acl', 'GetBucketAcl'],
  ['GET', '/?acl=', 'GetBucketAcl'],
  ['GET', '/?prefix=a&uploads', 'ListMultipartUploads'],
  ['GET', '/k', 'GetObject'],
  ['GET', '/k/', 'GetObject'],
  ['GET', '/k?x-id=GetObject', 'GetObject'],
  ['GET', '/k?tagging&x-id=GetObjectTagging', 'GetObjectTagging'],
  ['GET', '/k?uploadId=u', 'ListParts'],
  ['HEAD', '/', 'HeadBucket'],
  ['PUT', '/', 'CreateBucket'],
  ['PUT', '/k', 'PutObject'],
  ['PUT', '/k?partNumber=1&uploadId=u', 'UploadPart'],
  ['POST', '/?delete', 'DeleteObjects'],
  ['POST', '/k?uploads', 'CreateMultipartUpload'],
  ['POST', '/k?uploadId=u', 'CompleteMultipartUpload'],
  ['DELETE', '/k?uploadId=u', 'AbortMultipartUpload'],
  ['DELETE', '/k', 'DeleteObject'],
])('%s %s is %s', (method, target, operation) => {
  expect(bucketRoute(method, target)?.operation).toBe(operation)
})

test('a required header tells a copy from a put', () => {
  const copy = { 'x-amz-copy-source': 'b/k' }
  expect(bucketRoute('PUT', '/k', copy)?.operation).toBe('CopyObject')
  expect(bucketRoute('PUT', '/k?partNumber=1&uploadId=u', copy)?.operation).toBe('UploadPartCopy')
})

test('labels are given as they were sent, and a greedy one keeps its slashes', () => {
  expect(bucketRoute('GET', '/a%20b//c/')?.labels).toEqual({ Bucket: 'b', Key: 'a%20b//c/' })
})

test('an operation without a bucket is not one with, and the implemented one wins where two are alike', () => {
  const request = ask('GET', '/')
  expect(s3Route(request, { path: '/', labels: {} })?.operation).toBe('ListBuckets')
})

test('fixed segments go before labels, and a trailing slash makes no difference', () => {
  const route = (method: string, path: string) => lambdaRoute(ask(method, path), { path, labels: {} })
  expect(route('GET', '/2015-03-31/functions/')?.operation).toBe('ListFunctions')
  expect(route('GET', '/2015-03-31/functions')?.operation).toBe('ListFunctions')
  expect(route('GET', '/2015-03-31/functions/f')).toEqual({ operation: 'GetFunction', labels: { FunctionName: 'f' } })
  expect(route('GET', '/2015-03-31/functions/f/configuration')?.operation).toBe('GetFunctionConfiguration')
  expect(route('POST', '/2015-03-31/functions/f/invocations')?.operation).toBe('Invoke')
})

test('what nobody has is nothing', () => {
  expect(bucketRoute('PATCH', '/k')).toBeUndefined()
  expect(lambdaRoute(ask('GET', '/nowhere'), { path: '/nowhere', labels: {} })).toBeUndefined()
})
