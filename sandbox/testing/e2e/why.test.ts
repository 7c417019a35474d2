import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { ROOT, Workplace, type UpReport } from '../cli.ts'

const place = new Workplace()
let up: UpReport
let template: string
const NEEDED = 'Action: [kinesis:PutRecord, kinesis:PutRecords]'

beforeAll(async () => {
  const own = readFileSync(join(ROOT, 'fixtures/template.yaml'), 'utf8').replaceAll('../handlers', join(ROOT, 'handlers'))
  expect(own).toContain(NEEDED)
  template = join(place.directory, 'template.yaml')
  writeFileSync(template, own.replace(NEEDED, 'Action: [kinesis:PutRecords]'))
  writeFileSync(join(place.directory, 'notes.txt'), 'hello')
  up = await place.up('--ephemeral', '--template', template)
}, 60_000)
afterAll(() => place[Symbol.asyncDispose]())

test('nothing refused, nothing used, no such request: a sentence and an exit code each', async () => {
  expect(await place.sandbox('why')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^None of the latest \d+ calls was refused\.\n$/) })
  expect(await place.sandbox('why', 'nobody')).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no call with request id nobody') })
  expect(await place.sandbox('iam', 'gate')).toMatchObject({ code: 1, stdout: expect.stringContaining('Nothing was done by pipeline-sandbox-UploadRole: run the pipeline first') })
}, 60_000)

test('a denial in a function is told with the lines of the template that mend it', async () => {
  expect((await place.sandbox('upload', 'notes.txt')).code).toBe(1)
  // In the template that the sandbox was started with.
  const { code, stdout } = await place.sandbox('why')
  expect(code).toBe(0)
  expect(stdout).toContain('kinesis PutRecord: denied by policies')
  expect(stdout).toContain('-                Action: [kinesis:PutRecords]\n+                Action: [kinesis:PutRecords, kinesis:PutRecord]')
  const { call } = JSON.parse((await place.sandbox('why', '--json', '--template', template)).stdout) as { call: { checks: { remedies: { patch: { diff: string[] }; command: string }[] }[] } }
  expect(call.checks[0]!.remedies[0]).toMatchObject({ command: expect.stringContaining('aws iam put-role-policy --role-name pipeline-sandbox-UploadRole --policy-name upload') })
  writeFileSync(template, readFileSync(template, 'utf8').replace('Action: [kinesis:PutRecords]', 'Action: [kinesis:PutRecords, kinesis:PutRecord]'))
  const before = await place.sandbox('why', '--template', template)
  expect(before.stdout).toContain('The template has it already, but not what is deployed: sandbox seed')
  expect((await place.sandbox('seed', '--template', template)).code).toBe(0)
  expect((await place.sandbox('upload', 'notes.txt')).code).toBe(0)
  expect((await place.sandbox('wait', '--idle')).code).toBe(0)
  expect((await place.sandbox('why', '--template', template)).stdout).toContain('Policies have changed since: now it would be allowed.')
}, 60_000)

test('a request without a token is told as that', async () => {
  const { status } = await fetch(`${up.stack.outputs['ApiUrl']}/uploads`, { method: 'POST', body: '{}' })
  expect(status).toBe(401)
  expect((await place.sandbox('why', 'last')).stdout).toContain('The route wants a token, and the request has none')
}, 60_000)

test('suggest gives a part of a template, and gate passes what was all used', async () => {
  const { code, stdout } = await place.sandbox('iam', 'suggest', '--template', template)
  expect(code).toBe(0)
  expect(stdout).toContain('# It has and did not use: kinesis:PutRecords\n')
  expect(stdout).toContain('Resource: !Sub ${UploadBucket.Arn}/uploads/*\n')
  const { Resources } = parse(stdout, { logLevel: 'silent' }) as { Resources: Record<string, unknown> }
  expect(Object.keys(Resources)).toEqual(['ProcessorRole', 'UploadRole'])
  const json = JSON.parse((await place.sandbox('iam', 'suggest', '--role', 'pipeline-sandbox-UploadRole', '--format', 'json', '--template', template)).stdout) as object
  expect(json).toMatchObject({ UploadRole: { Policies: [{ PolicyName: 'upload', PolicyDocument: { Statement: expect.arrayContaining([{ Effect: 'Allow', Action: 'kinesis:PutRecord', Resource: { 'Fn::GetAtt': ['UploadStream', 'Arn'] } }]) } }] } })
  expect(await place.sandbox('iam', 'gate')).toMatchObject({ code: 0, stdout: expect.stringContaining('All is well: 7 statements of 2 roles') })
}, 60_000)

test('gate fails on what is not used or too wide, unless it is allowed, and writes JUnit', async () => {
  const more = `Action: [kinesis:PutRecords, kinesis:PutRecord]
                Resource: !GetAtt UploadStream.Arn
              - Sid: Wide
                Effect: Allow
                Action: s3:*
                Resource: '*'
              - Sid: Idle
                Effect: Allow
                Action: sqs:SendMessage`
  writeFileSync(template, readFileSync(template, 'utf8').replace('Action: [kinesis:PutRecords, kinesis:PutRecord]', more))
  expect((await place.sandbox('seed', '--template', template)).code).toBe(0)
  const { code, stdout } = await place.sandbox('iam', 'gate', '--junit', 'gate.xml', '--template', template)
  expect(code).toBe(1)
  expect(stdout).toContain('pipeline-sandbox-UploadRole/upload/Wide: too wide: s3:*; too wide: *\n')
  expect(stdout).toContain('      Resource: !Sub ${UploadBucket.Arn}/uploads/*\n')
  expect(stdout).toContain('pipeline-sandbox-UploadRole/upload/Idle: not used\n  → Remove it.\n')
  expect(readFileSync(join(place.directory, 'gate.xml'), 'utf8')).toMatch(/tests="9" failures="2"/)
  const allowed = await place.sandbox('iam', 'gate', '--json', '--allow', 'upload/Wide', '*UploadRole/*/Idle')
  expect(allowed.code).toBe(0)
  expect(JSON.parse(allowed.stdout)).toMatchObject({ passed: true, statements: expect.arrayContaining([expect.objectContaining({ statement: 'Idle', problems: ['not used'], isAllowed: true })]) })
}, 60_000)
