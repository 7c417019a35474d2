import {
  CreateAliasCommand, DeleteProvisionedConcurrencyConfigCommand, GetFunctionRecursionConfigCommand, GetProvisionedConcurrencyConfigCommand,
  GetRuntimeManagementConfigCommand, ListProvisionedConcurrencyConfigsCommand, PutFunctionRecursionConfigCommand,
  PutProvisionedConcurrencyConfigCommand, PutRuntimeManagementConfigCommand,
} from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lambdaFixture, type LambdaFixture } from '../../../testing/lambda.ts'

let aws: LambdaFixture
beforeAll(async () => void (aws = await lambdaFixture()))
afterAll(() => aws[Symbol.asyncDispose]())

const CODE = { 'index.mjs': 'export const handler = async () => 1' }
const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`

test('provisioned concurrency is reported as AWS reports it', async () => {
  const FunctionName = await aws.create(CODE, { Publish: true })
  await aws.client.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }))
  const put = (Qualifier: string) => aws.client.send(new PutProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier, ProvisionedConcurrentExecutions: 2 }))
  const get = () => aws.client.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier: 'live' }))
  await expect(get()).rejects.toMatchObject({ name: 'ProvisionedConcurrencyConfigNotFoundException', message: 'No Provisioned Concurrency Config found for this function', $metadata: { httpStatusCode: 404 } })
  const { $metadata, ...made } = await put('live')
  expect($metadata.httpStatusCode).toBe(202)
  const LastModified = expect.stringMatching(/\+0000$/)
  expect(made).toEqual({ RequestedProvisionedConcurrentExecutions: 2, AllocatedProvisionedConcurrentExecutions: 0, Status: 'IN_PROGRESS', LastModified })
  const ready = { RequestedProvisionedConcurrentExecutions: 2, AvailableProvisionedConcurrentExecutions: 2, AllocatedProvisionedConcurrentExecutions: 2, Status: 'READY', LastModified }
  expect(await get()).toMatchObject(ready)
  const listed = await aws.client.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName }))
  expect(listed.ProvisionedConcurrencyConfigs).toEqual([{ FunctionArn: `${arnOf(FunctionName)}:live`, ...ready }])
  await aws.client.send(new DeleteProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier: 'live' }))
  await expect(get()).rejects.toMatchObject({ name: 'ProvisionedConcurrencyConfigNotFoundException' })
  // The sentences are from memory of AWS's answers.
  await expect(put('$LATEST')).rejects.toMatchObject({ name: 'InvalidParameterValueException', message: 'Provisioned Concurrency Configs cannot be applied to unpublished function versions.' })
  await expect(put('7')).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: `Function not found: ${arnOf(FunctionName)}:7` })
  await expect(put('none')).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: `Cannot find alias arn: ${arnOf(FunctionName)}:none` })
})

test('runtime management and recursion are kept and shown', async () => {
  const FunctionName = await aws.create(CODE)
  const get = () => aws.client.send(new GetRuntimeManagementConfigCommand({ FunctionName }))
  expect(await get()).toMatchObject({ UpdateRuntimeOn: 'Auto', FunctionArn: `${arnOf(FunctionName)}:$LATEST` })
  const RuntimeVersionArn = `arn:aws:lambda:us-east-1::runtime:${'a'.repeat(64)}`
  await aws.client.send(new PutRuntimeManagementConfigCommand({ FunctionName, UpdateRuntimeOn: 'Manual', RuntimeVersionArn }))
  expect(await get()).toMatchObject({ UpdateRuntimeOn: 'Manual', RuntimeVersionArn })
  await expect(aws.client.send(new PutRuntimeManagementConfigCommand({ FunctionName, UpdateRuntimeOn: 'Manual' }))).rejects.toMatchObject({ name: 'InvalidParameterValueException' })
  expect(await aws.client.send(new GetFunctionRecursionConfigCommand({ FunctionName }))).toMatchObject({ RecursiveLoop: 'Terminate' })
  await aws.client.send(new PutFunctionRecursionConfigCommand({ FunctionName, RecursiveLoop: 'Allow' }))
  expect(await aws.client.send(new GetFunctionRecursionConfigCommand({ FunctionName }))).toMatchObject({ RecursiveLoop: 'Allow' })
})
