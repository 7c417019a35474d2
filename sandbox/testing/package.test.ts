import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from './cli.ts'

/** A project that has the published package installed; below our own packages, where it finds those that it needs. */
let project: string
let packed: string

beforeAll(() => {
  const cache = join(ROOT, 'node_modules', '.cache')
  mkdirSync(cache, { recursive: true })
  project = mkdtempSync(join(cache, 'installed-'))
  packed = mkdtempSync(join(tmpdir(), 'sandbox-packed-'))
  execFileSync('npm', ['pack', '--pack-destination', packed, '--silent'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] })
  const [archive] = readdirSync(packed)
  const target = join(project, 'node_modules', 'pipeline-sandbox')
  mkdirSync(target, { recursive: true })
  execFileSync('tar', ['-xzf', join(packed, archive!), '--strip-components=1', '-C', target])
  writeFileSync(join(project, 'package.json'), '{"type": "module"}')
}, 240_000)

afterAll(() => {
  for (const folder of [project, packed]) rmSync(folder, { recursive: true, force: true })
})

test('has what it needs and nothing else', () => {
  const files = readdirSync(join(project, 'node_modules', 'pipeline-sandbox'), { recursive: true }).map(String)
  expect(files).toEqual(expect.arrayContaining(['package.json', 'README.md', 'dist/cli.js', 'dist/index.js', 'dist/types/sandbox/index.d.ts', 'fixtures/template.yaml', 'handlers/upload/index.ts', 'docker-compose.yml', 'dist/vitest.js', 'dist/edge.mjs', 'sandbox/engines/edge/Dockerfile', 'sandbox/dashboard/app.js', 'sandbox/workshop/pages/seat.html']))
  expect(files.filter((file) => file.includes('.test.') || file.startsWith('sandbox/testing'))).toEqual([])
})

test('its command runs the pipeline', { timeout: 120_000 }, () => {
  const cli = join(project, 'node_modules', 'pipeline-sandbox', 'dist', 'cli.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'run', '--once', '--port', '0'], { cwd: project, encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain('HELLO FROM YOUR OWN MACHINE!')
})

const CONSUMER = `
import { createSandbox, type Sandbox } from 'pipeline-sandbox'

await using sandbox: Sandbox = await createSandbox()
const uploaded = await sandbox.upload('from a project')
const { text, key }: { text: string; key: string } = await sandbox.processed(uploaded)
process.stdout.write(key.startsWith('processed/') ? text : key)
`

/** Compiled, since Node strips no types below node_modules. */
function compile(file: string, text: string): void {
  writeFileSync(join(project, file), text)
  const options = ['--strict', '--module', 'nodenext', '--target', 'es2024', '--lib', 'es2024,esnext.disposable', '--types', 'node', '--skipLibCheck', '--ignoreConfig']
  const compiled = spawnSync(join(ROOT, 'node_modules', '.bin', 'tsc'), [...options, file], { cwd: project, encoding: 'utf8' })
  expect({ status: compiled.status, stdout: compiled.stdout }).toEqual({ status: 0, stdout: '' })
}

test('its library runs in a project, and has types', { timeout: 120_000 }, () => {
  compile('consumer.ts', CONSUMER)
  const { status, stdout, stderr } = spawnSync(process.execPath, ['consumer.js'], { cwd: project, encoding: 'utf8' })
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'FROM A PROJECT', stderr: '' })
})

const TESTS = `
import { expect, test } from 'vitest'
import { createSandbox } from 'pipeline-sandbox'
import 'pipeline-sandbox/vitest'

test('matchers', async () => {
  await using sandbox = await createSandbox()
  await expect(sandbox).toHaveProcessed(await sandbox.upload('in a test'), 'IN A TEST')
  await expect(sandbox.upload('no', { token: await sandbox.token({ bad: 'expired' }) })).toBeRefused(401)
  // @ts-expect-error An HTTP status is a number.
  await expect(expect(sandbox.upload('no', { token: 'x' })).toBeRefused('401')).rejects.toThrow('should have been refused')
}, 60_000)
`

test('its matchers run in a project\'s tests, and have types', { timeout: 120_000 }, () => {
  compile('matchers.test.ts', TESTS)
  const { status, stdout } = spawnSync(join(ROOT, 'node_modules', '.bin', 'vitest'), ['run', '--root', project, 'matchers.test.js'], { cwd: project, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } })
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('1 passed') })
})
