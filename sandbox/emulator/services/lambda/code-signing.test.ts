import {
  CreateCodeSigningConfigCommand, DeleteCodeSigningConfigCommand, DeleteFunctionCodeSigningConfigCommand, DeleteFunctionCommand,
  GetCodeSigningConfigCommand, GetFunctionCodeSigningConfigCommand, ListCodeSigningConfigsCommand, ListFunctionsByCodeSigningConfigCommand,
  ListTagsCommand, PutFunctionCodeSigningConfigCommand, UpdateCodeSigningConfigCommand,
} from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lambdaFixture, type LambdaFixture } from '../../../testing/lambda.ts'

let aws: LambdaFixture
beforeAll(async () => void (aws = await lambdaFixture()))
afterAll(() => aws[Symbol.asyncDispose]())

const CODE = { 'index.mjs': 'export const handler = async () => 1' }
const AllowedPublishers = { SigningProfileVersionArns: ['arn:aws:signer:us-east-1:000000000000:/signing-profiles/mine/AAAAAAAAAA'] }

test('a code signing configuration is kept, shown, changed, used by functions and deleted', async () => {
  const { client } = aws
  const { $metadata, CodeSigningConfig: made } = await client.send(new CreateCodeSigningConfigCommand({ AllowedPublishers, Description: 'd', Tags: { a: 'b' } }))
  expect($metadata.httpStatusCode).toBe(201)
  const CodeSigningConfigArn = made!.CodeSigningConfigArn!
  expect(made).toEqual({
    CodeSigningConfigId: expect.stringMatching(/^csc-[a-z0-9]{17}$/), CodeSigningConfigArn: `arn:aws:lambda:us-east-1:000000000000:code-signing-config:${made!.CodeSigningConfigId}`,
    Description: 'd', AllowedPublishers, CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Warn' }, LastModified: expect.stringMatching(/\+0000$/),
  })
  expect((await client.send(new ListTagsCommand({ Resource: CodeSigningConfigArn }))).Tags).toEqual({ a: 'b' })
  const CodeSigningPolicies = { UntrustedArtifactOnDeployment: 'Enforce' as const }
  await client.send(new UpdateCodeSigningConfigCommand({ CodeSigningConfigArn, CodeSigningPolicies }))
  const { CodeSigningConfig } = await client.send(new GetCodeSigningConfigCommand({ CodeSigningConfigArn }))
  expect(CodeSigningConfig).toMatchObject({ Description: 'd', AllowedPublishers, CodeSigningPolicies })
  expect((await client.send(new ListCodeSigningConfigsCommand({}))).CodeSigningConfigs).toEqual([CodeSigningConfig])

  const first = await aws.create(CODE, { CodeSigningConfigArn })
  const second = await aws.create(CODE)
  const of = async (FunctionName: string) => (await client.send(new GetFunctionCodeSigningConfigCommand({ FunctionName }))).CodeSigningConfigArn
  expect([await of(first), await of(second)]).toEqual([CodeSigningConfigArn, undefined])
  expect(await client.send(new PutFunctionCodeSigningConfigCommand({ FunctionName: second, CodeSigningConfigArn }))).toMatchObject({ FunctionName: second, CodeSigningConfigArn })
  const users = async () => (await client.send(new ListFunctionsByCodeSigningConfigCommand({ CodeSigningConfigArn }))).FunctionArns
  expect(await users()).toEqual([first, second].map((name) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`))
  await expect(client.send(new DeleteCodeSigningConfigCommand({ CodeSigningConfigArn }))).rejects.toMatchObject({ name: 'ResourceConflictException' })
  await client.send(new DeleteFunctionCodeSigningConfigCommand({ FunctionName: second }))
  await client.send(new DeleteFunctionCommand({ FunctionName: first }))
  expect(await users()).toEqual([])
  await client.send(new DeleteCodeSigningConfigCommand({ CodeSigningConfigArn }))
  const gone = { name: 'CodeSigningConfigNotFoundException', $metadata: { httpStatusCode: 404 } }
  await expect(client.send(new GetCodeSigningConfigCommand({ CodeSigningConfigArn }))).rejects.toMatchObject(gone)
  await expect(aws.create(CODE, { CodeSigningConfigArn })).rejects.toMatchObject(gone)
})
