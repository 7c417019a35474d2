import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch'
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import {
  DeleteFunctionEventInvokeConfigCommand, GetFunctionEventInvokeConfigCommand, InvokeAsyncCommand, InvokeCommand, ListFunctionEventInvokeConfigsCommand,
  PutFunctionConcurrencyCommand, PutFunctionEventInvokeConfigCommand, UpdateFunctionEventInvokeConfigCommand,
  type PutFunctionEventInvokeConfigCommandInput,
} from '@aws-sdk/client-lambda'
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually, stoppedClock } from '../../../testing/engine.ts'
import { lambdaFixture, type LambdaFixture } from '../../../testing/lambda.ts'

const clock = stoppedClock()
let aws: LambdaFixture
let s3: S3Client
let role: string
beforeAll(async () => {
  aws = await lambdaFixture({ clock })
  s3 = new S3Client(aws.engine.client)
  await s3.send(new CreateBucketCommand({ Bucket: 'records' }))
  const iam = new IAMClient(aws.engine.client)
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }
  const made = await iam.send(new CreateRoleCommand({ RoleName: 'sender', AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }) }))
  const may = { Effect: 'Allow', Action: ['logs:*', 's3:*', 'lambda:*'], Resource: '*' }
  await iam.send(new PutRolePolicyCommand({ RoleName: 'sender', PolicyName: 'p', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [may] }) }))
  iam.destroy()
  role = made.Role!.Arn!
})
afterAll(async () => {
  s3.destroy()
  await aws[Symbol.asyncDispose]()
})

const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`
const BUCKET = 'arn:aws:s3:::records'
/** Fails where the event says so, and writes each event that it gets into the bucket under `seen/`. */
const CODE = {
  'index.mjs': `import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3'
const s3 = new S3Client({ forcePathStyle: true })
export const handler = async (event, context) => {
  await s3.send(new PutObjectCommand({ Bucket: 'records', Key: 'seen/' + context.functionName + '/' + process.hrtime.bigint(), Body: JSON.stringify(event) }))
  if (event.wait) await new Promise((resolve) => setTimeout(resolve, 1e6))
  if (event.fail) throw new Error(event.fail)
  return { ok: true }
}`,
}
const make = (options: object = {}) => aws.create(CODE, { Role: role, ...options })

interface Told {
  readonly requestContext: object
}

async function read(prefix: string, count = 1): Promise<{ key: string; value: Told }[]> {
  const keys = await eventually(`${count} objects below ${prefix}`, async () => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'records', Prefix: prefix }))
    return Contents.length >= count ? Contents.map(({ Key }) => Key!) : undefined
  })
  expect(keys).toHaveLength(count)
  return Promise.all(keys.map(async (key) => ({ key, value: JSON.parse(await (await s3.send(new GetObjectCommand({ Bucket: 'records', Key: key }))).Body!.transformToString()) })))
}
const send = (name: string, event: object, Qualifier?: string) =>
  aws.client.send(new InvokeCommand({ FunctionName: name, InvocationType: 'Event', Payload: JSON.stringify(event), ...(Qualifier === undefined ? {} : { Qualifier }) }))
const put = (name: string, config: Partial<PutFunctionEventInvokeConfigCommandInput>) =>
  aws.client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: name, ...config }))
const seen = (name: string, count: number) => read(`seen/${name}/`, count)
const failures = (name: string, count: number) => eventually(`${count} errors`, async () => ((await metric('Errors', name)) === count ? true : undefined))
async function metric(MetricName: string, name: string) {
  const cloudwatch = new CloudWatchClient(aws.engine.client)
  const range = { StartTime: new Date(clock.now() - 3_600_000), EndTime: new Date(clock.now() + 3_600_000), Period: 7200 }
  const asked = { Namespace: 'AWS/Lambda', MetricName, Dimensions: [{ Name: 'FunctionName', Value: name }], Statistics: ['Sum' as const], ...range }
  const { Datapoints } = await cloudwatch.send(new GetMetricStatisticsCommand(asked))
  cloudwatch.destroy()
  return Datapoints!.reduce((sum, { Sum }) => sum + Sum!, 0)
}

describe('the settings of asynchronous invocations', () => {
  test('put, get, update, list, delete', async () => {
    const name = await make()
    const { $metadata, LastModified, ...made } = await put(name, { MaximumRetryAttempts: 0 })
    expect($metadata.httpStatusCode).toBe(200)
    expect(LastModified!.getTime()).toBe(clock.now())
    expect(made).toEqual({ FunctionArn: `${arnOf(name)}:$LATEST`, MaximumRetryAttempts: 0, DestinationConfig: { OnSuccess: {}, OnFailure: {} } })
    const DestinationConfig = { OnFailure: { Destination: BUCKET } }
    const updated = await aws.client.send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName: name, MaximumEventAgeInSeconds: 60, DestinationConfig }))
    const expected = { ...made, MaximumEventAgeInSeconds: 60, DestinationConfig: { OnSuccess: {}, OnFailure: { Destination: BUCKET } } }
    expect(updated).toMatchObject(expected)
    expect(await aws.client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: name, Qualifier: '$LATEST' }))).toMatchObject(expected)
    const { FunctionEventInvokeConfigs: all } = await aws.client.send(new ListFunctionEventInvokeConfigsCommand({ FunctionName: name }))
    expect(all).toEqual([{ ...expected, LastModified }])
    // A put replaces what was there.
    expect(await put(name, { MaximumRetryAttempts: 1 })).not.toHaveProperty('MaximumEventAgeInSeconds')
    const { $metadata: gone } = await aws.client.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName: name }))
    expect(gone.httpStatusCode).toBe(204)
    await expect(aws.client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: name }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException', message: `The function ${arnOf(name)}:$LATEST doesn't have an EventInvokeConfig`, Type: 'User',
    })
  })

  // The sentences are from memory of AWS's answers, except those with "validation error", which follow its rules.
  test.each<[string, Partial<PutFunctionEventInvokeConfigCommandInput>, string, RegExp]>([
    ['nothing', {}, 'InvalidParameterValueException', /^You must specify at least one of error handling or destination setting\.$/],
    ['three retries', { MaximumRetryAttempts: 3 }, 'ValidationException', /Value '3' at 'maximumRetryAttempts' .* less than or equal to 2$/],
    ['too short an age', { MaximumEventAgeInSeconds: 59 }, 'ValidationException', /Value '59' at 'maximumEventAgeInSeconds' .* greater than or equal to 60$/],
    ['no ARN', { DestinationConfig: { OnFailure: { Destination: 'x' } } }, 'ValidationException', /at 'destinationConfig\.onFailure\.destination'/],
    ['a function that is not there', { DestinationConfig: { OnSuccess: { Destination: arnOf('none') } } }, 'InvalidParameterValueException', /^The destination ARN arn:.*:none is invalid\.$/],
    ['S3 for success', { DestinationConfig: { OnSuccess: { Destination: BUCKET } } }, 'InvalidParameterValueException', /^The provided destination config DestinationConfig\(onSuccess=OnSuccess\(destination=arn:aws:s3:::records\), onFailure=null\) is invalid\.$/],
    ['a queue', { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:q' } } }, 'NotImplemented', /A destination in sqs \(arn:.*\) is not implemented/],
  ])('%s is refused', async (_what, config, name, message) => {
    await expect(put(await make(), config)).rejects.toMatchObject({ name, message: expect.stringMatching(message) })
  })

  test('a function is no destination for itself, and none can be set without it', async () => {
    const name = await make()
    await expect(put(name, { DestinationConfig: { OnSuccess: { Destination: arnOf(name) } } })).rejects.toMatchObject({ message: "You can't specify the function as a destination for itself." })
    await expect(put('none', { MaximumRetryAttempts: 1 })).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: "The function doesn't exist." })
  })
})

test('an event that succeeds is told to the function that is the destination', async () => {
  const [name, target] = [await make(), await make()]
  await put(name, { DestinationConfig: { OnSuccess: { Destination: arnOf(target) } } })
  const { $metadata } = await send(name, { n: 1 })
  const [told] = await seen(target, 1)
  expect(told!.value).toEqual({
    version: '1.0',
    timestamp: new Date(clock.now()).toISOString(),
    requestContext: { requestId: $metadata.requestId, functionArn: `${arnOf(name)}:$LATEST`, condition: 'Success', approximateInvokeCount: 1 },
    requestPayload: { n: 1 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST' },
    responsePayload: { ok: true },
  })
})

test('an event that fails to its end is told to S3, after as many retries as are set', async () => {
  const name = await make()
  await put(name, { MaximumRetryAttempts: 1, DestinationConfig: { OnFailure: { Destination: BUCKET } } })
  const { $metadata } = await send(name, { fail: 'always' })
  await failures(name, 1)
  await clock.advance(59_999)
  await seen(name, 1)
  await clock.advance(1)
  await seen(name, 2)
  const [told] = await read(`aws/lambda/async/${name}/`)
  expect(told!.key).toMatch(new RegExp(`^aws/lambda/async/${name}/\\d{4}/\\d\\d/\\d\\d/\\d{4}-\\d\\d-\\d\\dT\\d\\d\\.\\d\\d\\.\\d\\d-[0-9a-f-]{36}$`))
  expect(told!.value).toMatchObject({
    requestContext: { requestId: $metadata.requestId, condition: 'RetriesExhausted', approximateInvokeCount: 2 },
    requestPayload: { fail: 'always' },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'Error', errorMessage: 'always' },
  })
  await clock.advance(600_000)
  await seen(name, 2)
  expect(await metric('AsyncEventsReceived', name)).toBe(1)
  expect(await metric('AsyncEventsDropped', name)).toBe(0)
})

test('an event that would be too old at its next attempt is given up', async () => {
  const name = await make()
  await put(name, { MaximumEventAgeInSeconds: 90, DestinationConfig: { OnFailure: { Destination: BUCKET } } })
  await send(name, { fail: 'yes' })
  await failures(name, 1)
  await clock.advance(60_000)
  await seen(name, 2)
  const [told] = await read(`aws/lambda/async/${name}/`)
  expect(told!.value.requestContext).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 2 })
})

test('a throttled event is tried again with growing pauses, and not counted as an attempt', async () => {
  const name = await make({ Timeout: 2 })
  await put(name, { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: BUCKET } } })
  await aws.client.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 1 }))
  const busy = aws.invoke(name, { wait: true })
  await seen(name, 1)
  await send(name, { fail: 'at last' })
  const throttles = (count: number) => eventually(`${count} throttles`, async () => ((await metric('Throttles', name)) === count ? true : undefined))
  await throttles(1)
  await clock.advance(1_000)
  await throttles(2)
  await clock.advance(1_000)
  expect((await busy).error).toBe('Unhandled')
  await clock.advance(999)
  expect(await metric('Throttles', name)).toBe(2)
  await clock.advance(1)
  const [told] = await read(`aws/lambda/async/${name}/`)
  expect(told!.value.requestContext).toMatchObject({ condition: 'RetriesExhausted', approximateInvokeCount: 1 })
})

test('without any concurrency the event is given up at once', async () => {
  const name = await make()
  await put(name, { DestinationConfig: { OnFailure: { Destination: BUCKET } } })
  await aws.client.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 0 }))
  await send(name, { n: 1 })
  const [told] = await read(`aws/lambda/async/${name}/`)
  expect(told!.value).toMatchObject({ requestContext: { condition: 'ZeroReservedConcurrency', approximateInvokeCount: 0 }, requestPayload: { n: 1 } })
  expect(told!.value).not.toHaveProperty('responseContext')
})

test('a destination that cannot be reached costs the record, and the user is told', async () => {
  const name = await make()
  await put(name, { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::nowhere' } } })
  await send(name, { fail: 'once' })
  await eventually('the engine says so', () => aws.engine.lines.find((line) => line.includes('The destination arn:aws:s3:::nowhere did not take')))
  expect(await metric('DestinationDeliveryFailures', name)).toBe(1)
  await eventually('the drop', async () => ((await metric('AsyncEventsDropped', name)) === 1 ? true : undefined))
})

test('the old InvokeAsync queues likewise', async () => {
  const name = await make()
  const { Status } = await aws.client.send(new InvokeAsyncCommand({ FunctionName: name, InvokeArgs: JSON.stringify({ old: true }) }))
  expect(Status).toBe(202)
  expect((await read(`seen/${name}/`))[0]!.value).toEqual({ old: true })
  await expect(aws.client.send(new InvokeAsyncCommand({ FunctionName: name, InvokeArgs: '{' }))).rejects.toMatchObject({ name: 'InvalidRequestContentException' })
})
