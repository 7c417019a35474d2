import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sessionAt, writeSession, type Session } from './session.ts'

const local: Session = { engine: 'localstack', endpoints: { aws: 'http://127.0.0.1:4566', edge: 'http://127.0.0.1:4567', region: 'us-east-1' } }
const atAws: Session = { engine: 'aws', endpoints: { region: 'us-east-1' } }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-session-'))
  vi.stubEnv('SANDBOX_FOLDER', folder)
  vi.stubEnv('SANDBOX_ENDPOINT', undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

test.each<[what: string, known: Session, named: string | undefined, inEnvironment: string | undefined, isOwn: boolean]>([
  ['nothing is named', local, undefined, undefined, true],
  ['its engine is named', local, 'http://127.0.0.1:4566', undefined, true],
  ['a slash is behind it', local, 'http://127.0.0.1:4566/', undefined, true],
  ['its HTTP API is named', local, 'http://127.0.0.1:4567', undefined, true],
  ['the environment names it', local, undefined, 'http://127.0.0.1:4566/', true],
  ['another is named', local, 'http://127.0.0.1:4999', undefined, false],
  ['the environment names another', local, undefined, 'http://127.0.0.1:4999', false],
  ['an option is stronger than the environment', local, 'http://127.0.0.1:4566', 'http://127.0.0.1:4999', true],
  ['it is a stack in AWS', atAws, undefined, undefined, true],
  ['it is a stack in AWS, and a sandbox is named', atAws, 'http://127.0.0.1:4566', undefined, false],
])('the session of a folder where %s', (_what, known, named, inEnvironment, isOwn) => {
  vi.stubEnv('SANDBOX_ENDPOINT', inEnvironment)
  writeSession(known)
  expect(sessionAt(named)).toEqual(isOwn ? known : undefined)
})

test('a folder without a session has none', () => {
  expect(sessionAt(undefined)).toBeUndefined()
})
