import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis'
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBoto3 } from '../../../handlers/processor/python.ts'
import { ROOT, Workplace, type UpReport } from '../cli.ts'
import { eventually } from '../engine.ts'

const PROCESSOR = 'pipeline-sandbox-processor'
const FILES = ['demo.txt', 'emoji-and-rtl.txt', 'empty.txt', 'one-mebibyte.txt', 'two words.txt', 'one+one.txt'].map((name) => join(ROOT, 'fixtures/uploads', name))

const boto3 = hasBoto3('python3.13', 'python3')
if (!boto3) console.warn('The pipeline with the processor in Python is skipped: python3 cannot import boto3 (pip install boto3).')

test.runIf(process.env['CI'])('CI has Python with boto3, so that its half is not skipped', () => {
  expect(boto3).toBe(true)
})

describe.each([
  { runtime: 'nodejs24.x', handler: 'index.handler', isThere: true },
  { runtime: 'python3.13', handler: 'app.handler', isThere: boto3 },
])('the pipeline with the processor in $runtime', ({ runtime, handler, isThere }) => {
  const place = new Workplace()
  let report: UpReport
  const client = () => ({ endpoint: report.endpoints.aws, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })

  beforeAll(async () => {
    if (isThere) report = await place.up('--parameter-overrides', `ProcessorRuntime=${runtime}`)
  }, 60_000)
  afterAll(() => place[Symbol.asyncDispose]())

  const processed = async (name: string) => {
    const Bucket = report.stack.outputs['ProcessedBucket']!
    const s3 = new S3Client({ ...client(), forcePathStyle: true })
    const { Body, Metadata, ContentType } = await s3.send(new GetObjectCommand({ Bucket, Key: `processed/${name}` }))
    return { text: await Body!.transformToString(), metadata: Metadata, type: ContentType }
  }

  test.skipIf(!isThere)('every fixture comes out in capitals, with what its upload said of it', { timeout: 120_000 }, async () => {
    const lambda = new LambdaClient(client())
    expect(await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: PROCESSOR }))).toMatchObject({ Runtime: runtime, Handler: handler })
    expect(await place.sandbox('upload', ...FILES)).toMatchObject({ code: 0, stderr: '' })
    expect(await place.sandbox('wait', ...FILES.map((file) => basename(file)))).toMatchObject({ code: 0, stderr: '' })
    for (const file of FILES) {
      const found = await processed(basename(file))
      expect(found.text).toBe(readFileSync(file, 'utf8').toUpperCase())
      expect(found.type).toBe('text/plain; charset=utf-8')
      expect(Object.keys(found.metadata!)).not.toEqual([])
    }
  })

  test.skipIf(!isThere)('a record that is none is passed over, said so in the log, and holds up nothing', { timeout: 120_000 }, async () => {
    const kinesis = new KinesisClient(client())
    await kinesis.send(new PutRecordCommand({ StreamName: report.stack.outputs['StreamName'], PartitionKey: 'p', Data: Buffer.from('no JSON') }))
    await place.sandbox('upload', FILES[0]!, '--name', 'after.txt')
    expect(await place.sandbox('wait', 'after.txt')).toMatchObject({ code: 0, stderr: '' })
    const skipped = await eventually('the log line', async () => {
      const { stdout } = await place.sandbox('logs', 'processor')
      return /\{.*"record skipped".*\}/.exec(stdout)?.[0]
    })
    expect(JSON.parse(skipped)).toMatchObject({ message: 'record skipped', reason: 'PermanentError: data is not JSON' })
  })
})
