import { appendFileSync, chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Workplace } from '../testing/cli.ts'
import { freePort } from './docker/ports.ts'
import { localstack } from './localstack.ts'

const WAY_ON = 'Or run without Docker: --engine embedded.'

/** What a program called `docker` does when its arguments fit a shell's pattern; the first that fits is taken. */
type Answers = readonly (readonly [pattern: string, script: string])[]

const UP = `*' up '*`
const fails = (text: string, code = 1) => `echo ${quoted(text)} >&2; exit ${code}`
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fake-docker-'))))
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

/** Puts it first on the PATH. All else that it is asked, it does in silence. */
function fakeDocker(answers: Answers): void {
  const cases = answers.map(([pattern, script]) => `${pattern}) ${script} ;;`)
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\ncd ${quoted(folder)}\necho "$*" >> calls\ncase " $* " in\n${cases.join('\n')}\nesac\n`)
  chmodSync(join(folder, 'docker'), 0o755)
  vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`)
}

const calls = () => (existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').split('\n') : [])

async function start(port = 0): Promise<{ sentence: string; progress: string[] }> {
  const progress: string[] = []
  const sentence = await localstack.start({ port, region: 'us-east-1', onProgress: (line) => progress.push(line) }).then(
    () => 'It started.',
    (error: Error) => `${error.name}: ${error.message}`,
  )
  return { sentence, progress }
}

describe.skipIf(process.platform === 'win32')('why LocalStack does not start', () => {
  test('no Docker', async () => {
    vi.stubEnv('PATH', folder)
    await using place = new Workplace()
    expect(await place.sandbox('up', '--engine', 'localstack', '--port', '0')).toEqual({
      code: 3,
      stdout: '',
      stderr: `There is no docker command on the PATH. Install Docker with its compose plugin. ${WAY_ON}\n`,
    })
  }, 60_000)

  test('a daemon that is down', async () => {
    fakeDocker([['*', fails('Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?')]])
    expect(await start()).toEqual({ sentence: `EngineError: The Docker daemon does not answer. Start Docker. ${WAY_ON}`, progress: [] })
  })

  test.each([
    ['no compose', "unknown shorthand flag: 'f' in -f", `This Docker has no compose plugin (version 2). Install the package docker-compose-plugin. ${WAY_ON}`],
    ['an image that cannot be pulled', 'Error response from daemon: Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host', `An image cannot be pulled: its registry is out of reach. Check the network and the proxy. ${WAY_ON}`],
  ])('%s', async (_name, text, sentence) => {
    fakeDocker([[UP, fails(text)]])
    expect(await start()).toEqual({ sentence: `EngineError: ${sentence}`, progress: ['Starting LocalStack and the edge with docker compose; the first time takes minutes.'] })
    expect(calls().at(-2)).toMatch(/^compose .* down --remove-orphans --volumes$/)
  })

  test('a port in use, by anybody', async () => {
    fakeDocker([])
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const inUse = `EngineError: Port ${port} is in use. Stop what listens there, or choose others: --port for AWS (0 picks free ones), EDGE_PORT for the edge. ${WAY_ON}`
    expect((await start(port)).sentence).toBe(inUse)
    vi.stubEnv('EDGE_PORT', String(port))
    expect((await start(await freePort())).sentence).toBe(inUse)
    expect(calls().filter((call) => call.startsWith('compose'))).toEqual([])
    await new Promise((resolve) => server.close(resolve))
  })

  test('a container that dies, with its last lines', async () => {
    fakeDocker([
      [UP, `touch up; ${fails('container pipeline-sandbox-localstack-1 exited (55)')}`],
      [`' ps '*'com.docker.compose.project='*`, `test ! -e up || printf 'c0ffee\\tlocalstack\\texited\\tExited (55) 1 second ago\\n'`],
      [`' logs '*`, `echo '2026-01-01T00:00:00Z The license could not be checked.'; echo '2026-01-01T00:00:01Z Bye.' >&2`],
    ])
    expect((await start()).sentence).toBe(
      `EngineError: LocalStack's containers do not start. The container localstack has died (exit code 55). Its last lines:\n  The license could not be checked.\n  Bye.\n ${WAY_ON}`,
    )
    expect(calls().some((call) => / down .*--volumes/.test(call))).toBe(true)
  })

  test('an image that wants a token', async () => {
    fakeDocker([])
    vi.stubEnv('LOCALSTACK_AUTH_TOKEN', '')
    vi.stubEnv('LOCALSTACK_VERSION', '2026.3.0')
    expect((await start()).sentence).toBe(
      `EngineError: LocalStack 2026.3.0 starts only with a token, and LOCALSTACK_AUTH_TOKEN is not set. Set it, or leave LOCALSTACK_VERSION at 4.14.0. ${WAY_ON}`,
    )
    expect(calls()).toEqual([])
    vi.stubEnv('LOCALSTACK_AUTH_TOKEN', 'mine')
    expect((await start(0)).sentence).toBe('It started.')
  })
})

describe.skipIf(process.platform === 'win32')('once LocalStack is up', () => {
  const healthy = `printf 'c0ffee\\tlocalstack\\trunning\\tUp 2 seconds (healthy)\\nbeef\\tedge\\trunning\\tUp 2 seconds (healthy)\\n'`

  test('says once that roles are not enforced, and tells when a container dies', async () => {
    fakeDocker([
      [UP, 'touch up'],
      [`' events '*`, 'while [ ! -e killed ]; do sleep 0.05; done; printf beef; sleep 0.1; echo " edge 137"'],
      [`' ps '*'com.docker.compose.project='*`, `test ! -e up || ${healthy}`],
    ])
    const progress: string[] = []
    const running = await localstack.start({ port: 0, region: 'eu-west-1', onProgress: (line) => progress.push(line) })
    expect(progress.filter((line) => line.includes('enforces none'))).toEqual(['LocalStack stores roles and policies but enforces none of them: a missing permission shows on the embedded engine.'])
    expect(running.endpoints.region).toBe('eu-west-1')
    appendFileSync(join(folder, 'killed'), '')
    await running.ended
    await running.stop()
    expect(progress.at(-1)).toBe('The container edge has died (exit code 137). It has written nothing.')
  })

  test('a second one at the same ports is refused, and leaves the first alone', async () => {
    fakeDocker([[`' ps '*'com.docker.compose.project='*`, healthy]])
    expect((await start(4700)).sentence).toBe('EngineError: A sandbox is up already at http://127.0.0.1:4700. Use it, end it with "sandbox down" in its folder, or choose another port with --port.')
    expect(calls().filter((call) => call.startsWith('compose'))).toEqual([])
  })
})
