import { execFile } from 'node:child_process'
import { createServer } from 'node:net'
import { mkdirSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { healthOf } from '../../commands/support/health.ts'
import { bundleEdge } from '../../setup/edge-bundle.mjs'
import { ROOT, Workplace, type UpReport } from '../cli.ts'
import { eventually } from '../engine.ts'

const WAY_ON = 'Or run without Docker: --engine embedded.\n'
const ROLES = 'LocalStack stores roles and policies but enforces none of them'
const EDGE = 'pipeline-sandbox-edge'
const BASE = process.env['EDGE_BASE'] ?? 'node:24-slim'
const LOCALSTACK = ['--filter', 'label=com.docker.compose.service=localstack']
const MEGABYTE = 1024 * 1024

/** What a docker command prints; it rejects where the command fails. */
const docker = async (...args: readonly string[]) => (await promisify(execFile)('docker', args, { cwd: ROOT })).stdout.trim()

const projectOf = ({ endpoints }: Pick<UpReport, 'endpoints'>) => `pipeline-sandbox-${new URL(endpoints.aws).port}`
const containersOf = (project: string, ...more: readonly string[]) => docker('ps', '--quiet', '--filter', `label=com.docker.compose.project=${project}`, ...more)

/** Of a project, whatever there still is: containers (those of functions too, which are in its network), networks, volumes. */
async function leftOf(project: string): Promise<string[]> {
  const networks = await docker('network', 'ls', '--filter', `name=${project}_`, '--format', '{{.Name}}')
  const inNetworks = networks === '' ? '' : await docker('ps', '--all', '--filter', `network=${project}_default`, '--format', '{{.Names}}')
  const rest = await Promise.all([containersOf(project, '--all'), docker('volume', 'ls', '--filter', `name=${project}_`, '--format', '{{.Name}}')])
  return [networks, inNetworks, ...rest].flatMap((text) => text.split('\n')).filter((name) => name !== '')
}

/** A folder in which a sandbox on LocalStack is started by hand, with all that the start says. */
async function begin(place: Workplace, ...args: readonly string[]) {
  const up = place.begin(['up', '--port', '0', '--json', ...args])
  const [json] = await up.line(/^\{[\s\S]*\n\}\n/)
  return { ...up, report: JSON.parse(json) as UpReport }
}

describe.runIf(process.env['SANDBOX_E2E_ENGINE'] === 'localstack')('LocalStack in containers', () => {
  describe('docker-compose.yml', () => {
    test.each([{}, { LOCALSTACK_VERSION: '2026.3.0', LOCALSTACK_AUTH_TOKEN: 'ls-mine', EDGE_BASE: 'mine/node:26', SANDBOX_PORT: '5000', EDGE_PORT: '5001', DOCKER_SOCKET: '/run/mine.sock' }])('is valid with %o', async (env) => {
      const { stdout } = await promisify(execFile)('docker', ['compose', '--file', join(ROOT, 'docker-compose.yml'), 'config', '--format', 'json'], { env: { ...process.env, ...env } })
      const { services } = JSON.parse(stdout) as { services: Record<'localstack' | 'edge', Record<string, unknown>> }
      const { LOCALSTACK_VERSION: version = process.env['LOCALSTACK_VERSION'] ?? '4.14.0', DOCKER_SOCKET: socket = '/var/run/docker.sock' } = env
      expect(services.localstack).toMatchObject({ image: `localstack/localstack:${version}`, healthcheck: expect.anything() as unknown })
      expect(services.localstack['volumes']).toContainEqual(expect.objectContaining({ source: socket, target: '/var/run/docker.sock' }))
      expect(services.edge).toMatchObject({ read_only: true, cap_drop: ['ALL'], build: { args: { BASE: env.EDGE_BASE ?? BASE } } })
      for (const { ports } of Object.values(services)) expect(ports).toEqual([expect.objectContaining({ host_ip: '127.0.0.1' })])
    }, 60_000)
  })

  describe('the edge image', () => {
    let container: string
    beforeAll(async () => {
      // The builder may have its own copy, which does not tell its size.
      await docker('image', 'inspect', BASE).catch(() => docker('pull', BASE))
      await docker('compose', 'build', 'edge')
    }, 600_000)
    afterAll(async () => {
      if (container) await docker('rm', '--force', '--volumes', container)
    }, 60_000)

    test('adds at most 20 MB to its base', async () => {
      const [base, edge] = (await docker('image', 'inspect', BASE, EDGE, '--format', '{{.Size}}')).split('\n').map(Number)
      console.log(`The edge image adds ${((edge! - base!) / MEGABYTE).toFixed(2)} MB to ${BASE} (${(base! / MEGABYTE).toFixed(0)} MB).`)
      expect(edge! - base!).toBeGreaterThan(0)
      expect(edge! - base!).toBeLessThanOrEqual(20 * MEGABYTE)
    }, 60_000)

    test('answers soon after its start, as nobody in particular, on a file system that it cannot write', async () => {
      container = await docker('run', '--detach', '--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL', '--publish', '127.0.0.1::4567', '--env', 'SANDBOX_UPSTREAM=http://127.0.0.1:9', EDGE)
      const address = await docker('port', container, '4567/tcp')
      const answer = await eventually('the edge answers', () => healthOf(`http://${address}`))
      const startedAt = Date.parse(await docker('inspect', container, '--format', '{{.State.StartedAt}}'))
      console.log(`The edge is ready ${(await readyAt(container)) - startedAt} ms after its container's start.`)
      expect(answer.services).toEqual(expect.arrayContaining(['apigateway', 'cognito']))
      expect(await docker('exec', container, 'node', '-p', 'process.getuid() > 0')).toBe('true')
      await expect(docker('exec', container, 'node', '-e', "require('node:fs').writeFileSync('/edge/edge.mjs', '')")).rejects.toThrow(/EROFS|EACCES/)
      await eventually('Docker calls it healthy', async () => (await docker('inspect', container, '--format', '{{.State.Health.Status}}')) === 'healthy' || undefined, 30_000)
    }, 120_000)

    test('can be built from what is published, which has its bundle and no sources', async () => {
      await using place = new Workplace()
      const context = join(place.directory, 'package')
      mkdirSync(join(context, 'sandbox'), { recursive: true })
      await Promise.all(['package.json', 'sandbox/engines/edge/Dockerfile'].map((file) => cp(join(ROOT, file), join(context, file))))
      await bundleEdge(ROOT, join(context, 'dist', 'edge.mjs'))
      const image = await docker('build', '--quiet', '--build-arg', `BASE=${BASE}`, '--file', join(context, 'sandbox/engines/edge/Dockerfile'), context)
      expect(await docker('run', '--rm', image, 'node', '--check', '/edge/edge.mjs')).toBe('')
      await docker('rmi', image)
    }, 300_000)
  })

  describe('what goes wrong is one sentence', () => {
    test.each([
      ['a daemon that is down', { DOCKER_HOST: 'unix:///nowhere/docker.sock' }, /^The Docker daemon does not answer\. Start Docker\. /],
      ['an image that cannot be had', { LOCALSTACK_VERSION: '4.14.0-none' }, /\n(There is no image localstack\/localstack:4\.14\.0-none\.|An image cannot be pulled: its registry is out of reach\.) /],
      ['a base that cannot be had', { EDGE_BASE: 'pipeline-sandbox-none:1' }, /\n(There is no image pipeline-sandbox-none(:1)?\.|An image cannot be pulled: its registry is out of reach\.) /],
      ['a version that wants a token', { LOCALSTACK_VERSION: 'latest', LOCALSTACK_AUTH_TOKEN: '' }, /^LocalStack latest starts only with a token/],
    ])('%s', async (_name, env, sentence) => {
      await using place = new Workplace({ SANDBOX_ENGINE: 'localstack', ...env })
      const { code, stdout, stderr } = await place.sandbox('up', '--port', '0')
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
      expect(stderr).toMatch(sentence)
      expect(stderr.endsWith(WAY_ON)).toBe(true)
    }, 300_000)

    test('a port in use', async () => {
      const server = createServer()
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const { port } = server.address() as { port: number }
      await using place = new Workplace()
      const { code, stderr } = await place.sandbox('up', '--engine', 'localstack', '--port', String(port))
      expect({ code, stderr }).toEqual({ code: 3, stderr: `Port ${port} is in use. Stop what listens there, or choose others: --port for AWS (0 picks free ones), EDGE_PORT for the edge. ${WAY_ON}` })
      await new Promise((resolve) => server.close(resolve))
    }, 60_000)

    test('a container that dies while it starts; nothing of it is left', async () => {
      await using place = new Workplace({ SANDBOX_ENGINE: 'localstack', SANDBOX_PORT: '47310' })
      const up = place.begin(['up'])
      const id = await eventually('the container is there', async () => (await containersOf('pipeline-sandbox-47310', ...LOCALSTACK)) || undefined, 60_000)
      await docker('kill', id)
      const { code, stderr } = await up.end
      expect(code).toBe(3)
      expect(stderr).toContain("LocalStack's containers do not start. The container localstack has died (exit code 137). ")
      expect(stderr.endsWith(WAY_ON)).toBe(true)
      expect(await leftOf('pipeline-sandbox-47310')).toEqual([])
    }, 300_000)
  })

  describe('from the first upload to the last container', () => {
    const place = new Workplace({ SANDBOX_ENGINE: 'localstack' })
    const file = join(ROOT, 'fixtures/uploads/demo.txt')
    const projects: string[] = []
    let running: ReturnType<Workplace['begin']> | undefined
    // Without the first one's sandbox the others have nothing to be about.
    const mustRun = () => running ?? expect.fail('No sandbox is up.')
    afterAll(async () => {
      await place.sandbox('down')
      await place[Symbol.asyncDispose]()
      // Also where a test has failed half-way.
      for (const project of projects) await docker('compose', '--project-name', project, 'down', '--volumes', '--remove-orphans').catch(() => '')
    }, 300_000)

    test('a container that is killed in the middle of an upload is reported, by all who are there; a re-run completes', async () => {
      const up = await begin(place)
      const project = projectOf(up.report)
      projects.push(project)
      const upload = place.begin(['upload', file])
      // LocalStack has started a container for the function: the upload is under way.
      await eventually('the function has a container', async () => (await docker('ps', '--quiet', '--filter', `network=${project}_default`)).split('\n')[2], 60_000)
      await docker('kill', await containersOf(project, ...LOCALSTACK))
      const [uploaded, ended] = await Promise.all([upload.end, up.end])
      expect(uploaded).toMatchObject({ code: 1, stdout: '' })
      expect(uploaded.stderr).toMatch(/demo\.txt was refused: 5\d\d |^No sandbox answers at /)
      expect(ended.code).toBe(1)
      expect(ended.stderr).toMatch(/The container localstack has died \(exit code 137\)\. Its last lines:\n {2}\S/)
      expect(ended.stderr.split(ROLES)).toHaveLength(2)
      expect(await leftOf(project)).toEqual([])

      const again = await begin(place)
      running = again
      projects.push(projectOf(again.report))
      expect(await place.sandbox('upload', file)).toMatchObject({ code: 0 })
      expect(await place.sandbox('wait', 'demo.txt', '--timeout', '120')).toMatchObject({ code: 0 })
    }, 600_000)

    test('a second one in the folder is refused; reset begins anew with the containers that are there', async () => {
      mustRun()
      expect(await place.sandbox('up', '--port', '0')).toMatchObject({ code: 3, stderr: expect.stringMatching(/^A sandbox is up already at \S+ \(in containers\)\./) as string })
      expect(await place.sandbox('reset')).toMatchObject({ code: 0, stdout: 'Reset: empty, and seeded again.\n' })
      expect((await place.sandbox('status')).stdout).toMatch(/pipeline-sandbox-processed\S*\s+0 objects/)
      expect(await place.sandbox('upload', file)).toMatchObject({ code: 0 })
      expect(await place.sandbox('wait', 'demo.txt', '--timeout', '120')).toMatchObject({ code: 0 })
    }, 300_000)

    test('where nobody watches any more, the verbs tell of a container that has died', async () => {
      const { child, end } = mustRun()
      child.kill('SIGKILL')
      await end
      await docker('kill', await containersOf(projects.at(-1)!, ...LOCALSTACK))
      const died = 'The container localstack has died (exit code 137).'
      expect(await place.sandbox('upload', file)).toMatchObject({ code: 1, stderr: expect.stringContaining(`\n${died} Its last lines:\n`) as string })
      const { code, stdout } = await place.sandbox('doctor', '--json')
      expect(code).toBe(1)
      expect((JSON.parse(stdout) as { findings: object[] }).findings).toEqual([expect.objectContaining({ problem: died })])
    }, 120_000)

    test('down --keep ends the containers and keeps them; the next up takes their place; down leaves nothing', async () => {
      mustRun()
      const project = projects.at(-1)!
      expect(await place.sandbox('down', '--keep')).toMatchObject({ code: 0, stdout: expect.stringContaining('and kept its containers.') as string })
      expect(await containersOf(project)).toBe('')
      expect((await containersOf(project, '--all')).split('\n')).toHaveLength(2)
      expect(await docker('compose', '--project-name', project, 'logs', 'edge')).toContain('edge listens on 4567')

      await using elsewhere = new Workplace({ SANDBOX_ENGINE: 'localstack' })
      const up = elsewhere.begin(['up', '--port', project.split('-').at(-1)!, '--json'])
      await up.line(/\n\}\n/)
      expect(await elsewhere.sandbox('down')).toMatchObject({ code: 0, stdout: expect.stringMatching(/; no container, network or volume is left\.\n$/) as string })
      expect((await up.end).stderr).toContain('Removing what an earlier run has left.\n')
      expect(await leftOf(project)).toEqual([])
    }, 600_000)
  })
})

/** When the container said that it listens, in epoch milliseconds by the daemon's clock. */
async function readyAt(container: string): Promise<number> {
  const lines = (await docker('logs', '--timestamps', container)).split('\n')
  return Date.parse(lines.find((line) => line.includes('edge listens'))!.split(' ')[0]!)
}
