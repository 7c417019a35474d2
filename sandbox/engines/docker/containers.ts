import { execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import type { Project } from './compose.ts'

const LAST_LINES = 12

/** A container of the project. */
export interface Container {
  readonly id: string
  /** As docker-compose.yml calls it. */
  readonly service: string
  /** `running`, `exited`, … */
  readonly state: string
  /** As `docker ps` tells it: `Up 2 seconds (healthy)`, `Exited (137) 3 seconds ago`. */
  readonly status: string
}

/** stdout of a docker command; rejects with the system's error, or with `stderr`. */
async function docker(...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)('docker', args)).stdout
}

/** All there are, running or not. */
export async function containersOf({ name }: Project): Promise<Container[]> {
  const format = '{{.ID}}\t{{.Label "com.docker.compose.service"}}\t{{.State}}\t{{.Status}}'
  const found = await docker('ps', '--all', '--filter', `label=com.docker.compose.project=${name}`, '--format', format)
  return found.split('\n').filter((line) => line !== '').map((line) => {
    const [id = '', service = '', state = '', status = ''] = line.split('\t')
    return { id, service, state, status }
  })
}

/** What is wrong with the containers, with the last lines that they wrote; undefined where nothing is. */
export async function troubleOf(project: Project): Promise<string | undefined> {
  const broken = (await containersOf(project)).filter(({ state, status }) => ['exited', 'dead', 'restarting'].includes(state) || status.includes('unhealthy'))
  const texts = await Promise.all(broken.map(describe))
  return texts.length === 0 ? undefined : texts.join('\n')
}

async function describe({ id, service, state, status }: Container): Promise<string> {
  const code = /\((\d+)\)/.exec(status)?.[1]
  const what = state === 'running' ? 'does not become healthy' : `has died${code === undefined ? '' : ` (exit code ${code})`}`
  const lines = await lastLines(id)
  return `The container ${service} ${what}. ${lines.length === 0 ? 'It has written nothing.' : `Its last lines:\n${lines.map((line) => `  ${line}`).join('\n')}`}`
}

async function lastLines(id: string): Promise<string[]> {
  // What it wrote to standard error comes on ours, in an order that nobody knows.
  const { stdout, stderr } = await promisify(execFile)('docker', ['logs', '--timestamps', '--tail', String(LAST_LINES), id])
  const lines = `${stdout}\n${stderr}`.split(/\r?\n/).filter((line) => line.trim() !== '').sort()
  return lines.slice(-LAST_LINES).map((line) => line.slice(line.indexOf(' ') + 1).trimEnd())
}

/** Removes the containers that LocalStack has started for functions: one that was killed has left them in its network. */
export async function removeFunctions({ name }: Project): Promise<void> {
  const all = await docker('ps', '--all', '--quiet', '--filter', `network=${networkOf(name)}`)
  const own = new Set((await containersOf({ name, env: {} })).map(({ id }) => id))
  const left = all.split('\n').filter((id) => id !== '' && !own.has(id))
  if (left.length > 0) await docker('rm', '--force', '--volumes', ...left)
}

const networkOf = (project: string) => `${project}_default`

/** Resolves when one of the containers ends, or the daemon. */
export function watch({ name }: Project): { readonly ended: Promise<void>; stop(): void } {
  const filters = [`label=com.docker.compose.project=${name}`, 'event=die'].flatMap((filter) => ['--filter', filter])
  const child = spawn('docker', ['events', ...filters, '--format', '{{.ID}}'], { stdio: ['ignore', 'pipe', 'ignore'] })
  let isStopped = false
  const ended = new Promise<void>((resolve) => {
    child.stdout.once('data', () => {
      resolve()
      child.kill()
    })
    child.once('error', () => {}).once('exit', () => isStopped || resolve())
  })
  const stop = () => {
    isStopped = true
    child.kill()
  }
  return { ended, stop }
}
