import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PROGRAM as CLI, Workplace, type UpReport } from '../cli.ts'

const place = new Workplace()
let report: UpReport
beforeAll(async () => void (report = await place.up('--seed', 'demo', '--bucket-names', 'account')), 60_000)
afterAll(() => place[Symbol.asyncDispose]())

const s3Of = (accessKeyId: string, more = {}) => new S3Client({ endpoint: report.endpoints.aws, region: 'us-east-1', forcePathStyle: true, credentials: { accessKeyId, secretAccessKey: 'test' }, ...more })
const names = async (s3: S3Client) => (await s3.send(new ListBucketsCommand({}))).Buckets!.map(({ Name }) => Name)

test('a key id of twelve digits is an account of its own, with buckets of the same names, forgotten alone', async () => {
  const [one, other] = [s3Of('111111111111'), s3Of('222222222222')]
  expect([await names(one), await names(other)]).toEqual([[], []])
  for (const s3 of [one, other]) await s3.send(new CreateBucketCommand({ Bucket: 'data' }))
  expect((await fetch(`${report.endpoints.aws}/_sandbox/reset?account=111111111111`, { method: 'POST' })).status).toBe(200)
  expect([await names(one), await names(other)]).toEqual([[], ['data']])
  for (const s3 of [one, other]) s3.destroy()
})

test('faults are added, counted and taken away', async () => {
  expect(await place.sandbox('fault', 'add', 's3:PutObject', '--error', 'SlowDown', '--nth', '2')).toMatchObject({ code: 0, stdout: expect.stringMatching(/fault-1 .*SlowDown/) })
  const s3 = s3Of('test', { maxAttempts: 1 })
  const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket: report.stack.outputs['UploadBucket'], Key, Body: 'x' }))
  await put('one')
  await expect(put('two')).rejects.toMatchObject({ name: 'SlowDown' })
  expect((await place.sandbox('fault', 'list')).stdout).toMatch(/fault-1 +1 of 2 .*SlowDown/)
  expect((await place.sandbox('fault', 'clear', 'fault-1')).code).toBe(0)
  expect((await place.sandbox('fault', 'list')).stdout).toContain('Nothing goes wrong on purpose')
  expect(await place.sandbox('fault', 'add', 's3:putobject', '--error', 'SlowDown')).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean PutObject?') })
  s3.destroy()
})

test('the clock is stopped, moved on and set going', async () => {
  const clock = async (...args: string[]) => (await place.sandbox('clock', ...args)).stdout
  const frozen = await clock('freeze')
  expect(frozen).toMatch(/^\d{4}-.*Z, standing still/)
  expect((await clock()).slice(0, 24)).toBe(frozen.slice(0, 24))
  expect(Date.parse((await clock('advance', '1h')).slice(0, 24)) - Date.parse(frozen.slice(0, 24))).toBe(3_600_000)
  expect(await clock('resume')).toMatch(/Z, (59m|1h).* ahead of this machine$/m)
  expect(await clock('reset')).not.toMatch(/ahead|standing/)
})

test('what a seed has made is made again', { timeout: 60_000 }, async () => {
  const { outputs, resources } = report.stack
  const script = 'echo "$USER_POOL_ID|$USER_POOL_CLIENT_ID|$API_URL|$("$NODE" "$CLI" token --decode)"'
  const run = () => place.exec(process.execPath, [...CLI, 'exec', '--seed', 'demo', '--', 'sh', '-c', script], { NODE: process.execPath, CLI: CLI.at(-1)! })
  const [one, two] = [await run(), await run()]
  expect([one.code, two.code]).toEqual([0, 0])
  const [pool, client, url, token] = one.stdout.split('|') as [string, string, string, string]
  expect([pool, client, path(url)]).toEqual([outputs['UserPoolId'], outputs['UserPoolClientId'], path(outputs['ApiUrl']!)])
  expect(pool).toBe(resources['UserPool']!.ref)
  const ids = (text: string) => [...text.matchAll(/"(sub|jti|origin_jti|kid)": ".*"/g)].map(([member]) => member)
  expect(ids(token)).toHaveLength(4)
  expect(ids(two.stdout)).toEqual(ids(token))
})

test('a seed is refused where it would change nothing', async () => {
  expect(await place.sandbox('exec', '--engine', 'localstack', '--seed', 'demo', '--', 'true')).toMatchObject({ code: 2, stderr: expect.stringContaining('--seed is for the embedded engine') })
})

const path = (url: string) => new URL(url).pathname
