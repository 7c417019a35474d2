import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PROGRAM, Workplace } from '../testing/cli.ts'

/** The edge is well, LocalStack was killed. */
const DOCKER = `#!/bin/sh
case "$*" in
  *com.docker.compose.project=pipeline-sandbox-9*) printf 'c0ffee\\tlocalstack\\texited\\tExited (137) 1 second ago\\nbeef\\tedge\\trunning\\tUp 9 seconds (healthy)\\n' ;;
  logs*c0ffee) echo '2026-01-01T00:00:00Z Ready.' ;;
esac
`

test.skipIf(process.platform === 'win32')('a container that has died is what the doctor finds first, with its last lines', async () => {
  await using place = new Workplace()
  writeFileSync(join(place.directory, 'docker'), DOCKER)
  chmodSync(join(place.directory, 'docker'), 0o755)
  mkdirSync(join(place.directory, '.sandbox'))
  const endpoints = { aws: 'http://127.0.0.1:9', edge: 'http://127.0.0.1:10', region: 'us-east-1' }
  writeFileSync(join(place.directory, '.sandbox/session.json'), JSON.stringify({ engine: 'localstack', endpoints }))
  const { code, stdout } = await place.exec(process.execPath, [...PROGRAM, 'doctor', '--json'], { PATH: place.directory })
  expect(code).toBe(1)
  expect((JSON.parse(stdout) as { findings: object[] }).findings).toEqual([
    { weight: 100, problem: 'The container localstack has died (exit code 137).', because: ['Ready.'], remedy: 'sandbox down, then sandbox up --engine localstack --port 9' },
  ])
}, 60_000)
