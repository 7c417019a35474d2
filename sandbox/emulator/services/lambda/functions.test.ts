import {
  AddPermissionCommand, CreateFunctionCommand, DeleteFunctionCommand, DeleteFunctionConcurrencyCommand, GetAccountSettingsCommand,
  GetFunctionCommand, GetFunctionConcurrencyCommand, GetFunctionConfigurationCommand, GetPolicyCommand, LambdaClient, ListFunctionsCommand,
  ListCapacityProvidersCommand, ListTagsCommand, ListVersionsByFunctionCommand, PutFunctionConcurrencyCommand, RemovePermissionCommand, Runtime,
  TagResourceCommand, UntagResourceCommand, UpdateFunctionCodeCommand, UpdateFunctionConfigurationCommand, waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2, type CreateFunctionCommandInput,
} from '@aws-sdk/client-lambda'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RUNTIMES } from './runtimes.ts'
import { lambdaFixture, zip, type LambdaFixture } from '../../../testing/lambda.ts'

let aws: LambdaFixture
beforeAll(async () => void (aws = await lambdaFixture()))
afterAll(() => aws[Symbol.asyncDispose]())

const CODE = { 'index.mjs': 'export const handler = async () => 1' }
const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`

test('a new function as AWS shows it; the SDK\'s waiters are content', async () => {
  const ZipFile = zip(CODE)
  const made = await aws.client.send(
    new CreateFunctionCommand({ FunctionName: 'shown', Runtime: 'nodejs22.x', Handler: 'index.handler', Role: aws.role, Code: { ZipFile }, Tags: { a: 'b' } }),
  )
  const { $metadata, LastModified, RevisionId, ...rest } = made
  expect($metadata.httpStatusCode).toBe(201)
  expect(LastModified).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/)
  expect(RevisionId).toMatch(/^[0-9a-f-]{36}$/)
  expect(rest).toEqual({
    FunctionName: 'shown', FunctionArn: arnOf('shown'), Runtime: 'nodejs22.x', Role: aws.role, Handler: 'index.handler', CodeSize: ZipFile.length,
    CodeSha256: createHash('sha256').update(ZipFile).digest('base64'), Description: '', Timeout: 3, MemorySize: 128, Version: '$LATEST',
    TracingConfig: { Mode: 'PassThrough' }, State: 'Active', LastUpdateStatus: 'Successful', PackageType: 'Zip', Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 }, SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    RuntimeVersionConfig: { RuntimeVersionArn: expect.stringMatching(/^arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}$/) },
    LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/shown' },
  })
  const waiter = { client: aws.client, maxWaitTime: 5 }
  expect((await waitUntilFunctionActiveV2(waiter, { FunctionName: 'shown' })).state).toBe('SUCCESS')
  expect((await waitUntilFunctionUpdatedV2(waiter, { FunctionName: 'shown' })).state).toBe('SUCCESS')
  const got = await aws.client.send(new GetFunctionCommand({ FunctionName: arnOf('shown') }))
  expect(got).toMatchObject({ Configuration: rest, Tags: { a: 'b' }, Code: { RepositoryType: 'S3' } })
  const download = await fetch(got.Code!.Location!)
  expect(Buffer.from(await download.arrayBuffer()).equals(Buffer.from(ZipFile))).toBe(true)
  expect((await fetch(got.Code!.Location!.replace(/key=\w+/, 'key=guessed'))).status).toBe(404)
  expect(await aws.client.send(new GetFunctionConfigurationCommand({ FunctionName: 'shown', Qualifier: '$LATEST' }))).toMatchObject({ FunctionArn: `${arnOf('shown')}:$LATEST` })
})

test('code from S3, read as the caller', async () => {
  const s3 = new S3Client(aws.engine.client)
  await s3.send(new CreateBucketCommand({ Bucket: 'code' }))
  await s3.send(new PutObjectCommand({ Bucket: 'code', Key: 'f.zip', Body: zip({ 'index.mjs': 'export const handler = async () => "from S3"' }) }))
  s3.destroy()
  const name = await aws.create(CODE, { Code: { S3Bucket: 'code', S3Key: 'f.zip' } })
  expect((await aws.invoke(name)).value).toBe('from S3')
  await expect(aws.create(CODE, { Code: { S3Bucket: 'code', S3Key: 'none' } })).rejects.toMatchObject({
    name: 'InvalidParameterValueException', message: expect.stringMatching(/^Error occurred while GetObject\. S3 Error Code: NoSuchKey\. S3 Error Message: /),
  })
})

describe('what cannot be made', () => {
  test.each<[string, Partial<CreateFunctionCommandInput>, string, RegExp]>([
    ['a role that is not there', { Role: 'arn:aws:iam::000000000000:role/nobody' }, 'InvalidParameterValueException', /^The role defined for the function cannot be assumed by Lambda\.$/],
    ['no zip', { Code: { ZipFile: Buffer.from('text') } }, 'InvalidParameterValueException', /^Could not unzip uploaded file\. Please check your file, then try to upload again\.$/],
    ['an empty zip', { Code: { ZipFile: zipSync({}) } }, 'InvalidParameterValueException', /^Uploaded file must be a non-empty zip$/],
    ['a path that climbs', { Code: { ZipFile: zip({ 'a/../../x': '' }) } }, 'InvalidParameterValueException', /outside of its folder/],
    ['an absolute path', { Code: { ZipFile: zip({ '/etc/x': '' }) } }, 'InvalidParameterValueException', /outside of its folder/],
    ['no code', { Code: {} }, 'InvalidParameterValueException', /^Please provide a source for function code\.$/],
    ['no handler', { Handler: undefined }, 'InvalidParameterValueException', /^Runtime and Handler are mandatory parameters/],
    ['a runtime that AWS does not have', { Runtime: 'cobol' as never }, 'ValidationException', /^1 validation error detected: Value 'cobol' at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: \[/],
    ['a name with a space', { FunctionName: 'a b' }, 'ValidationException', /^1 validation error detected: Value 'a b' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: \(arn:/],
    ['a time-out that is too long', { Timeout: 901 }, 'ValidationException', /Value '901' at 'timeout' .* less than or equal to 900$/],
    ['too little memory', { MemorySize: 64 }, 'ValidationException', /Value '64' at 'memorySize' .* greater than or equal to 128$/],
    ['a variable that AWS sets', { Environment: { Variables: { AWS_REGION: 'x' } } }, 'InvalidParameterValueException', /Reserved keys used in this request: AWS_REGION$/],
    ['an image', { PackageType: 'Image', Code: { ImageUri: 'x' } }, 'NotImplemented', /PackageType Image/],
  ])('%s', async (_name, options, name, message) => {
    await expect(aws.create(CODE, options)).rejects.toMatchObject({ name, message: expect.stringMatching(message) })
  })

  test('the same name twice', async () => {
    const FunctionName = await aws.create(CODE)
    await expect(aws.create(CODE, { FunctionName })).rejects.toMatchObject({ name: 'ResourceConflictException', message: `Function already exist: ${FunctionName}`, $metadata: { httpStatusCode: 409 } })
  })
})

test('updates: only what is given changes, and an old RevisionId is refused', async () => {
  const FunctionName = await aws.create(CODE, { Description: 'd', Environment: { Variables: { V1: '1' } } })
  const before = await aws.client.send(new GetFunctionConfigurationCommand({ FunctionName }))
  const after = await aws.client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 9, RevisionId: before.RevisionId }))
  expect(after).toMatchObject({ Timeout: 9, Description: 'd', Environment: { Variables: { V1: '1' } }, LastUpdateStatus: 'Successful', CodeSha256: before.CodeSha256 })
  expect(after.RevisionId).not.toBe(before.RevisionId)
  await expect(aws.client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zip(CODE), RevisionId: before.RevisionId }))).rejects.toMatchObject({
    name: 'PreconditionFailedException', $metadata: { httpStatusCode: 412 },
  })
  const ZipFile = zip({ 'index.mjs': '// other' })
  const dry = await aws.client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile, DryRun: true }))
  const sha256 = createHash('sha256').update(ZipFile).digest('base64')
  expect(dry.CodeSha256).toBe(sha256)
  expect((await aws.client.send(new GetFunctionConfigurationCommand({ FunctionName }))).CodeSha256).toBe(before.CodeSha256)
  expect((await aws.client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }))).CodeSha256).toBe(sha256)
})

test('every runtime that the SDK knows can be named', async () => {
  expect(Object.values(Runtime).filter((name) => !(RUNTIMES as readonly string[]).includes(name))).toEqual([])
})

test('functions belong to their account and region, and are listed by name, 50 at a time', async () => {
  await using own = await lambdaFixture()
  const names = Array.from({ length: 53 }, (_, i) => `f-${String(i).padStart(2, '0')}`)
  for (const FunctionName of [...names].reverse()) await own.create(CODE, { FunctionName })
  const first = await own.client.send(new ListFunctionsCommand({}))
  expect(first.Functions!.map((found) => found.FunctionName)).toEqual(names.slice(0, 50))
  const second = await own.client.send(new ListFunctionsCommand({ Marker: first.NextMarker }))
  expect(second.Functions!.map((found) => found.FunctionName)).toEqual(names.slice(50))
  expect(second.NextMarker).toBeUndefined()
  const elsewhere = new LambdaClient({ ...own.engine.client, region: 'eu-west-1' })
  expect((await elsewhere.send(new ListFunctionsCommand({}))).Functions).toEqual([])
  await expect(elsewhere.send(new GetFunctionCommand({ FunctionName: 'f-00' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException', message: 'Function not found: arn:aws:lambda:eu-west-1:000000000000:function:f-00',
  })
  elsewhere.destroy()
  expect((await own.client.send(new ListVersionsByFunctionCommand({ FunctionName: 'f-00' }))).Versions).toMatchObject([{ Version: '$LATEST', FunctionArn: `${arnOf('f-00')}:$LATEST` }])
})

test('a deleted function is gone, and its name is free', async () => {
  const FunctionName = await aws.create(CODE)
  expect((await aws.client.send(new DeleteFunctionCommand({ FunctionName }))).$metadata.httpStatusCode).toBe(204)
  await expect(aws.client.send(new DeleteFunctionCommand({ FunctionName }))).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: `Function not found: ${arnOf(FunctionName)}` })
  await aws.create({ 'index.mjs': 'export const handler = async () => "second"' }, { FunctionName })
  expect((await aws.invoke(FunctionName)).value).toBe('second')
})

test('tags', async () => {
  const name = await aws.create(CODE, { Tags: { a: '1', b: '2' } })
  const Resource = arnOf(name)
  await aws.client.send(new TagResourceCommand({ Resource, Tags: { b: '3', 'c d': '4' } }))
  await aws.client.send(new UntagResourceCommand({ Resource, TagKeys: ['a', 'none'] }))
  expect((await aws.client.send(new ListTagsCommand({ Resource }))).Tags).toEqual({ b: '3', 'c d': '4' })
  await expect(aws.client.send(new ListTagsCommand({ Resource: arnOf('none') }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('the resource policy', async () => {
  const FunctionName = await aws.create(CODE)
  const add = (StatementId: string, more: object) => aws.client.send(new AddPermissionCommand({ FunctionName, StatementId, Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com', ...more }))
  await expect(aws.client.send(new GetPolicyCommand({ FunctionName }))).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'The resource you requested does not exist.' })
  const added = await add('api', { SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:x/*', SourceAccount: '000000000000' })
  const statement = {
    Sid: 'api', Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'lambda:InvokeFunction', Resource: arnOf(FunctionName),
    Condition: { StringEquals: { 'AWS:SourceAccount': '000000000000' }, ArnLike: { 'AWS:SourceArn': 'arn:aws:execute-api:us-east-1:000000000000:x/*' } },
  }
  expect(JSON.parse(added.Statement!)).toEqual(statement)
  expect(JSON.parse((await add('account', { Principal: '123456789012' })).Statement!).Principal).toEqual({ AWS: 'arn:aws:iam::123456789012:root' })
  await expect(add('api', {})).rejects.toMatchObject({ name: 'ResourceConflictException', message: expect.stringMatching(/^The statement id \(api\) provided already exists\./) })
  await aws.client.send(new RemovePermissionCommand({ FunctionName, StatementId: 'account' }))
  await expect(aws.client.send(new RemovePermissionCommand({ FunctionName, StatementId: 'account' }))).rejects.toMatchObject({ message: 'Statement account is not found in resource policy.' })
  const { Policy } = await aws.client.send(new GetPolicyCommand({ FunctionName }))
  expect(JSON.parse(Policy!)).toEqual({ Version: '2012-10-17', Id: 'default', Statement: [statement] })
})

test('reserved concurrency and the account\'s limits', async () => {
  await using own = await lambdaFixture()
  const FunctionName = await own.create(CODE)
  const put = (ReservedConcurrentExecutions: number) => own.client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }))
  const reserved = async () => (await own.client.send(new GetFunctionConcurrencyCommand({ FunctionName }))).ReservedConcurrentExecutions
  expect(await reserved()).toBeUndefined()
  await put(900)
  await expect(put(901)).rejects.toMatchObject({ name: 'InvalidParameterValueException', message: expect.stringContaining('below its minimum value of [100]') })
  expect(await reserved()).toBe(900)
  expect((await own.client.send(new GetFunctionCommand({ FunctionName }))).Concurrency).toEqual({ ReservedConcurrentExecutions: 900 })
  const { AccountLimit, AccountUsage } = await own.client.send(new GetAccountSettingsCommand({}))
  expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 100 })
  expect(AccountUsage).toMatchObject({ FunctionCount: 1 })
  await own.client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
  expect(await reserved()).toBeUndefined()
})

test('what is not here says so by its name', async () => {
  await expect(aws.client.send(new ListCapacityProvidersCommand({}))).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } })
})
