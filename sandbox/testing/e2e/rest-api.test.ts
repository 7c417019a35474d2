import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT, Workplace, type UpReport } from '../cli.ts'

const TEMPLATE = join(ROOT, 'fixtures/template-rest.yaml')

describe('the pipeline behind a REST API', () => {
  const place = new Workplace()
  let report: UpReport
  let url: string

  beforeAll(async () => {
    report = await place.up('--template', TEMPLATE)
    url = `${report.stack.outputs['ApiUrl']!}/uploads`
  }, 60_000)
  afterAll(() => place[Symbol.asyncDispose]())

  const post = async (headers: Record<string, string>) => {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: '{"filename":"a.txt"}' })
    return [response.status, await response.text(), response.headers.get('x-amzn-errortype')]
  }

  test('takes a file from its upload to its result, and who sent it along', async () => {
    expect(await place.sandbox('upload', join(ROOT, 'fixtures/uploads/demo.txt'))).toMatchObject({ code: 0, stderr: '' })
    expect(await place.sandbox('wait', 'demo.txt')).toMatchObject({ code: 0, stderr: '' })
    const s3 = new S3Client({ endpoint: report.endpoints.aws, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, forcePathStyle: true })
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: report.stack.outputs['ProcessedBucket']!, Key: 'processed/demo.txt' }))
    expect(await Body!.transformToString()).toBe(readFileSync(join(ROOT, 'fixtures/uploads/demo.txt'), 'utf8').toUpperCase())
    const { stdout: logs } = await place.sandbox('logs', 'upload', '--json')
    expect(logs).toMatch(/\\"userSub\\":\\"[0-9a-f-]{36}\\"|"userSub":"[0-9a-f-]{36}"/)
  }, 60_000)

  test('is closed to whoever has no access token', async () => {
    const id = (await place.sandbox('token', '--id')).stdout.trim()
    const expired = (await place.sandbox('token', '--bad', 'expired')).stdout.trim()
    const refused = [401, '{"message":"Unauthorized"}', 'UnauthorizedException']
    expect(await post({})).toEqual(refused)
    expect(await post({ authorization: 'Bearer x.y.z' })).toEqual(refused)
    expect(await post({ authorization: `Bearer ${id}` })).toEqual(refused)
    expect(await post({ authorization: `Bearer ${expired}` })).toEqual([401, '{"message":"The incoming token has expired"}', 'UnauthorizedException'])
  }, 60_000)

  test('answers a preflight without a token', async () => {
    const response = await fetch(url, { method: 'OPTIONS', headers: { origin: 'https://app.test', 'access-control-request-method': 'POST' } })
    expect([response.status, response.headers.get('access-control-allow-origin'), response.headers.get('access-control-allow-methods')]).toEqual([200, '*', 'POST,OPTIONS'])
  })

  test.each([['seed'], ['seed', '--template', TEMPLATE]])('is left alone by a second seeding: %s %s', async (...args) => {
    const { code, stdout } = await place.sandbox(...args, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ outputs: { ApiUrl: report.stack.outputs['ApiUrl'] }, changed: 0 })
  }, 60_000)

  test('is what a reset goes back to, without being told', async () => {
    const { code, stdout } = await place.sandbox('reset', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ outputs: report.stack.outputs })
  }, 60_000)
})
