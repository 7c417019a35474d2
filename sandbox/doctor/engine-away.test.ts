import { createServer } from 'node:net'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { engineAway } from './engine-away.ts'

afterEach(() => vi.unstubAllEnvs())

async function listen(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((socket) => socket.end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return { url: `http://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

test('tells another program on the port from nobody', async () => {
  const other = await listen()
  expect((await engineAway(other.url, 'embedded')).problem).toBe(`Something else than a sandbox answers at ${other.url}.`)
  await other.close()
  expect(await engineAway(other.url, 'embedded')).toMatchObject({ problem: 'No sandbox is running here.', remedy: 'sandbox up' })
})

test.runIf(process.platform !== 'win32')('tells Docker that is down, or not there, from containers that are not running', async () => {
  const nobody = await listen()
  await nobody.close()
  const folder = mkdtempSync(join(tmpdir(), 'fake-docker-'))
  const fake = (script: string) => {
    writeFileSync(join(folder, 'docker'), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, 'docker'), 0o755)
    vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`)
  }
  fake('echo "Cannot connect to the Docker daemon at unix:///var/run/docker.sock." >&2; exit 1')
  expect(await engineAway(nobody.url, 'localstack')).toMatchObject({ problem: 'Docker is down.', because: [expect.stringContaining('Cannot connect')], remedy: expect.stringContaining('embedded') })
  fake('echo 29.0.0')
  expect((await engineAway(nobody.url, 'localstack')).problem).toBe('The containers of the LocalStack engine are not running.')
  vi.stubEnv('PATH', folder)
  rmSync(join(folder, 'docker'))
  expect((await engineAway(nobody.url, 'localstack')).because).toEqual(['There is no program docker on the PATH.'])
  rmSync(folder, { recursive: true })
})
