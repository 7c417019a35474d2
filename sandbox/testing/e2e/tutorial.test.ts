import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CognitoIdentityProviderClient, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Workplace, type UpReport } from '../cli.ts'
import { eventually } from '../engine.ts'

const USER = { email: 'ada@example.com', password: 'Sandbox-Ada-1!' }
const place = new Workplace()
let report: UpReport

beforeAll(async () => {
  report = await place.up()
}, 60_000)
afterAll(() => place[Symbol.asyncDispose]())

/** What a reader of the tutorial does, with whichever client. */
interface Reader {
  accessToken(): Promise<string>
  /** Text of an object; undefined while it is not there. */
  object(bucket: string, key: string): Promise<string | undefined>
  logLines(group: string): Promise<string[]>
}

const client = () => ({ endpoint: report.endpoints.aws, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })

const withSdk: Reader = {
  async accessToken() {
    const cognito = new CognitoIdentityProviderClient(client())
    const AuthParameters = { USERNAME: USER.email, PASSWORD: USER.password }
    const ClientId = report.stack.outputs['UserPoolClientId']!
    const answer = await cognito.send(new InitiateAuthCommand({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId, AuthParameters }))
    return answer.AuthenticationResult!.AccessToken!
  },
  async object(Bucket, Key) {
    try {
      return await (await new S3Client(client()).send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString()
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') return undefined
      throw error
    }
  },
  async logLines(logGroupName) {
    const { events = [] } = await new CloudWatchLogsClient(client()).send(new FilterLogEventsCommand({ logGroupName }))
    return events.map(({ message }) => message!)
  },
}

const aws = async (...args: string[]) => {
  const env = { AWS_ENDPOINT_URL: report.endpoints.aws, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_DEFAULT_REGION: 'us-east-1' }
  return place.exec('aws', args, env)
}

const withCli: Reader = {
  async accessToken() {
    const parameters = `USERNAME=${USER.email},PASSWORD=${USER.password}`
    const { stdout, stderr } = await aws('cognito-idp', 'initiate-auth', '--auth-flow', 'USER_PASSWORD_AUTH', '--client-id', report.stack.outputs['UserPoolClientId']!, '--auth-parameters', parameters, '--query', 'AuthenticationResult.AccessToken', '--output', 'text')
    expect(stderr).toBe('')
    return stdout.trim()
  },
  async object(bucket, key) {
    const { code, stdout, stderr } = await aws('s3', 'cp', `s3://${bucket}/${key}`, '-')
    if (code === 0) return stdout
    expect(stderr).toContain('(404)')
    return undefined
  },
  async logLines(group) {
    const { stdout } = await aws('logs', 'filter-log-events', '--log-group-name', group, '--query', 'events[].message', '--output', 'json')
    return stdout.trim() === '' ? [] : (JSON.parse(stdout) as string[])
  },
}

const hasAwsCli = (() => {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

test.runIf(process.env['CI'])('CI has the AWS CLI, so that its half of the tutorial is not skipped', () => {
  expect(hasAwsCli).toBe(true)
})

if (!hasAwsCli) console.warn('The tutorial with the AWS CLI is skipped: there is no aws on the PATH (pip install awscli).')

describe.each([
  { name: 'the JavaScript SDK', reader: withSdk, isThere: true },
  { name: 'the AWS CLI', reader: withCli, isThere: hasAwsCli },
])('the tutorial with $name', ({ name, reader, isThere }) => {
  test.skipIf(!isThere)('token, 401 without it, 200 with it, upload, result, log lines', async () => {
    const { ApiUrl, UploadBucket, ProcessedBucket } = report.stack.outputs
    const filename = `${name.replaceAll(' ', '-')}.txt`
    const token = await reader.accessToken()
    const payload = join(place.directory, 'payload.json')
    writeFileSync(payload, JSON.stringify({ filename, content: 'hello from the tutorial' }))
    const curl = async (...headers: string[]) => {
      const args = ['-s', '-w', '\n%{http_code}', '-X', 'POST', `${ApiUrl}/uploads`, ...headers.flatMap((header) => ['-H', header]), '--data', `@${payload}`]
      const { stdout } = await place.exec('curl', args)
      const end = stdout.lastIndexOf('\n')
      return { status: Number(stdout.slice(end + 1)), body: stdout.slice(0, end) }
    }
    const json = 'content-type: application/json'
    expect(await curl(json)).toEqual({ status: 401, body: '{"message":"Unauthorized"}' })
    expect(await curl(json, `authorization: Bearer ${token}x`)).toEqual({ status: 401, body: '{"message":"Unauthorized"}' })
    const accepted = await curl(json, `authorization: Bearer ${token}`)
    expect(accepted.status).toBe(200)
    const s3 = { bucket: UploadBucket, key: `uploads/${filename}` }
    expect(JSON.parse(accepted.body)).toEqual({ message: 'Uploaded and queued for processing', s3 })

    expect(await reader.object(UploadBucket!, `uploads/${filename}`)).toBe('hello from the tutorial')
    const result = await eventually('the processed object', () => reader.object(ProcessedBucket!, `processed/${filename}`))
    expect(result).toBe('HELLO FROM THE TUTORIAL')

    const line = JSON.stringify({ message: 'processed', source: `s3://${UploadBucket}/uploads/${filename}`, target: `s3://${ProcessedBucket}/processed/${filename}` })
    const lines = await eventually('the processor\'s lines', async () => {
      const found = await reader.logLines('/aws/lambda/pipeline-sandbox-processor')
      const at = found.findIndex((text) => text.includes(line))
      return at >= 0 && found.slice(at).some((text) => text.startsWith('REPORT RequestId: ')) ? found : undefined
    })
    expect(lines.some((text) => /^START RequestId: [0-9a-f-]{36} Version: \$LATEST\n?$/.test(text))).toBe(true)
    expect(lines.some((text) => /^END RequestId: [0-9a-f-]{36}\n?$/.test(text))).toBe(true)
  }, 120_000)
})
