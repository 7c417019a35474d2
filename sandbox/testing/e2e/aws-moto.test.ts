import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../../engines/docker/ports.ts'
import { ROOT, Workplace } from '../cli.ts'
import { eventually } from '../engine.ts'

/** What moto's CloudFormation has: no SAM transform, no HTTP APIs and no user pools. */
const TEMPLATE = (timeout: number) => `
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration: { Status: Enabled }
  Stream:
    Type: AWS::Kinesis::Stream
    Properties: { ShardCount: 1 }
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: 'sts:AssumeRole' }]
  Function:
    Type: AWS::Lambda::Function
    Metadata: { BuildMethod: esbuild, BuildProperties: { EntryPoints: [index.ts], Format: esm, OutExtension: [.js=.mjs], External: ['@aws-sdk/*'] } }
    Properties:
      FunctionName: of-moto
      Code: ${join(ROOT, 'handlers/upload')}
      Runtime: nodejs22.x
      Handler: index.handler
      Timeout: ${timeout}
      Role: !GetAtt Role.Arn
Outputs:
  Name: { Value: !Ref Bucket }
`

const hasMoto = spawnSync('moto_server', ['--help']).status === 0
if (!hasMoto) console.warn("skipped: deploying to moto's server, as there is no moto_server on the PATH (pip install 'moto[server]')")

test.runIf(process.env['CI'])("CI has moto's server, so that deploying to it is not skipped", () => {
  expect(hasMoto).toBe(true)
})

describe.skipIf(!hasMoto)('a stack on a CloudFormation of somebody else', () => {
  let moto: ChildProcess
  let proxy: Server
  let place: Workplace
  let client: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } }
  const policies: string[] = []

  beforeAll(async () => {
    const port = await freePort()
    moto = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
    await eventually("moto's server", () => fetch(`http://127.0.0.1:${port}/moto-api/`).then(({ ok }) => ok || undefined, () => undefined), 60_000)
    // moto refuses everything on a bucket whose policy denies something under a condition: the policy is kept from it.
    proxy = createServer((incoming, answer) => {
      if (incoming.method === 'PUT' && /\?policy/.test(incoming.url!)) {
        let text = ''
        incoming.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => answer.writeHead(204).end(() => policies.push(text)))
        return
      }
      const { url, method, headers } = incoming
      incoming.pipe(request({ host: '127.0.0.1', port, path: url, method, headers }, (from) => from.pipe(answer.writeHead(from.statusCode!, from.headers))))
    }).listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const endpoint = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
    client = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
    place = new Workplace({ AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1', SANDBOX_ENGINE: 'aws' })
  }, 90_000)
  afterAll(async () => {
    await place?.[Symbol.asyncDispose]()
    proxy?.closeAllConnections()
    proxy?.close()
    moto?.kill()
  })

  const deploy = (timeout: number) => {
    writeFileSync(join(place.directory, 'template.yaml'), TEMPLATE(timeout))
    return place.sandbox('up', '--yes', '--json', '--template', 'template.yaml', '--stack-name', 'mine')
  }

  test('is deployed, changed and removed by the same commands', async () => {
    const made = await deploy(10)
    expect(made.code, made.stderr).toBe(0)
    expect(policies[0]).toContain('aws:SecureTransport')
    // moto works out the outputs of a stack only when it is updated: a new one has none.
    const bucket = (JSON.parse(made.stdout) as { stack: { resources: { Bucket: { ref: string } } } }).stack.resources.Bucket.ref
    const lambda = new LambdaClient(client)
    expect(await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'of-moto' }))).toMatchObject({ Timeout: 10 })
    const changed = await deploy(20)
    expect(changed.code, changed.stderr).toBe(0)
    expect(changed.stderr).toMatch(/~ change {3}AWS::Lambda::Function {2}Function/)
    expect(await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'of-moto' }))).toMatchObject({ Timeout: 20 })
    const s3 = new S3Client({ ...client, forcePathStyle: true })
    for (const Body of ['one', 'two']) await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'x', Body }))
    const gone = await place.sandbox('destroy', '--yes', '--stack-name', 'mine')
    expect(gone.code, gone.stderr + gone.stdout).toBe(0)
    expect((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([])
  }, 120_000)
})
