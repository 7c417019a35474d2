import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bundledProgram, bundleFor } from './ready-bundle.mjs'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bundle-'))
  for (const folder of ['sandbox/testing', 'handlers']) mkdirSync(join(root, folder), { recursive: true })
  for (const file of ['cli.ts', 'package-lock.json', 'sandbox/a.ts', 'sandbox/a.test.ts', 'sandbox/testing/b.ts', 'handlers/h.ts']) writeFileSync(join(root, file), 'text')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

test('without a bundle the sources are run', () => {
  expect(bundledProgram(root)).toBeUndefined()
})

test('a bundle is taken as long as the sources are those that it was made of', () => {
  mkdirSync(bundleFor(root), { recursive: true })
  const program = join(bundleFor(root), 'cli.js')
  expect(bundledProgram(root)).toBeUndefined()
  writeFileSync(program, '')
  expect(bundledProgram(root)).toBe(program)
  writeFileSync(join(root, 'sandbox/a.test.ts'), 'another test')
  writeFileSync(join(root, 'sandbox/testing/b.ts'), 'another helper')
  expect(bundledProgram(root)).toBe(program)
})

test.each([
  ['changed', () => writeFileSync(join(root, 'sandbox/a.ts'), 'longer text')],
  ['touched', () => utimesSync(join(root, 'handlers/h.ts'), 1, 1)],
  ['added', () => writeFileSync(join(root, 'sandbox/new.mjs'), '')],
  ['removed', () => rmSync(join(root, 'sandbox/a.ts'))],
  ['locked to other packages', () => writeFileSync(join(root, 'package-lock.json'), '{}')],
])('and not when one is %s', (_what, change) => {
  mkdirSync(bundleFor(root), { recursive: true })
  writeFileSync(join(bundleFor(root), 'cli.js'), '')
  change()
  expect(bundledProgram(root)).toBeUndefined()
})
