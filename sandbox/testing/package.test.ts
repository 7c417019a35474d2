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
  expect(files).toEqual(expect.arrayContaining(['package.json', 'README.md', 'dist/cli.js', 'dist/index.js', 'dist/types/sandbox/index.d.ts', 'fixtures/template.yaml', 'handlers/upload/index.ts', 'docker-compose.yml']))
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

test('its library runs in a project, and has types', { timeout: 120_000 }, () => {
  writeFileSync(join(project, 'consumer.ts'), CONSUMER)
  // Compiled, since Node strips no types below node_modules.
  const options = ['--strict', '--module', 'nodenext', '--target', 'es2024', '--lib', 'es2024,esnext.disposable', '--types', 'node', '--skipLibCheck', '--ignoreConfig']
  const compiled = spawnSync(join(ROOT, 'node_modules', '.bin', 'tsc'), [...options, 'consumer.ts'], { cwd: project, encoding: 'utf8' })
  expect({ status: compiled.status, stdout: compiled.stdout }).toEqual({ status: 0, stdout: '' })
  const { status, stdout, stderr } = spawnSync(process.execPath, ['consumer.js'], { cwd: project, encoding: 'utf8' })
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'FROM A PROJECT', stderr: '' })
})
