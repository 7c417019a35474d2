import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'install-'))
  mkdirSync(join(root, 'sandbox/setup'), { recursive: true })
  cpSync(fileURLToPath(new URL('ensure-install.mjs', import.meta.url)), join(root, 'sandbox/setup/ensure-install.mjs'))
  writeFileSync(join(root, 'package-lock.json'), '{}')
  // Stands in for npm: notes what it was asked.
  writeFileSync(join(root, 'npm.cjs'), `require('fs').writeFileSync('asked', process.argv.slice(2).join(' '))`)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const ensure = () => {
  const env = { ...process.env, npm_execpath: join(root, 'npm.cjs') }
  execFileSync(process.execPath, [join(root, 'sandbox/setup/ensure-install.mjs')], { cwd: root, env, stdio: 'pipe' })
  return existsSync(join(root, 'asked'))
}

const install = (at_s: number) => {
  mkdirSync(join(root, 'node_modules/.bin'), { recursive: true })
  for (const file of ['.package-lock.json', '.bin/node']) writeFileSync(join(root, 'node_modules', file), '')
  utimesSync(join(root, 'node_modules/.package-lock.json'), at_s, at_s)
}

test.runIf(process.platform !== 'win32').each([
  ['installs where there is no node_modules', undefined, true],
  ['installs where node_modules is older than the lock', 1000, true],
  ['leaves alone what is newer than the lock', 3000, false],
])('%s', (_name, installedAt, wanted) => {
  utimesSync(join(root, 'package-lock.json'), 2000, 2000)
  if (installedAt !== undefined) install(installedAt)
  expect(ensure()).toBe(wanted)
})

test('says so when the install fails', () => {
  writeFileSync(join(root, 'npm.cjs'), 'process.exit(7)')
  expect(() => ensure()).toThrow(/npm ci failed: the packages could not be installed/)
})
