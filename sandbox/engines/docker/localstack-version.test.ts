import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../../testing/cli.ts'
import { missingToken } from './localstack-version.ts'

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

test.each(['4.14.0', '4.14', '4', '4.13.1', '3.8.0', '1', '4.14.0-amd64', '4.14.0@sha256:0c0f', ''])('%s starts without a token', (LOCALSTACK_VERSION) => {
  expect(missingToken({ LOCALSTACK_VERSION })).toBeUndefined()
})

test.each(['4.14.1', '4.15.0', '5', '2026.3.0', 'latest', 'stable', '4.14.0.1'])('%s starts only with a token', (LOCALSTACK_VERSION) => {
  expect(missingToken({ LOCALSTACK_VERSION })).toBe(`LocalStack ${LOCALSTACK_VERSION} starts only with a token, and LOCALSTACK_AUTH_TOKEN is not set. Set it, or leave LOCALSTACK_VERSION at 4.14.0.`)
  expect(missingToken({ LOCALSTACK_VERSION, LOCALSTACK_AUTH_TOKEN: '' })).toBeDefined()
  expect(missingToken({ LOCALSTACK_VERSION, LOCALSTACK_AUTH_TOKEN: 'ls-mine' })).toBeUndefined()
})

test('what is said to be the last one is the one that is started, and the README names it', () => {
  const last = /at ([\d.]+)\.$/.exec(missingToken({ LOCALSTACK_VERSION: 'latest' })!)![1]!
  expect(missingToken({})).toBeUndefined()
  expect(read('docker-compose.yml')).toContain(`image: localstack/localstack:\${LOCALSTACK_VERSION:-${last}}\n`)
  expect(read('README.md').replace(/\s+/g, ' ')).toContain(`LocalStack ${last} is the last image that starts without a token; with \`LOCALSTACK_AUTH_TOKEN\` set, \`LOCALSTACK_VERSION\` may name a newer one.`)
})
