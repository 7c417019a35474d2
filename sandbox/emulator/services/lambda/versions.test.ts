import {
  AddPermissionCommand, CreateAliasCommand, DeleteAliasCommand, DeleteFunctionCommand, GetAliasCommand, GetFunctionCommand,
  GetFunctionConfigurationCommand, GetPolicyCommand, InvokeCommand, ListAliasesCommand, ListFunctionsCommand, ListVersionsByFunctionCommand,
  PublishVersionCommand, PutFunctionConcurrencyCommand, PutFunctionEventInvokeConfigCommand, ListFunctionEventInvokeConfigsCommand,
  UpdateAliasCommand, UpdateFunctionCodeCommand, UpdateFunctionConfigurationCommand, type CreateAliasCommandInput,
} from '@aws-sdk/client-lambda'
import { FilterLogEventsCommand, CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../../testing/engine.ts'
import { lambdaFixture, zip, type LambdaFixture } from '../../../testing/lambda.ts'

let aws: LambdaFixture
beforeAll(async () => void (aws = await lambdaFixture()))
afterAll(() => aws[Symbol.asyncDispose]())

const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`
const code = (answer: string) => ({
  'index.mjs': `export const handler = async (_, c) => ['${answer}', process.env.COLOR ?? '', c.functionVersion, process.env.AWS_LAMBDA_FUNCTION_VERSION, c.invokedFunctionArn, c.logStreamName]`,
})
const invoke = async (FunctionName: string, Qualifier?: string) => {
  const answer = await aws.client.send(new InvokeCommand({ FunctionName, ...(Qualifier === undefined ? {} : { Qualifier }) }))
  return { version: answer.ExecutedVersion, value: JSON.parse(Buffer.from(answer.Payload!).toString()) as string[] }
}
const publish = (FunctionName: string, more = {}) => aws.client.send(new PublishVersionCommand({ FunctionName, ...more }))
const change = (FunctionName: string, answer: string, more = {}) =>
  aws.client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zip(code(answer)), ...more }))
const alias = (FunctionName: string, Name: string, FunctionVersion: string, more: Partial<CreateAliasCommandInput> = {}) =>
  aws.client.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion, ...more }))

test('a version keeps the code and the configuration of its moment', async () => {
  const name = await aws.create(code('one'), { Environment: { Variables: { COLOR: 'red' } } })
  const latest = await aws.client.send(new GetFunctionConfigurationCommand({ FunctionName: name }))
  const { $metadata, RevisionId, LastModified, ...first } = await publish(name, { Description: 'the first' })
  expect($metadata.httpStatusCode).toBe(201)
  const { $metadata: _, RevisionId: ofLatest, LastModified: __, ...rest } = latest
  expect(first).toEqual({ ...rest, FunctionArn: `${arnOf(name)}:1`, Version: '1', Description: 'the first' })
  expect(RevisionId).not.toBe(ofLatest)
  await change(name, 'two')
  await aws.client.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Environment: { Variables: { COLOR: 'blue' } } }))
  expect(await invoke(name, '1')).toMatchObject({ version: '1', value: ['one', 'red', '1', '1', `${arnOf(name)}:1`, expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[1\][0-9a-f]{32}$/)] })
  expect(await invoke(name)).toMatchObject({ version: '$LATEST', value: ['two', 'blue', '$LATEST', '$LATEST', arnOf(name), expect.stringContaining('[$LATEST]')] })
  expect((await invoke(`${arnOf(name)}:$LATEST`)).value[4]).toBe(`${arnOf(name)}:$LATEST`)
  const got = await aws.client.send(new GetFunctionCommand({ FunctionName: name, Qualifier: '1' }))
  expect(got.Configuration).toMatchObject({ ...first, RevisionId })
  const download = Buffer.from(await (await fetch(got.Code!.Location!)).arrayBuffer())
  expect(createHash('sha256').update(download).digest('base64')).toBe(first.CodeSha256)
  const logs = new CloudWatchLogsClient(aws.engine.client)
  await eventually('the START line of version 1', async () => {
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` }))
    return events!.find(({ message }) => /^START RequestId: \S+ Version: 1\n$/.test(message!))
  })
  logs.destroy()
})

test('nothing new is published where nothing has changed; numbers go up and are not used again', async () => {
  const name = await aws.create(code('a'), { Publish: true })
  expect((await publish(name, { Description: 'again' })).Version).toBe('1')
  expect(await change(name, 'b', { Publish: true })).toMatchObject({ Version: '2', FunctionArn: `${arnOf(name)}:2` })
  await aws.client.send(new DeleteFunctionCommand({ FunctionName: name, Qualifier: '2' }))
  expect((await publish(name)).Version).toBe('3')
  const { Versions } = await aws.client.send(new ListVersionsByFunctionCommand({ FunctionName: name }))
  expect(Versions!.map(({ Version, FunctionArn }) => [Version, FunctionArn])).toEqual(['$LATEST', '1', '3'].map((v) => [v, `${arnOf(name)}:${v}`]))
  expect((await invoke(name, '3')).value[0]).toBe('b')
  const { Functions } = await aws.client.send(new ListFunctionsCommand({ FunctionVersion: 'ALL' }))
  expect(Functions!.filter(({ FunctionName }) => FunctionName === name).map(({ FunctionArn }) => FunctionArn)).toEqual(Versions!.map(({ FunctionArn }) => FunctionArn))
  await expect(invoke(name, '2')).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: `Function not found: ${arnOf(name)}:2` })
  await aws.client.send(new DeleteFunctionCommand({ FunctionName: name }))
  await aws.create(code('c'), { FunctionName: name })
  expect((await publish(name)).Version).toBe('4')
})

test('more than nine versions are listed in order, page by page', async () => {
  const name = await aws.create(code('x'))
  for (let i = 0; i < 11; i++) {
    await aws.client.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Description: String(i) }))
    await publish(name)
  }
  const listed: (string | undefined)[] = []
  for (let Marker: string | undefined; ; ) {
    const page = await aws.client.send(new ListVersionsByFunctionCommand({ FunctionName: name, MaxItems: 5, ...(Marker ? { Marker } : {}) }))
    listed.push(...page.Versions!.map(({ Version }) => Version))
    if (!(Marker = page.NextMarker)) break
  }
  expect(listed).toEqual(['$LATEST', ...Array.from({ length: 11 }, (_, i) => String(i + 1))])
})

test('what must hold for a version to be published', async () => {
  const name = await aws.create(code('a'))
  const { CodeSha256 } = await aws.client.send(new GetFunctionConfigurationCommand({ FunctionName: name }))
  await expect(publish(name, { CodeSha256: 'x' })).rejects.toMatchObject({
    name: 'InvalidParameterValueException', message: `CodeSHA256 (x) is different from current CodeSHA256 in $LATEST (${CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
  })
  await expect(publish(name, { RevisionId: 'old' })).rejects.toMatchObject({ name: 'PreconditionFailedException' })
  await publish(name)
  await expect(aws.client.send(new PutFunctionConcurrencyCommand({ FunctionName: `${name}:1`, ReservedConcurrentExecutions: 1 }))).rejects.toMatchObject({
    name: 'InvalidParameterValueException', message: /^This operation is permitted on Lambda functions only\./,
  })
  await expect(aws.client.send(new DeleteFunctionCommand({ FunctionName: name, Qualifier: '$LATEST' }))).rejects.toMatchObject({ name: 'InvalidParameterValueException' })
})

test('an alias: made, shown, changed, listed, removed', async () => {
  const name = await aws.create(code('one'), { Publish: true })
  await change(name, 'two', { Publish: true })
  const { $metadata, RevisionId, ...made } = await alias(name, 'live', '1')
  expect($metadata.httpStatusCode).toBe(201)
  expect(made).toEqual({ AliasArn: `${arnOf(name)}:live`, Name: 'live', FunctionVersion: '1', Description: '' })
  expect(await invoke(name, 'live')).toMatchObject({ version: '1', value: ['one', '', '1', '1', `${arnOf(name)}:live`, expect.anything()] })
  expect(await aws.client.send(new GetFunctionConfigurationCommand({ FunctionName: `${name}:live` }))).toMatchObject({ FunctionArn: `${arnOf(name)}:live`, Version: '1' })
  await expect(aws.client.send(new UpdateAliasCommand({ FunctionName: name, Name: 'live', FunctionVersion: '2', RevisionId: 'old' }))).rejects.toMatchObject({ name: 'PreconditionFailedException' })
  const updated = await aws.client.send(new UpdateAliasCommand({ FunctionName: name, Name: 'live', FunctionVersion: '2', RevisionId: RevisionId! }))
  expect(updated).toMatchObject({ FunctionVersion: '2', Description: '' })
  expect(updated.RevisionId).not.toBe(RevisionId)
  expect((await invoke(`${name}:live`)).value[0]).toBe('two')
  await alias(name, 'head', '$LATEST', { Description: 'the newest' })
  const names = async (more = {}) => (await aws.client.send(new ListAliasesCommand({ FunctionName: name, ...more }))).Aliases!.map(({ Name }) => Name)
  expect(await names()).toEqual(['head', 'live'])
  expect(await names({ FunctionVersion: '2' })).toEqual(['live'])
  // The sentence is not verified.
  await expect(aws.client.send(new DeleteFunctionCommand({ FunctionName: name, Qualifier: '2' }))).rejects.toMatchObject({ name: 'ResourceConflictException' })
  await expect(aws.client.send(new DeleteFunctionCommand({ FunctionName: name, Qualifier: 'live' }))).rejects.toMatchObject({ message: 'Deletion of aliases is not currently supported.' })
  for (let i = 0; i < 2; i++) expect((await aws.client.send(new DeleteAliasCommand({ FunctionName: name, Name: 'live' }))).$metadata.httpStatusCode).toBe(204)
  await expect(aws.client.send(new GetAliasCommand({ FunctionName: name, Name: 'live' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException', message: `Cannot find alias arn: ${arnOf(name)}:live`,
  })
  await aws.client.send(new DeleteFunctionCommand({ FunctionName: name, Qualifier: '2' }))
})

test('an alias with weights sends each to its version', async () => {
  const name = await aws.create(code('one'), { Publish: true })
  await change(name, 'two', { Publish: true })
  const made = await alias(name, 'canary', '1', { RoutingConfig: { AdditionalVersionWeights: { 2: 0.5 } } })
  expect(made.RoutingConfig).toEqual({ AdditionalVersionWeights: { 2: 0.5 } })
  const seen = { 1: 0, 2: 0 } as Record<string, number>
  for (let i = 0; i < 60; i++) {
    const { version, value } = await invoke(name, 'canary')
    expect(value[0]).toBe(version === '1' ? 'one' : 'two')
    seen[version!]!++
  }
  expect(Math.min(seen[1]!, seen[2]!)).toBeGreaterThan(12)
  const all = await aws.client.send(new UpdateAliasCommand({ FunctionName: name, Name: 'canary', RoutingConfig: { AdditionalVersionWeights: {} } }))
  expect(all).not.toHaveProperty('RoutingConfig')
  for (let i = 0; i < 10; i++) expect((await invoke(name, 'canary')).version).toBe('1')
})

test.each<[string, Partial<CreateAliasCommandInput>, string, RegExp]>([
  ['a version that is not there', { FunctionVersion: '9' }, 'ResourceNotFoundException', /^Function not found: arn:.*:9$/],
  ['a number for a name', { Name: '12' }, 'ValidationException', /at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern/],
  ['two weights', { RoutingConfig: { AdditionalVersionWeights: { 1: 0.1, 2: 0.1 } } }, 'InvalidParameterValueException', /^Number of items in AdditionalVersionWeights cannot be greater than 1$/],
  ['a weight for the version itself', { RoutingConfig: { AdditionalVersionWeights: { 1: 0.1 } } }, 'InvalidParameterValueException', /^Invalid function version 1\. Function version 1 is already included in routing configuration\.$/],
  ['a weight beyond 1', { RoutingConfig: { AdditionalVersionWeights: { 2: 1.5 } } }, 'ValidationException', /Value '\{2=1\.5\}' at 'routingConfig\.additionalVersionWeights'/],
  ['weights beside $LATEST', { FunctionVersion: '$LATEST', RoutingConfig: { AdditionalVersionWeights: { 1: 0.5 } } }, 'InvalidParameterValueException', /^\$LATEST is not supported for an alias pointing to more than 1 version$/],
])('no alias with %s', async (_what, more, error, message) => {
  const name = await aws.create(code('x'), { Publish: true })
  await expect(alias(name, 'a', '1', more)).rejects.toMatchObject({ name: error, message: expect.stringMatching(message) })
  await alias(name, 'twice', '1')
  await expect(alias(name, 'twice', '1')).rejects.toMatchObject({ name: 'ResourceConflictException', message: `Alias already exists: ${arnOf(name)}:twice` })
})

test('policies and settings belong to the qualifier, and go with it', async () => {
  const name = await aws.create(code('x'), { Publish: true })
  await alias(name, 'live', '1')
  const allow = { FunctionName: name, StatementId: 's', Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com' }
  const { Statement } = await aws.client.send(new AddPermissionCommand({ ...allow, Qualifier: 'live' }))
  expect(JSON.parse(Statement!).Resource).toBe(`${arnOf(name)}:live`)
  await expect(aws.client.send(new GetPolicyCommand({ FunctionName: name }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  expect(JSON.parse((await aws.client.send(new GetPolicyCommand({ FunctionName: `${name}:live` }))).Policy!).Statement).toHaveLength(1)
  await expect(aws.client.send(new AddPermissionCommand({ ...allow, Qualifier: '$LATEST' }))).rejects.toMatchObject({ message: 'We currently do not support adding policies for $LATEST.' })
  await aws.client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: name, Qualifier: 'live', MaximumRetryAttempts: 0 }))
  await aws.client.send(new DeleteAliasCommand({ FunctionName: name, Name: 'live' }))
  await alias(name, 'live', '1')
  await expect(aws.client.send(new GetPolicyCommand({ FunctionName: name, Qualifier: 'live' }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  expect((await aws.client.send(new ListFunctionEventInvokeConfigsCommand({ FunctionName: name }))).FunctionEventInvokeConfigs).toEqual([])
})
