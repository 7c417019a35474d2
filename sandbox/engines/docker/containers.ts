import { execFile, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
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

/** What compose has made; the edge's image has the project's label too, and with it whatever a person runs of that image. */
const labelled = (project: string) => [`com.docker.compose.project=${project}`, 'com.docker.compose.oneoff=False'].flatMap((label) => ['--filter', `label=${label}`])

/** All there are, running or not. */
export async function containersOf({ name }: Project): Promise<Container[]> {
  const format = '{{.ID}}\t{{.Label "com.docker.compose.service"}}\t{{.State}}\t{{.Status}}'
  const found = await docker('ps', '--all', ...labelled(name), '--format', format)
  return found.split('\n').filter((line) => line !== '').map((line) => {
    const [id = '', service = '', state = '', status = ''] = line.split('\t')
    return { id, service, state, status }
  })
}

/** A container that is not well. */
export interface Broken {
  readonly service: string
  /** In a sentence. */
  readonly problem: string
  readonly lastLines: readonly string[]
}

export async function brokenOf(project: Project): Promise<Broken[]> {
  const broken = (await containersOf(project)).filter(({ state, status }) => ['exited', 'dead', 'restarting'].includes(state) || status.includes('unhealthy'))
  return Promise.all(broken.map(describe))
}

/** What is wrong with the containers, with the last lines that they wrote; undefined where nothing is. */
export async function troubleOf(project: Project): Promise<string | undefined> {
  const broken = await brokenOf(project)
  return broken.length === 0 ? undefined : broken.map(inWords).join('\n')
}

function inWords({ problem, lastLines }: Broken): string {
  return `${problem} ${lastLines.length === 0 ? 'It has written nothing.' : `Its last lines:\n${lastLines.map((line) => `  ${line}`).join('\n')}`}`
}

async function describe({ id, service, state, status }: Container): Promise<Broken> {
  const code = /\((\d+)\)/.exec(status)?.[1]
  const what = state === 'running' ? 'does not become healthy' : `has died${code === undefined ? '' : ` (exit code ${code})`}`
  return { service, problem: `The container ${service} ${what}.`, lastLines: await lastLines(id) }
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

/** What `watch` is there for. */
export interface Watch {
  /** Resolves when one of the containers ends, or the daemon. */
  readonly ended: Promise<void>
  /** As `troubleOf`, and of the container that has ended also where `docker ps` does not know it yet. */
  trouble(): Promise<string | undefined>
  stop(): void
}

// In an event's format a tab is no tab.
const DIED = '{{.ID}} {{index .Actor.Attributes "com.docker.compose.service"}} {{index .Actor.Attributes "exitCode"}}'

/** Follows what becomes of the project's containers. */
export function watch(project: Project): Watch {
  const child = spawn('docker', ['events', ...labelled(project.name), '--filter', 'event=die', '--format', DIED], { stdio: ['ignore', 'pipe', 'ignore'] })
  let isStopped = false
  let died: Container | undefined
  const ended = new Promise<void>((resolve) => {
    // Docker writes a line piece by piece.
    createInterface(child.stdout).once('line', (line) => {
      const [id = '', service = '', code = ''] = line.split(' ')
      died = { id, service, state: 'exited', status: `Exited (${code})` }
      resolve()
      child.kill()
    })
    child.once('error', () => {}).once('exit', () => isStopped || resolve())
  })
  const trouble = async () => (died ? inWords(await describe(died)) : troubleOf(project))
  const stop = () => {
    isStopped = true
    child.kill()
  }
  return { ended, trouble, stop }
}
