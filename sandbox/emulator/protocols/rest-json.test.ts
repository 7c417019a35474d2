import * as apigateway from '@aws-sdk/client-apigatewayv2'
import * as lambda from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'
import type { Context } from '../kernel/context.ts'
import { AwsError } from '../kernel/errors.ts'
import { internalGet, type HttpRequest } from '../kernel/http.ts'
import { restJson } from './rest-json.ts'

const protocol = restJson(lambda, () => true)
const ctx = { requestId: 'the-request' } as Context

function request(method: string, target: string, options: { headers?: Record<string, string>; body?: string } = {}): HttpRequest {
  const base = internalGet(new URL(`http://localhost${target}`))
  const path = target.split('?')[0]!
  return { ...base, method, path, headers: options.headers ?? {}, bytes: () => Promise.resolve(Buffer.from(options.body ?? '')) }
}

test.each([
  ['GET', '/2015-03-31/functions', 'ListFunctions'],
  ['GET', '/2015-03-31/functions/', 'ListFunctions'],
  ['POST', '/2015-03-31/functions', 'CreateFunction'],
  ['GET', '/2015-03-31/functions/f', 'GetFunction'],
  ['POST', '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af/invocations', 'Invoke'],
  ['PUT', '/2017-10-31/functions/f/concurrency', 'PutFunctionConcurrency'],
  ['GET', '/2019-09-30/functions/f/concurrency', 'GetFunctionConcurrency'],
  ['DELETE', '/2015-03-31/functions/f/policy/s', 'RemovePermission'],
  ['PATCH', '/2015-03-31/functions', undefined],
  ['GET', '/2015-03-31/functions/f/nothing', undefined],
])('%s %s is %s', async (method, path, operation) => {
  expect((await protocol.match(request(method, path)))?.operation).toBe(operation)
})

test('the input comes from path, query, headers and body, each in its type', async () => {
  const read = async (message: HttpRequest) => protocol.decode((await protocol.match(message))!, message)
  expect(await read(request('GET', '/2015-03-31/functions/?MaxItems=3&Marker=a%2Bb'))).toEqual({ MaxItems: 3, Marker: 'a+b' })
  const invoked = await read(
    request('POST', '/2015-03-31/functions/a%3Ab/invocations?Qualifier=$LATEST', { headers: { 'x-amz-log-type': 'Tail' }, body: 'raw' }),
  )
  expect(invoked).toEqual({ FunctionName: 'a:b', Qualifier: '$LATEST', LogType: 'Tail', Payload: Buffer.from('raw') })
  const body = JSON.stringify({ FunctionName: 'f', StartingPositionTimestamp: 1700000000.5, Unknown: 1, BatchSize: null })
  expect(await read(request('POST', '/2015-03-31/event-source-mappings/', { body }))).toEqual({
    FunctionName: 'f', StartingPositionTimestamp: new Date(1_700_000_000_500),
  })
  await expect(read(request('POST', '/2015-03-31/functions', { body: '{' }))).rejects.toMatchObject({ code: 'SerializationException' })
  await expect(read(request('POST', '/2015-03-31/functions', { body: '{"Timeout":"3"}' }))).rejects.toMatchObject({ code: 'SerializationException' })
})

test('the answer has the schema\'s status, and members where they are bound', () => {
  const created = protocol.encode({ operation: 'CreateEventSourceMapping', labels: {} }, { UUID: 'u', LastModified: new Date(1_700_000_000_500), State: undefined }, ctx)
  expect(created).toMatchObject({ status: 202, headers: { 'content-type': 'application/json', 'x-amzn-requestid': 'the-request' } })
  expect(JSON.parse(created.body as string)).toEqual({ UUID: 'u', LastModified: 1700000000.5 })
  const invoked = protocol.encode({ operation: 'Invoke', labels: {} }, { StatusCode: 200, FunctionError: 'Unhandled', Payload: Buffer.from('{}') }, ctx)
  expect(invoked).toMatchObject({ status: 200, headers: { 'x-amz-function-error': 'Unhandled' }, body: Buffer.from('{}') })
  expect(protocol.encode({ operation: 'Invoke', labels: {} }, { StatusCode: 204 }, ctx).status).toBe(204)
})

test('an error has its code in the header, and its message under the name that the model has for it', () => {
  const missing = protocol.encodeError(new AwsError('ResourceNotFoundException', 'gone', { members: { Type: 'User' } }), ctx)
  expect(missing).toMatchObject({ status: 404, headers: { 'x-amzn-errortype': 'ResourceNotFoundException' }, body: '{"Type":"User","Message":"gone"}' })
  const invalid = protocol.encodeError(new AwsError('InvalidParameterValueException', 'bad'), ctx)
  expect(invalid).toMatchObject({ status: 400, body: '{"message":"bad"}' })
  expect(protocol.encodeError(new AwsError('NotImplemented', 'not here', { status: 501 }), ctx).status).toBe(501)
})

test('members have their JSON names where the model gives them any', async () => {
  const other = restJson(apigateway, () => true)
  const encoded = other.encode({ operation: 'CreateApi', labels: {} }, { ApiId: 'a', CorsConfiguration: { AllowOrigins: ['*'] } }, ctx)
  expect(encoded.status).toBe(201)
  expect(JSON.parse(encoded.body as string)).toEqual({ apiId: 'a', corsConfiguration: { allowOrigins: ['*'] } })
  const message = request('POST', '/v2/apis', { body: '{"name":"n","protocolType":"HTTP"}' })
  expect(await other.decode((await other.match(message))!, message)).toEqual({ Name: 'n', ProtocolType: 'HTTP' })
})
