import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LambdaClient, ListCapacityProvidersCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda'
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT, Workplace, type UpReport } from '../cli.ts'

const demo = readFileSync(join(ROOT, 'fixtures/uploads/demo.txt'), 'utf8')

test('run --once shows the demo text in capitals, writes its report and leaves nothing running', async () => {
  await using place = new Workplace()
  const { code, stdout, stderr } = await place.sandbox('run', '--once', '--port', '0', '--junit', 'report.xml')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain(demo.toUpperCase())
  expect(stdout).toMatch(/✓ processed .* processed\/demo\.txt in bucket pipeline-sandbox-processed-000000000000/)
  const report = readFileSync(join(place.directory, 'report.xml'), 'utf8')
  expect(report).toMatch(/<testsuite name="pipeline" tests="4" failures="0"/)
  expect(await place.sandbox('status')).toMatchObject({ code: 3, stdout: '' })
}, 60_000)

describe('a sandbox that is up', () => {
  const place = new Workplace()
  let report: UpReport
  let s3: S3Client
  let buckets: { uploads: string; processed: string }
  const client = () => ({ endpoint: report.endpoints.aws, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })

  beforeAll(async () => {
    report = await place.up()
    s3 = new S3Client({ ...client(), forcePathStyle: true })
    buckets = { uploads: report.stack.outputs['UploadBucket']!, processed: report.stack.outputs['ProcessedBucket']! }
  }, 60_000)
  afterAll(() => place[Symbol.asyncDispose]())

  const textOf = async (Bucket: string, Key: string) =>
    (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString()

  test('takes every fixture through the pipeline: emoji, right-to-left, empty, 1 MiB, spaces and plus signs', async () => {
    const names = ['emoji-and-rtl.txt', 'empty.txt', 'one-mebibyte.txt', 'two words.txt', 'one+one.txt']
    const files = names.map((name) => join(ROOT, 'fixtures/uploads', name))
    expect(await place.sandbox('upload', ...files)).toMatchObject({ code: 0, stderr: '' })
    expect(await place.sandbox('wait', ...names)).toMatchObject({ code: 0, stderr: '' })
    for (const [index, name] of names.entries()) {
      const expected = readFileSync(files[index]!, 'utf8').toUpperCase()
      expect(await textOf(buckets.processed, `processed/${name}`)).toBe(expected)
    }
  }, 60_000)

  test('processes 200 different files of 16 uploaders, none twice, none lost', async () => {
    const token = (await place.sandbox('token')).stdout.trim()
    const api = report.stack.outputs['ApiUrl']!
    const names = Array.from({ length: 200 }, (_, index) => `many/file-${index}.txt`)
    const queue = [...names]
    const uploader = async () => {
      for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
        const response = await fetch(`${api}/uploads`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ filename: name, content: `text of ${name}` }),
        })
        expect(response.status, await response.text()).toBe(200)
      }
    }
    await Promise.all(Array.from({ length: 16 }, uploader))
    expect(await place.sandbox('wait', ...names)).toMatchObject({ code: 0 })
    for (const name of names) expect(await textOf(buckets.processed, `processed/${name}`)).toBe(`TEXT OF ${name.toUpperCase()}`)
    const { stdout } = await place.sandbox('logs', 'processor', '--json')
    const done = stdout.split('\n').flatMap((line) => /processed\/(many\/file-\d+\.txt)/.exec(line)?.[1] ?? [])
    expect(done.sort()).toEqual([...names].sort())
  }, 120_000)

  test('wait does not take an earlier result for this upload\'s: with the mapping disabled it exits 5 and says why', async () => {
    const file = join(place.directory, 'stale.txt')
    writeFileSync(file, 'once')
    await place.sandbox('upload', file)
    expect(await place.sandbox('wait', 'stale.txt')).toMatchObject({ code: 0 })
    const lambda = new LambdaClient(client())
    const UUID = Object.entries(report.stack.resources).find(([id]) => id === 'ProcessorFunctionUploads')![1].ref
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }))
    // The same text again: only the request tells the old result from the new one.
    await place.sandbox('upload', file)
    const waited = await place.sandbox('wait', 'stale.txt', '--timeout', '1')
    expect(waited.code).toBe(5)
    expect(waited.stderr).toContain('processed/stale.txt: from an earlier upload')
    expect(waited.stderr).toMatch(/event source mapping ProcessorFunctionUploads: Disabl/)
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }))
    expect(await place.sandbox('wait', 'stale.txt')).toMatchObject({ code: 0 })
  }, 60_000)

  test('wait names what never was uploaded', async () => {
    const waited = await place.sandbox('wait', 'never.txt', '--timeout', '0.2')
    expect(waited.code).toBe(5)
    expect(waited.stderr).toContain('uploads/never.txt: not there; upload it first')
  }, 30_000)

  test('seed changes nothing the second time', async () => {
    const { code, stdout } = await place.sandbox('seed', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ changed: 0, outputs: report.stack.outputs })
  }, 30_000)

  test('env speaks to a shell, and the shell to the sandbox', async () => {
    const { stdout } = await place.sandbox('env')
    expect(stdout).toContain(`export AWS_ENDPOINT_URL=${report.endpoints.aws}\n`)
    expect(stdout).toContain(`export API_URL=${report.stack.outputs['ApiUrl']}\n`)
    const echoed = await place.exec('sh', ['-c', `${stdout}\nprintf %s "$USER_POOL_ID"`])
    expect(echoed.stdout).toBe(report.stack.outputs['UserPoolId'])
  }, 30_000)

  test('status and token tell a program what they tell a person', async () => {
    const status = JSON.parse((await place.sandbox('status', '--json')).stdout) as { functions: string[][]; streams: string[][] }
    expect(status.functions.map(([name]) => name).sort()).toEqual(['pipeline-sandbox-processor', 'pipeline-sandbox-upload'])
    expect(status.streams[0]![1]).toMatch(/^ACTIVE, 4 shards, ON_DEMAND$/)
    const decoded = JSON.parse((await place.sandbox('token', '--user', 'grace@example.com', '--decode')).stdout) as { claims: Record<string, unknown> }
    expect(decoded.claims).toMatchObject({
      token_use: 'access',
      client_id: report.stack.outputs['UserPoolClientId'],
      iss: `https://cognito-idp.us-east-1.amazonaws.com/${report.stack.outputs['UserPoolId']}`,
    })
  }, 30_000)

  test.each([
    ['a second sandbox in the same folder', ['up'], 3, /^A sandbox is up already at http:\/\/127\.0\.0\.1:\d+ \(process \d+\)\. Use it, or end it with "sandbox down"\.\n$/],
    ['a file that is not there', ['upload', 'nowhere.txt'], 2, /^nowhere\.txt does not exist\. Name a text file\.\n$/],
    ['an unknown user', ['token', '--user', 'nobody@example.com'], 2, /^There is no user nobody@example\.com\. Choose one of ada@example\.com/],
    ['a wrong password', ['token', '--user', 'ada@example.com', '--password', 'wrong'], 1, /^AWS answered NotAuthorizedException: Incorrect username or password\.\n$/],
    ['an engine that does not answer', ['status', '--endpoint', 'http://127.0.0.1:9'], 3, /^No sandbox answers at http:\/\/127\.0\.0\.1:9\. Start one with "sandbox up"\.\n$/],
    ['an unknown function', ['logs', 'nothing'], 2, /^There is no function nothing\. Choose one of /],
    ['a template that is not there', ['seed', '--template', 'nowhere.yaml'], 4, /^Template .*nowhere\.yaml cannot be read\. Name one that exists with --template\.\n$/],
    ['an unknown option', ['status', '--bogus'], 2, /^error: unknown option '--bogus'\n/],
  ])('%s is one sentence and its exit code', async (_name, args, code, sentence) => {
    const result = await place.sandbox(...args)
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code, stdout: '' })
    expect(result.stderr).toMatch(sentence)
  }, 30_000)

  test('coverage counts what AWS has against what is answered', async () => {
    const all = JSON.parse((await place.sandbox('coverage', '--json')).stdout) as Record<string, { implemented: string[]; missing: string[] }>
    expect(all['kinesis']!.implemented).toContain('PutRecord')
    expect(all['s3']!.missing).toContain('SelectObjectContent')
    const { implemented, missing } = all['lambda']!
    expect(missing).toContain('ListCapacityProviders')
    expect(implemented).not.toContain('ListCapacityProviders')
    const refused = new LambdaClient(client()).send(new ListCapacityProvidersCommand({}))
    await expect(refused).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } })
  }, 30_000)

  test('a page of another origin may call the API', async () => {
    const headers = { origin: 'https://page.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' }
    const answer = await fetch(`${report.stack.outputs['ApiUrl']}/uploads`, { method: 'OPTIONS', headers })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-allow-headers')).toContain('authorization')
  })

  test('a token that is refused is said as the API says it', async () => {
    const result = await place.sandbox('upload', join(ROOT, 'fixtures/uploads/demo.txt'), '--token', 'x.y.z')
    expect(result.code).toBe(1)
    expect(result.stderr).toMatch(/demo\.txt was refused: 401 \{"message":"Unauthorized"\}\n$/)
  }, 30_000)

  test('reset empties it and seeds again, and down ends it', async () => {
    await s3.send(new PutObjectCommand({ Bucket: buckets.uploads, Key: 'left-over', Body: 'x' }))
    expect(await place.sandbox('reset')).toMatchObject({ code: 0, stderr: '' })
    expect((await s3.send(new ListObjectsV2Command({ Bucket: buckets.uploads }))).KeyCount).toBe(0)
    const again = join(ROOT, 'fixtures/uploads/demo.txt')
    expect(await place.sandbox('upload', again)).toMatchObject({ code: 0 })
    expect(await place.sandbox('wait', 'demo.txt')).toMatchObject({ code: 0 })
    expect(await place.sandbox('down')).toMatchObject({ code: 0, stderr: '' })
    expect(await place.sandbox('status')).toMatchObject({ code: 3 })
  }, 60_000)
})

test('a port in use is refused by its number', async () => {
  await using first = new Workplace()
  await using second = new Workplace()
  const { endpoints } = await first.up()
  const port = new URL(endpoints.aws).port
  const refused = await second.sandbox('up', '--port', port)
  expect(refused.code).toBe(3)
  expect(refused.stderr).toBe(`Port ${port} is in use. Stop what listens there, or choose another with --port (0 picks a free one).\n`)
}, 60_000)

test.each([
  ['no YAML', 'Resources: [', /line \d/],
  ['an unknown resource type', 'Resources:\n  Table:\n    Type: AWS::DynamoDB::Table\n', /The sandbox cannot make Table \(AWS::DynamoDB::Table\)/],
  ['a reference to nothing', 'Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !Ref Nothing\n', /Unresolved resource dependencies \[Nothing\]/],
])('a template with %s exits 4 before anything is made', async (_name, text, sentence) => {
  await using place = new Workplace()
  writeFileSync(join(place.directory, 'template.yaml'), text)
  const result = await place.sandbox('up', '--port', '0', '--template', 'template.yaml')
  expect({ code: result.code, stdout: result.stdout }).toEqual({ code: 4, stdout: '' })
  expect(result.stderr).toMatch(sentence)
}, 30_000)
