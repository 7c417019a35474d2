import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Workplace } from '../cli.ts'
import { eventually } from '../engine.ts'

const LIMIT = { timeout: 60_000 }
const place = new Workplace()
afterAll(() => place[Symbol.asyncDispose]())

const at = (...names: string[]) => join(place.directory, ...names)
const read = (...names: string[]) => readFileSync(at(...names), 'utf8')
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
const isGone = (pid: number) => eventually(`the end of ${pid}`, () => (isAlive(pid) ? undefined : true))
const node = (script: string) => [process.execPath, '-e', script]
/** Says its process id, and lives until it is told otherwise. */
const STAYS = "console.log('pid ' + process.pid); setInterval(() => {}, 1000)"

describe('a command that succeeds', () => {
  test('has a sandbox of its own, found by the SDK and by the verbs, and leaves nothing behind', LIMIT, async () => {
    writeFileSync(at('notes.txt'), 'from within')
    const script = 'echo "$AWS_ENDPOINT_URL|$SANDBOX_ENDPOINT|$AWS_REGION|$UPLOAD_BUCKET|$AWS_PROFILE|$AWS_ENDPOINT_URL_S3|$SANDBOX_FOLDER"; "$NODE" "$CLI" upload notes.txt >&2 && "$NODE" "$CLI" wait notes.txt >&2 && "$NODE" "$CLI" reset >&2'
    const env = { NODE: process.execPath, CLI: join(import.meta.dirname, '../../../cli.ts'), AWS_PROFILE: 'mine', AWS_ENDPOINT_URL_S3: 'https://elsewhere.example' }
    const ended = await place.begin(['exec', '--', 'sh', '-c', script], env).end
    const [aws, sandbox, region, bucket, profile, elsewhere, folder] = ended.stdout.trim().split('|')
    expect([ended.code, aws, region, bucket, profile, elsewhere]).toEqual([0, sandbox, 'us-east-1', 'pipeline-sandbox-uploads-000000000000', '', ''])
    await expect(fetch(`${sandbox}/_sandbox/health`)).rejects.toThrow()
    expect(existsSync(at('.sandbox'))).toBe(false)
    expect(existsSync(folder!)).toBe(false)
  })

  test('does not touch a sandbox that is up here', LIMIT, async () => {
    const up = await place.up()
    const session = read('.sandbox', 'session.json')
    const ended = await place.begin(['exec', '--', ...node('console.log(process.env.AWS_ENDPOINT_URL)')]).end
    expect(ended.code).toBe(0)
    expect(ended.stdout.trim()).not.toBe(up.endpoints.aws)
    expect(read('.sandbox', 'session.json')).toBe(session)
    expect((await place.sandbox('status')).code).toBe(0)
    await place.kill()
    await place.sandbox('down')
  })
})

describe('a command that fails', () => {
  const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl'
  let code: number | null
  let said: string
  const folder = () => at('left')

  beforeAll(async () => {
    writeFileSync(at('kept.txt'), 'kept')
    const script = '"$NODE" "$CLI" upload kept.txt && "$NODE" "$CLI" wait kept.txt && exit 7'
    const env = { NODE: process.execPath, CLI: join(import.meta.dirname, '../../../cli.ts'), DEPLOY_TOKEN: 'very-secret-value', GITHUB_STEP_SUMMARY: at('step.md') }
    const ended = await place.begin(['exec', '--artifacts', 'left', '--junit', 'report.xml', '--', 'sh', '-c', `${script} # very-secret-value ${JWT}`], env).end
    code = ended.code
    said = ended.stderr
  }, 60_000)

  test('ends with its code and says where the rest is', () => {
    expect(code).toBe(7)
    expect(said).toContain(`What happened in the sandbox is in ${folder()}.\n"sandbox open ${folder()}" brings it back`)
    expect(readdirSync(folder()).sort()).toEqual(['command.json', 'journal.json', 'logs', 'session.json', 'state.checkpoint', 'summary.md', 'traces.json', 'versions.json'])
    expect(readdirSync(join(folder(), 'logs'))).toEqual(['pipeline-sandbox-processor.log', 'pipeline-sandbox-upload.log'])
    expect(read('left', 'logs', 'pipeline-sandbox-upload.log')).toMatch(/REPORT RequestId/)
    expect(JSON.parse(read('left', 'command.json'))).toMatchObject({ exitCode: 7 })
    expect(JSON.parse(read('left', 'versions.json'))).toMatchObject({ node: process.version, templateSha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect((JSON.parse(read('left', 'traces.json')) as { tree: unknown[] }[]).some(({ tree }) => tree.length >= 9)).toBe(true)
    expect((JSON.parse(read('left', 'journal.json')) as { operation: string }[]).map(({ operation }) => operation)).toContain('PutRecord')
  })

  test('leaves no secrets in text', () => {
    const users = JSON.parse(readFileSync(join(import.meta.dirname, '../../../fixtures/users.json'), 'utf8')) as { password: string }[]
    for (const name of readdirSync(folder(), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(json|md|log|txt)$/.test(name)) continue
      for (const secret of ['very-secret-value', JWT, ...users.map(({ password }) => password)]) expect(read('left', name), name).not.toContain(secret)
    }
    expect(read('left', 'command.json')).toContain('[redacted]')
  })

  test('is told of in the job\'s summary and as JUnit', () => {
    expect(read('step.md')).toMatch(/❌ sandbox exec: .* ended with 7/)
    expect(read('step.md')).toMatch(/\d+ calls: .*s3 \d+/)
    expect(read('step.md')).not.toContain('very-secret-value')
    expect(read('report.xml')).toMatch(/<testsuite name="sandbox exec" tests="2" failures="1"/)
    expect(read('report.xml')).not.toContain('very-secret-value')
  })

  test('is brought back as it was', LIMIT, async () => {
    const opened = place.begin(['open', 'left', '--port', '0', '--json'])
    const [text] = await opened.line(/^\{[^]*\n\}\n$/)
    const { endpoints, stack } = JSON.parse(text) as { endpoints: { aws: string }; stack: { outputs: Record<string, string> } }
    expect(stack.outputs['ApiUrl']).toContain(endpoints.aws)
    expect((await place.sandbox('wait', 'kept.txt', '--timeout', '5')).code).toBe(0)
    writeFileSync(at('more.txt'), 'more')
    expect((await place.sandbox('upload', 'more.txt')).code).toBe(0)
    expect((await place.sandbox('wait', 'more.txt')).code).toBe(0)
    opened.child.kill('SIGINT')
    expect((await opened.end).code).toBe(0)
    expect(existsSync(at('.sandbox', 'session.json'))).toBe(false)
    expect(await place.sandbox('open', 'nowhere')).toMatchObject({ code: 2, stderr: expect.stringContaining('nowhere is no folder of artifacts') })
  })

  test('also by not being there at all', LIMIT, async () => {
    const ended = await place.begin(['exec', '--artifacts', 'none', '--', 'no-such-command']).end
    expect([ended.code, ended.stderr]).toEqual([127, expect.stringContaining('There is no command no-such-command.')])
    expect(await place.sandbox('exec', '--timeout', 'soon', '--', 'true')).toMatchObject({ code: 2, stderr: expect.stringContaining('--timeout soon is no number of seconds') })
  })
})

describe('a command that is interrupted', () => {
  const begin = (script: string, ...options: string[]) => place.begin(['exec', '--artifacts', 'interrupted', ...options, '--', ...node(script)])
  const pidOf = async ({ line }: ReturnType<typeof begin>) => Number((await line(/pid (\d+)\n/))[1])

  test.each(['SIGINT', 'SIGTERM'] as const)('by %s ends by it, with all that it has started', LIMIT, async (signal) => {
    const running = begin(`require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(STAYS)}], { stdio: 'inherit' })`)
    const pid = await pidOf(running)
    running.child.kill(signal)
    expect((await running.end).code).toBe(signal === 'SIGINT' ? 130 : 143)
    await isGone(pid)
  })

  test('may end in its own way', LIMIT, async () => {
    const running = begin(`process.on('SIGINT', () => { console.log('good bye'); process.exit(9) }); ${STAYS}`)
    await pidOf(running)
    running.child.kill('SIGINT')
    expect(await running.end).toMatchObject({ code: 9, stdout: expect.stringContaining('good bye') })
  })

  test('and does not end is killed with the second signal', LIMIT, async () => {
    const running = begin(`process.on('SIGINT', () => console.log('not yet')); ${STAYS}`)
    const pid = await pidOf(running)
    running.child.kill('SIGINT')
    await running.line(/not yet/)
    running.child.kill('SIGINT')
    expect((await running.end).code).toBe(137)
    await isGone(pid)
  })

  test('by its time-out ends with 5', LIMIT, async () => {
    const running = begin(STAYS, '--timeout', '0.2')
    expect((await running.end).code).toBe(5)
    expect(read('interrupted', 'summary.md')).toContain('did not end in time')
  })

  test('what it has left running when it ends is killed', LIMIT, async () => {
    const running = begin(`const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(STAYS)}], { stdio: 'inherit' }); setTimeout(() => process.exit(0), 500)`)
    const pid = await pidOf(running)
    expect((await running.end).code).toBe(0)
    await isGone(pid)
  })
})
