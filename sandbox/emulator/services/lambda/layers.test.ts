import {
  AddLayerVersionPermissionCommand, DeleteLayerVersionCommand, GetLayerVersionPolicyCommand, LambdaClient, RemoveLayerVersionPermissionCommand, GetFunctionConfigurationCommand, GetLayerVersionByArnCommand, GetLayerVersionCommand, ListLayersCommand,
  ListLayerVersionsCommand, PublishLayerVersionCommand, PublishVersionCommand, UpdateFunctionConfigurationCommand, type PublishLayerVersionCommandInput,
} from '@aws-sdk/client-lambda'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { zipSync } from 'fflate'
import { lambdaFixture, zip, type LambdaFixture } from '../../../testing/lambda.ts'

let aws: LambdaFixture
beforeAll(async () => void (aws = await lambdaFixture()))
afterAll(() => aws[Symbol.asyncDispose]())

const arnOf = (layer: string) => `arn:aws:lambda:us-east-1:000000000000:layer:${layer}`
const publish = async (LayerName: string, files: Record<string, string>, more: Partial<PublishLayerVersionCommandInput> = {}) =>
  aws.client.send(new PublishLayerVersionCommand({ LayerName, Content: { ZipFile: zip(files) }, ...more }))

/** Whether this machine lets a process have its own mounts, which the layers are put at `/opt` with. */
const mounts = (() => {
  try {
    execFileSync('unshare', ['-mr', '/bin/sh', '-c', 'mount --bind /tmp /opt'], { stdio: 'ignore' })
    return !process.execPath.startsWith('/opt/')
  } catch {
    return false
  }
})()

test('a layer: published, shown, downloaded, listed, deleted', async () => {
  const ZipFile = zip({ 'a.txt': 'a' })
  const more = { Description: 'one', CompatibleRuntimes: ['nodejs24.x' as const], LicenseInfo: 'MIT' }
  const { $metadata, ...made } = await publish('shown', {}, { Content: { ZipFile }, ...more })
  expect($metadata.httpStatusCode).toBe(201)
  const item = { LayerVersionArn: `${arnOf('shown')}:1`, Version: 1, CreatedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/), ...more }
  const sha = createHash('sha256').update(ZipFile).digest('base64')
  const expected = { LayerArn: arnOf('shown'), ...item, Content: { CodeSha256: sha, CodeSize: ZipFile.length, Location: expect.any(String) } }
  expect(made).toEqual(expected)
  expect(await aws.client.send(new GetLayerVersionCommand({ LayerName: 'shown', VersionNumber: 1 }))).toMatchObject(expected)
  expect(await aws.client.send(new GetLayerVersionByArnCommand({ Arn: `${arnOf('shown')}:1` }))).toMatchObject(expected)
  expect(Buffer.from(await (await fetch(made.Content!.Location!)).arrayBuffer()).equals(Buffer.from(ZipFile))).toBe(true)
  expect((await publish(arnOf('shown'), { 'b.txt': 'b' })).Version).toBe(2)
  const versions = async (more = {}) => (await aws.client.send(new ListLayerVersionsCommand({ LayerName: 'shown', ...more }))).LayerVersions!
  expect((await versions()).map(({ Version }) => Version)).toEqual([2, 1])
  expect(await versions({ CompatibleRuntime: 'nodejs24.x' })).toEqual([item])
  expect((await aws.client.send(new ListLayersCommand({ CompatibleRuntime: 'nodejs24.x' }))).Layers).toEqual([{ LayerName: 'shown', LayerArn: arnOf('shown'), LatestMatchingVersion: item }])
  for (let i = 0; i < 2; i++) expect((await aws.client.send(new DeleteLayerVersionCommand({ LayerName: 'shown', VersionNumber: 2 }))).$metadata.httpStatusCode).toBe(204)
  expect((await versions()).map(({ Version }) => Version)).toEqual([1])
  await expect(aws.client.send(new GetLayerVersionCommand({ LayerName: 'shown', VersionNumber: 2 }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException', message: 'The resource you requested does not exist.', Type: 'User',
  })
  expect((await publish('shown', { 'c.txt': 'c' })).Version).toBe(3)
})

const USES = {
  'index.mjs': `import { createRequire } from 'node:module'
import { readFileSync, existsSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import esm from 'of-layer-esm'
const require = createRequire(import.meta.url)
export const handler = async () => ({
  cjs: require('of-layer'), esm, tool: execFileSync('layer-tool').toString().trim(),
  at: process.env.LAMBDA_OPT ?? '/opt', text: readFileSync((process.env.LAMBDA_OPT ?? '/opt') + '/data.txt', 'utf8'), real: existsSync('/opt/data.txt'),
})`,
}

test('what is in layers is found by node, in the order of the layers, and is at /opt where the machine lets it be', async () => {
  const tool = { 'bin/layer-tool': [new TextEncoder().encode('#!/bin/sh\necho worked\n'), { os: 3, attrs: 0o100755 << 16 }] as const }
  const modules = zip({
    'nodejs/node_modules/of-layer/index.js': 'module.exports = "required"', 'nodejs/node24/node_modules/of-layer-esm/package.json': '{"type":"module","main":"i.js"}',
    'nodejs/node24/node_modules/of-layer-esm/i.js': 'export default "imported"', 'data.txt': 'first',
  })
  const one = (await publish('modules', {}, { Content: { ZipFile: modules } })).LayerVersionArn!
  const two = (await publish('tool', {}, { Content: { ZipFile: zipSync({ ...(tool as unknown as Parameters<typeof zipSync>[0]), 'data.txt': new TextEncoder().encode('second') }) } })).LayerVersionArn!
  const name = await aws.create(USES, { Layers: [one, two] })
  const { value, log } = await aws.invoke(name)
  expect(value, log).toMatchObject({ cjs: 'required', esm: 'imported', tool: 'worked', text: 'second', real: mounts })
  if (mounts) expect(value).toMatchObject({ at: '/opt' })
  const { Layers } = await aws.client.send(new GetFunctionConfigurationCommand({ FunctionName: name }))
  expect(Layers).toEqual([{ Arn: one, CodeSize: modules.length }, { Arn: two, CodeSize: expect.any(Number) }])
})

test('a function and its versions keep a layer that is deleted; without layers the function loses it', async () => {
  const { LayerVersionArn } = await publish('gone', { 'data.txt': 'still' })
  const read = { 'index.mjs': `import { readFileSync } from 'node:fs'\nexport const handler = async () => { try { return readFileSync((process.env.LAMBDA_OPT ?? '/opt') + '/data.txt', 'utf8') } catch { return null } }` }
  const name = await aws.create(read, { Layers: [LayerVersionArn!] })
  await aws.client.send(new PublishVersionCommand({ FunctionName: name }))
  await aws.client.send(new DeleteLayerVersionCommand({ LayerName: 'gone', VersionNumber: 1 }))
  expect((await aws.invoke(name)).value).toBe('still')
  const changed = await aws.client.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Layers: [] }))
  expect(changed).not.toHaveProperty('Layers')
  expect((await aws.invoke(name)).value).toBe(null)
  expect((await aws.invoke(`${name}:1`)).value).toBe('still')
})

test('python finds modules of layers; a runtime may be a layer; a wrapper script starts the runtime', async () => {
  const python = (await publish('py', { 'python/of_layer.py': 'answer = "py"' })).LayerVersionArn!
  const py = await aws.create({ 'index.py': 'import of_layer\ndef handler(event, context):\n    return of_layer.answer\n' }, { Runtime: 'python3.13', Layers: [python] })
  expect((await aws.invoke(py)).value).toBe('py')
  const run = (script: string, name: string) => zipSync({ [name]: [new TextEncoder().encode(script), { os: 3, attrs: 0o100755 << 16 }] })
  const wrapper = (await publish('wrapper', {}, { Content: { ZipFile: run('#!/bin/sh\nexport WRAPPED=yes\nexec "$@"\n', 'wrap') } })).LayerVersionArn!
  const wrapped = await aws.create({ 'index.mjs': 'export const handler = async () => process.env.WRAPPED' }, { Layers: [wrapper], Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrap' } } })
  expect((await aws.invoke(wrapped)).value).toBe('yes')
})

test('layers that a function cannot have', async () => {
  const one = (await publish('twice', { a: '1' })).LayerVersionArn!
  const two = (await publish('twice', { a: '2' })).LayerVersionArn!
  const code = { 'index.mjs': 'export const handler = async () => 1' }
  // The sentences are from memory of AWS's answers.
  const refused = (Layers: string[], message: string) => expect(aws.create(code, { Layers })).rejects.toMatchObject({ name: 'InvalidParameterValueException', message, Type: 'User' })
  await refused([`${arnOf('none')}:1`], `Layer version ${arnOf('none')}:1 does not exist.`)
  await refused([one, two], `Two different versions of the same layer are not allowed to be referenced in the same function. ${one} and ${two} versions are used.`)
  await refused(Array.from({ length: 6 }, () => one), 'Cannot reference more than 5 layers.')
  await refused([one.replace('us-east-1', 'eu-west-1')], 'Layers are not in the same region as the function. Layers are expected to be in region us-east-1.')
  const at = await aws.create(code, { Layers: [one] })
  await expect(aws.client.send(new UpdateFunctionConfigurationCommand({ FunctionName: at, Layers: [`${arnOf('none')}:1`] }))).rejects.toMatchObject({ name: 'InvalidParameterValueException' })
})

test('a layer is another account\'s to use when its policy says so', async () => {
  const { LayerVersionArn } = await publish('shared', { 'nodejs/node_modules/shared/index.js': 'module.exports = "shared"' })
  const named = { LayerName: 'shared', VersionNumber: 1 }
  const policy = () => aws.client.send(new GetLayerVersionPolicyCommand(named))
  await expect(policy()).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'No policy is associated with the given resource.' })
  const other = new LambdaClient({ ...aws.engine.client, credentials: { accessKeyId: '123456789012', secretAccessKey: 'test' }, maxAttempts: 1 })
  const read = () => other.send(new GetLayerVersionByArnCommand({ Arn: LayerVersionArn }))
  await expect(read()).rejects.toMatchObject({ name: 'AccessDeniedException' })
  const add = (StatementId: string, more: object = {}) =>
    aws.client.send(new AddLayerVersionPermissionCommand({ ...named, StatementId, Action: 'lambda:GetLayerVersion', Principal: '123456789012', ...more }))
  const added = await add('one')
  const statement = { Sid: 'one', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'lambda:GetLayerVersion', Resource: LayerVersionArn }
  expect(JSON.parse(added.Statement!)).toEqual(statement)
  expect((await read()).LayerVersionArn).toBe(LayerVersionArn)
  await expect(add('one')).rejects.toMatchObject({ name: 'ResourceConflictException', message: expect.stringMatching(/^The statement id \(one\) provided already exists/) })
  await expect(add('two', { RevisionId: 'old' })).rejects.toMatchObject({ name: 'PreconditionFailedException' })
  await expect(add('two', { Action: 'lambda:Other' })).rejects.toMatchObject({ name: 'ValidationException' })
  await expect(add('two', { VersionNumber: 9 })).rejects.toMatchObject({ message: `Layer version ${arnOf('shared')}:9 does not exist.` })
  const org = await add('org', { Principal: '*', OrganizationId: 'o-a1b2c3d4e5', RevisionId: added.RevisionId })
  expect(JSON.parse(org.Statement!)).toMatchObject({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })
  const { Policy, RevisionId } = await policy()
  expect(JSON.parse(Policy!)).toMatchObject({ Version: '2012-10-17', Id: 'default', Statement: [statement, { Sid: 'org' }] })
  expect(RevisionId).toBe(org.RevisionId)
  await aws.client.send(new RemoveLayerVersionPermissionCommand({ ...named, StatementId: 'one' }))
  await expect(read()).rejects.toMatchObject({ name: 'AccessDeniedException' })
  await expect(aws.client.send(new RemoveLayerVersionPermissionCommand({ ...named, StatementId: 'one' }))).rejects.toMatchObject({ message: 'Statement one is not found in resource policy.' })
  other.destroy()
})
