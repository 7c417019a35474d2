import { PutBucketTaggingCommand, GetBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Workplace, type UpReport } from '../cli.ts'

const place = new Workplace()
let report: UpReport
beforeAll(async () => void (report = await place.up('--ephemeral')), 60_000)
afterAll(() => place[Symbol.asyncDispose]())

const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await place.sandbox('lab', ...args, '--json')
  return { code, stderr, value: (stdout === '' ? undefined : JSON.parse(stdout)) as Record<string, unknown> }
}

const client = () => ({ endpoint: report.endpoints.aws, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })

test('a lab from the list to its end', { timeout: 120_000 }, async () => {
  const s3 = new S3Client({ ...client(), forcePathStyle: true })
  const bucket = { Bucket: report.stack.outputs['UploadBucket']! }
  await s3.send(new PutBucketTaggingCommand({ ...bucket, Tagging: { TagSet: [{ Key: 'mine', Value: 'kept' }] } }))

  expect((await json('list')).value).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'put-record-denied', underWay: false })]))
  expect(await json('check')).toMatchObject({ code: 2, stderr: expect.stringContaining('No lab is under way') })
  const started = await place.sandbox('lab', 'start', 'put-record-denied')
  expect([started.code, started.stdout]).toEqual([0, expect.stringMatching(/Internal Server Error[^]*curl -i http:[^]*sandbox lab hint/)])
  expect(await json('start', 'wrong-issuer')).toMatchObject({ code: 2, stderr: expect.stringContaining('The lab put-record-denied is under way') })

  expect((await json('hint')).value).toMatchObject({ number: 1, of: 3, text: expect.stringContaining('aws logs filter-log-events') })
  expect((await json('hint')).value).toMatchObject({ number: 2 })
  const broken = await place.sandbox('lab', 'check')
  expect([broken.code, broken.stdout]).toEqual([1, expect.stringMatching(/^Not yet\. An upload with a fresh token is answered with 500/)])

  // As the hint says, with AWS's own tool.
  const { stdout: log } = await aws('logs', 'filter-log-events', '--log-group-name', '/aws/lambda/pipeline-sandbox-upload', '--query', 'events[].message', '--output', 'text')
  expect(log).toContain('is not authorized to perform: kinesis:PutRecord on resource: arn:aws:kinesis:us-east-1:000000000000:stream/uploads-stream')
  const everything = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } })
  await aws('iam', 'put-role-policy', '--role-name', report.stack.resources['UploadRole']!.ref, '--policy-name', 'more', '--policy-document', everything)
  const tooWide = await json('check')
  expect(tooWide).toMatchObject({ code: 1, value: { passed: false, why: [expect.stringContaining('allows *, which is more than its function needs')] } })
  await aws('iam', 'delete-role-policy', '--role-name', report.stack.resources['UploadRole']!.ref, '--policy-name', 'more')

  const { value } = await json('solve')
  expect(value['solution']).toContain('aws iam put-role-policy')
  expect(await json('check')).toMatchObject({ code: 0, value: { passed: true, why: [] } })
  expect((await json('stop')).value).toEqual({ stopped: 'put-record-denied', passed: true, hints: 2, checks: 3 })
  expect((await s3.send(new GetBucketTaggingCommand(bucket))).TagSet).toEqual([{ Key: 'mine', Value: 'kept' }])
  expect(await json('stop')).toMatchObject({ code: 2 })
  s3.destroy()
})

const aws = (...args: string[]) =>
  place.exec('aws', args, { AWS_ENDPOINT_URL: report.endpoints.aws, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_DEFAULT_REGION: 'us-east-1' })
