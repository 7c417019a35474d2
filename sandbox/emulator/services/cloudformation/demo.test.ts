import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { APIGatewayClient, GetRestApisCommand } from '@aws-sdk/client-api-gateway'
import { CloudFormationClient, DescribeStackResourcesCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { AdminCreateUserCommand, AdminSetUserPasswordCommand, CognitoIdentityProviderClient, InitiateAuthCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider'
import { ListRolesCommand, IAMClient } from '@aws-sdk/client-iam'
import { ListStreamsCommand, KinesisClient } from '@aws-sdk/client-kinesis'
import { ListEventSourceMappingsCommand, ListFunctionsCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Workplace } from '../../../testing/cli.ts'
import { createTestEngine, eventually, type TestEngine } from '../../../testing/engine.ts'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
const hasCli = spawnSync('aws', ['--version']).status === 0
if (!hasCli) console.warn('skipped: deploying the stack with the AWS CLI, which is not on the PATH')

describe.skipIf(!hasCli)('the stack, packaged and deployed by the AWS CLI', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'cloudformation-'))
  let engine: TestEngine
  let place: Workplace

  const aws = async (...args: string[]) => {
    const env = { AWS_ENDPOINT_URL: engine.endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_DEFAULT_REGION: 'us-east-1' }
    const { code, stdout, stderr } = await place.exec('aws', args, env)
    if (code !== 0) throw new Error(stderr)
    return stdout
  }

  beforeAll(async () => {
    engine = await createTestEngine()
    place = new Workplace()
  })
  afterAll(async () => {
    await place[Symbol.asyncDispose]()
    await engine.stop()
    rmSync(folder, { recursive: true })
  })

  /** What `sam build` does: the handlers as JavaScript, and the template pointing to them. */
  function build(change: (template: string) => string = (template) => template, name = 'template.yaml'): string {
    for (const handler of ['upload', 'processor']) {
      const entry = join(ROOT, 'handlers', handler, 'index.ts')
      buildSync({ entryPoints: [entry], bundle: true, platform: 'node', format: 'esm', external: ['@aws-sdk/*'], outfile: join(folder, handler, 'index.mjs'), logLevel: 'silent' })
    }
    const template = readFileSync(join(ROOT, 'fixtures', name), 'utf8')
    const file = join(folder, name)
    writeFileSync(file, change(template.replace('CodeUri: ../handlers/upload', 'CodeUri: ./upload').replace(/CodeUri: !FindInMap .*/, 'CodeUri: ./processor')))
    return file
  }

  async function deploy(change?: (template: string) => string, name?: string): Promise<void> {
    const packaged = join(folder, 'packaged.yaml')
    await aws('cloudformation', 'package', '--template-file', build(change, name), '--s3-bucket', 'artifacts', '--output-template-file', packaged)
    await aws('cloudformation', 'deploy', '--stack-name', 'demo', '--template-file', packaged, '--capabilities', 'CAPABILITY_IAM')
  }

  async function outputs(): Promise<Record<string, string>> {
    const { Stacks } = await new CloudFormationClient(engine.client).send(new DescribeStacksCommand({ StackName: 'demo' }))
    return Object.fromEntries(Stacks![0]!.Outputs!.map(({ OutputKey, OutputValue }) => [OutputKey!, OutputValue!]))
  }

  async function token({ UserPoolId, UserPoolClientId: ClientId }: Record<string, string>): Promise<string> {
    const cognito = new CognitoIdentityProviderClient(engine.client)
    const [USERNAME, PASSWORD] = ['ada@example.com', 'Correct-horse-1']
    await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: USERNAME })).catch(() => undefined)
    await cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username: USERNAME, Password: PASSWORD, Permanent: true }))
    const { AuthenticationResult } = await cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME, PASSWORD } }))
    return AuthenticationResult!.AccessToken!
  }

  /** Sends a text through the pipeline and gives what comes out. */
  async function through(text: string): Promise<string> {
    const out = await outputs()
    const s3 = new S3Client({ ...engine.client, forcePathStyle: true })
    const Bucket = out['ProcessedBucket']!
    const before = new Set((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key))
    const answer = await fetch(`${out['ApiUrl']}/uploads`, { method: 'POST', headers: { authorization: `Bearer ${await token(out)}`, 'content-type': 'application/json' }, body: JSON.stringify({ content: text }) })
    expect(answer.status, await answer.clone().text()).toBeLessThan(300)
    const Key = await eventually('processed', async () => (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.find((object) => !before.has(object.Key!))?.Key, 30_000)
    return (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString()
  }

  test('carries an upload to its result, before and after an update, and leaves nothing', async () => {
    await aws('s3', 'mb', 's3://artifacts')
    await deploy()
    expect((await outputs())['ApiUrl']).toBe(`${engine.endpoint}/_aws/execute-api/${/[^/]+$/.exec((await outputs())['ApiUrl']!)![0]}`)
    expect(await through('hello')).toContain('HELLO')
    const resources = async () => (await new CloudFormationClient(engine.client).send(new DescribeStackResourcesCommand({ StackName: 'demo' }))).StackResources!
    const before = Object.fromEntries((await resources()).map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId!, PhysicalResourceId!]))
    await deploy((template) => template.replace('Name: uploads-stream', 'Name: other-stream').replace('Timeout: 10', 'Timeout: 12'))
    const after = Object.fromEntries((await resources()).map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId!, PhysicalResourceId!]))
    const moved = Object.keys(after).filter((id) => after[id] !== before[id])
    expect(moved.sort()).toEqual(['ProcessorFunctionUploads', 'UploadStream'])
    expect(await through('again')).toContain('AGAIN')
    await aws('s3', 'rm', '--recursive', 's3://demo-uploads-000000000000')
    await aws('s3', 'rm', '--recursive', 's3://demo-processed-000000000000')
    await aws('cloudformation', 'delete-stack', '--stack-name', 'demo')
    await aws('cloudformation', 'wait', 'stack-delete-complete', '--stack-name', 'demo')
    expect(await leftOver()).toEqual({ buckets: ['artifacts'], streams: [], functions: [], mappings: [], roles: [], pools: [] })
  })

  test('does so with the REST API, whose deployment goes on to what has changed', async () => {
    await aws('s3', 'mb', 's3://artifacts').catch(() => undefined)
    await deploy(undefined, 'template-rest.yaml')
    const { ApiUrl } = await outputs()
    expect(ApiUrl).toMatch(new RegExp(`^${engine.endpoint}/_aws/execute-api/[a-z0-9]{10}/live$`))
    expect(await through('hello')).toContain('HELLO')
    await deploy((template) => template.replace('Path: /uploads', 'Path: /files'), 'template-rest.yaml')
    const statuses = async () => Promise.all(['uploads', 'files'].map(async (path) => (await fetch(`${ApiUrl}/${path}`, { method: 'POST' })).status))
    expect(await statuses()).toEqual([403, 401])
    await aws('s3', 'rm', '--recursive', 's3://demo-uploads-000000000000')
    await aws('s3', 'rm', '--recursive', 's3://demo-processed-000000000000')
    await aws('cloudformation', 'delete-stack', '--stack-name', 'demo')
    await aws('cloudformation', 'wait', 'stack-delete-complete', '--stack-name', 'demo')
    expect((await new APIGatewayClient(engine.client).send(new GetRestApisCommand({}))).items).toEqual([])
  })

  async function leftOver() {
    const { client } = engine
    const [s3, kinesis, lambda, iam, cognito] = [new S3Client(client), new KinesisClient(client), new LambdaClient(client), new IAMClient(client), new CognitoIdentityProviderClient(client)]
    return {
      buckets: (await s3.send(new ListBucketsCommand({}))).Buckets!.map(({ Name }) => Name),
      streams: (await kinesis.send(new ListStreamsCommand({}))).StreamNames,
      functions: (await lambda.send(new ListFunctionsCommand({}))).Functions,
      mappings: (await lambda.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings,
      roles: (await iam.send(new ListRolesCommand({}))).Roles!.filter(({ RoleName }) => RoleName!.startsWith('demo-')),
      pools: (await cognito.send(new ListUserPoolsCommand({ MaxResults: 10 }))).UserPools,
    }
  }
})
