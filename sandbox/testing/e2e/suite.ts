import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT, type Workplace } from '../cli.ts'

/** A pipeline that is up, on whichever engine, and a folder in which the command line knows of it. */
export interface Subject {
  readonly place: Workplace
  readonly outputs: Readonly<Record<string, string>>
  textOf(bucket: string, key: string): Promise<string>
}

const FILES = ['demo.txt', 'emoji-and-rtl.txt', 'empty.txt', 'one-mebibyte.txt', 'two words.txt', 'one+one.txt'].map((name) => join(ROOT, 'fixtures/uploads', name))

/** What holds on every engine: the same commands, the same results. To be called within a `describe`. */
export function pipelineTests(subject: () => Subject): void {
  test('takes every fixture through the pipeline: emoji, right-to-left, empty, 1 MiB, spaces and plus signs', async () => {
    const { place, outputs, textOf } = subject()
    const names = FILES.map((file) => basename(file))
    expect(await place.sandbox('upload', ...FILES)).toMatchObject({ code: 0, stderr: '' })
    expect(await place.sandbox('wait', ...names, '--timeout', '120')).toMatchObject({ code: 0, stderr: '' })
    for (const file of FILES) expect(await textOf(outputs['ProcessedBucket']!, `processed/${basename(file)}`)).toBe(readFileSync(file, 'utf8').toUpperCase())
  }, 180_000)

  test('status and token tell a program what they tell a person', async () => {
    const { place, outputs } = subject()
    const status = JSON.parse((await place.sandbox('status', '--json')).stdout) as { functions: string[][]; streams: string[][]; outputs: object }
    expect(status.functions.map(([name]) => name).sort()).toEqual(['pipeline-sandbox-processor', 'pipeline-sandbox-upload'])
    expect(status.streams[0]![1]).toMatch(/^ACTIVE, \d+ shards, ON_DEMAND$/)
    expect(status.outputs).toEqual(outputs)
    const decoded = JSON.parse((await place.sandbox('token', '--user', 'grace@example.com', '--decode')).stdout) as { claims: Record<string, unknown> }
    expect(decoded.claims).toMatchObject({ token_use: 'access', client_id: outputs['UserPoolClientId'] })
    expect(String(decoded.claims['iss'])).toMatch(new RegExp(`/${outputs['UserPoolId']}$`))
  }, 60_000)

  test('env speaks to a shell', async () => {
    const { place, outputs } = subject()
    const { stdout } = await place.sandbox('env')
    expect(stdout).toContain(`export API_URL=${outputs['ApiUrl']}\n`)
    expect((await place.exec('sh', ['-c', `${stdout}\nprintf %s "$USER_POOL_ID"`])).stdout).toBe(outputs['UserPoolId'])
  }, 60_000)

  test('a page of another origin may call the API', async () => {
    const headers = { origin: 'https://page.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' }
    const answer = await fetch(`${subject().outputs['ApiUrl']}/uploads`, { method: 'OPTIONS', headers })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-allow-headers')).toContain('authorization')
  }, 60_000)

  test('tokens that are not good are refused, as the API says it', async () => {
    const { place } = subject()
    for (const given of ['x.y.z', (await place.sandbox('token', '--bad', 'wrong-signature')).stdout.trim()]) {
      const result = await place.sandbox('upload', FILES[0]!, '--token', given)
      expect(result.code).toBe(1)
      expect(result.stderr).toMatch(/demo\.txt was refused: 401 \{"message":"Unauthorized"\}\n$/)
    }
  }, 60_000)

  test('the functions\' lines are in the logs', async () => {
    const { place } = subject()
    expect((await place.sandbox('logs', 'processor')).stdout).toContain('processed/emoji-and-rtl.txt')
    expect(await place.sandbox('logs', 'nothing')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^There is no function nothing\. Choose one of /) as string })
  }, 60_000)

  test.each([
    ['an unknown user', ['token', '--user', 'nobody@example.com'], 2, /^There is no user nobody@example\.com\. Choose one of ada@example\.com/],
    ['a wrong password', ['token', '--user', 'ada@example.com', '--password', 'wrong'], 1, /^AWS answered NotAuthorizedException: Incorrect username or password\.\n$/],
  ])('%s is one sentence and its exit code', async (_name, args, code, sentence) => {
    const result = await subject().place.sandbox(...args)
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code, stdout: '' })
    expect(result.stderr).toMatch(sentence)
  }, 60_000)
}
