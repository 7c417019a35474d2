import * as kinesis from '@aws-sdk/client-kinesis'
import { expect, test } from 'vitest'
import type { Context } from '../kernel/context.ts'
import { AwsError, notImplemented } from '../kernel/errors.ts'
import { internalGet, type HttpRequest } from '../kernel/http.ts'
import { awsJson } from './aws-json.ts'

const protocol = awsJson(kinesis)

const request = (target: string, body = '', type = 'application/x-amz-json-1.1'): HttpRequest => ({
  ...internalGet(new URL('http://127.0.0.1/')),
  method: 'POST',
  headers: { 'content-type': type, 'x-amz-target': `Kinesis_20131202.${target}` },
  bytes: () => Promise.resolve(Buffer.from(body)),
})

const context = (type?: string) => ({ requestId: 'r', ...(type ? { request: request('', '', type) } : {}) }) as Context

const decode = async (target: string, body: string) => {
  const asked = request(target, body)
  return protocol.decode((await protocol.match(asked))!, asked)
}

const encode = (operation: string, output: object, type?: string) =>
  protocol.encode({ operation, labels: {} }, output, context(type))

test('an operation is named by the target; one that the service does not have is unknown', async () => {
  expect(protocol.match(request('PutRecord'))).toMatchObject({ operation: 'PutRecord' })
  expect(protocol.match(request('FlyToTheMoon'))).toBeUndefined()
  expect(await protocol.unknownOperation(request('FlyToTheMoon'))).toMatchObject({ code: 'UnknownOperationException', status: 400 })
})

test('an input has blobs as bytes and times as dates; null members and unknown ones are left out', async () => {
  expect(await decode('PutRecord', '{"StreamName":"s","Data":"aMOpbGxv","PartitionKey":null,"Colour":"red"}')).toEqual({
    StreamName: 's',
    Data: Buffer.from('héllo'),
  })
  expect(await decode('GetShardIterator', '{"Timestamp":1459799926.48}')).toEqual({ Timestamp: new Date(1_459_799_926_480) })
  expect(await decode('ListStreams', '')).toEqual({})
  expect(await decode('TagResource', '{"Tags":{"a":"b"}}')).toEqual({ Tags: { a: 'b' } })
})

test('an output has blobs as base64 and times as seconds; undefined members are left out', () => {
  const record = { SequenceNumber: '1', Data: Buffer.from('héllo'), ApproximateArrivalTimestamp: new Date(1_459_799_926_480), PartitionKey: undefined }
  const { status, headers, body } = encode('GetRecords', { Records: [record], NextShardIterator: undefined })
  expect([status, headers['content-type'], headers['x-amzn-requestid']]).toEqual([200, 'application/x-amz-json-1.1', 'r'])
  expect(JSON.parse(body as string)).toEqual({
    Records: [{ SequenceNumber: '1', Data: 'aMOpbGxv', ApproximateArrivalTimestamp: 1_459_799_926.48 }],
  })
})

test('an operation without output answers an empty body, and JSON 1.0 is answered in kind', () => {
  expect(encode('CreateStream', {}).body).toBe('')
  expect(encode('ListStreams', {}, 'application/x-amz-json-1.0').headers['content-type']).toBe('application/x-amz-json-1.0')
})

test.each([
  ['no JSON', '{', 'The request body is not valid JSON.'],
  ['a list for the input', '[]', 'Start of list found where not expected'],
  ['a number for a string', '{"StreamName":1}', 'NUMBER_VALUE can not be converted to String'],
  ['a boolean for a string', '{"StreamName":true}', 'TRUE_VALUE can not be converted to String'],
  ['a map for a string', '{"StreamName":{}}', 'Start of structure or map found where not expected.'],
  ['a string for a number', '{"ShardCount":"1"}', 'STRING_VALUE can not be converted to Number'],
  ['a string for a map', '{"Tags":"a"}', 'STRING_VALUE can not be converted to Map'],
])('%s is a SerializationException', async (_what, body, message) => {
  await expect(decode('CreateStream', body)).rejects.toMatchObject({ code: 'SerializationException', status: 400, message })
})

test.each(['a', 'ab==c', 'YWJj!!!!', 'YW-_', 'YWI', '===='])('%s is no blob', async (Data) => {
  await expect(decode('PutRecord', JSON.stringify({ Data }))).rejects.toMatchObject({ code: 'SerializationException' })
})

test.each(['', 'YQ==', 'YWI=', 'YWJj'])('%j is a blob', async (Data) => {
  expect(await decode('PutRecord', JSON.stringify({ Data }))).toEqual({ Data: Buffer.from(Data, 'base64') })
})

test('an error is named in its body, with its message, its members and its status', () => {
  const answer = protocol.encodeError(new AwsError('ResourceNotFoundException', 'gone', { members: { Extra: 1 } }), context())
  expect([answer.status, JSON.parse(answer.body as string)]).toEqual([400, { __type: 'ResourceNotFoundException', message: 'gone', Extra: 1 }])
  const missing = protocol.encodeError(notImplemented('kinesis', 'SubscribeToShard'), context())
  expect([missing.status, JSON.parse(missing.body as string).__type]).toEqual([501, 'NotImplemented'])
})
