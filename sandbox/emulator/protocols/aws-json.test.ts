import * as kinesis from '@aws-sdk/client-kinesis'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../testing/engine.ts'
import type { Context } from '../kernel/context.ts'
import { AwsError } from '../kernel/errors.ts'
import { awsJson } from './aws-json.ts'

/** POSTs a body to Kinesis as a client would, signed for the test account. */
async function post(engine: TestEngine, target: string, body: string, type = 'application/x-amz-json-1.1') {
  const authorization = 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=0'
  const response = await fetch(engine.endpoint, {
    method: 'POST',
    headers: { 'content-type': type, 'x-amz-target': `Kinesis_20131202.${target}`, authorization },
    body,
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: text === '' ? undefined : JSON.parse(text) }
}

test('an operation without output answers an empty body, with a request id and the content type that was asked in', async () => {
  await using engine = await createTestEngine()
  const made = await post(engine, 'CreateStream', '{"StreamName":"s","ShardCount":1}')
  expect(made).toMatchObject({ status: 200, text: '' })
  expect(made.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
  expect(made.headers.get('content-type')).toBe('application/x-amz-json-1.1')
  const listed = await post(engine, 'ListStreams', '', 'application/x-amz-json-1.0')
  expect(listed.headers.get('content-type')).toBe('application/x-amz-json-1.0')
  expect(listed.json).toMatchObject({ StreamNames: ['s'], HasMoreStreams: false })
})

test('blobs are base64 and times are seconds, in both directions', async () => {
  await using engine = await createTestEngine()
  await post(engine, 'CreateStream', '{"StreamName":"s","ShardCount":1}')
  await post(engine, 'PutRecord', '{"StreamName":"s","PartitionKey":"k","Data":"aMOpbGxv"}')
  const at = '"StreamName":"s","ShardId":"shardId-000000000000","ShardIteratorType":"AT_TIMESTAMP"'
  const { json } = await post(engine, 'GetShardIterator', `{${at},"Timestamp":${engine.host.clock.now() / 1000 - 60}}`)
  const { Records } = (await post(engine, 'GetRecords', JSON.stringify(json))).json
  expect(Records).toHaveLength(1)
  expect(Records[0].Data).toBe('aMOpbGxv')
  expect(Math.abs(Records[0].ApproximateArrivalTimestamp - engine.host.clock.now() / 1000)).toBeLessThan(60)
})

test.each([
  ['not JSON', '{', 'The request body is not valid JSON.'],
  ['a list for the input', '[]', 'Start of list found where not expected'],
  ['a number for a string', '{"StreamName":1}', 'NUMBER_VALUE can not be converted to String'],
  ['a boolean for a string', '{"StreamName":true}', 'TRUE_VALUE can not be converted to String'],
  ['a map for a string', '{"StreamName":{}}', 'Start of structure or map found where not expected.'],
  ['a string for a number', '{"ShardCount":"1"}', 'STRING_VALUE can not be converted to Number'],
])('%s is a SerializationException', async (_what, body, message) => {
  await using engine = await createTestEngine()
  const answer = await post(engine, 'CreateStream', body)
  expect(answer).toMatchObject({ status: 400, json: { __type: 'SerializationException', message } })
})

test.each(['a', 'ab==c', 'YWJj!!!!', 'YW-_', 'YWI'])('%s is no blob', async (Data) => {
  await using engine = await createTestEngine()
  const answer = await post(engine, 'PutRecord', JSON.stringify({ StreamName: 's', PartitionKey: 'k', Data }))
  expect(answer.json.__type).toBe('SerializationException')
})

test('null members count as absent', async () => {
  await using engine = await createTestEngine()
  const answer = await post(engine, 'DescribeStream', '{"StreamName":"s","Limit":null}')
  expect(answer.json).toEqual({
    __type: 'ResourceNotFoundException',
    message: 'Stream s under account 000000000000 not found.',
  })
})

test('an operation that AWS does not have is unknown; one that is missing here says so', async () => {
  await using engine = await createTestEngine()
  expect(await post(engine, 'FlyToTheMoon', '{}')).toMatchObject({ status: 400, json: { __type: 'UnknownOperationException' } })
  expect(await post(engine, 'DescribeAccountSettings', '{}')).toMatchObject({ status: 501, json: { __type: 'NotImplemented' } })
})

test('members of an error are written by its schema', () => {
  const protocol = awsJson(kinesis)
  const error = new AwsError('ResourceNotFoundException', 'gone', { members: { Extra: 1 } })
  const answer = protocol.encodeError(error, { requestId: 'r' } as Context)
  expect(JSON.parse(answer.body as string)).toEqual({ __type: 'ResourceNotFoundException', message: 'gone', Extra: 1 })
})
