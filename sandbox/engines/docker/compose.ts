import type { ChildProcess } from 'node:child_process'
import { channel } from 'node:diagnostics_channel'
import { join } from 'node:path'
import type { IDockerComposeOptions, IDockerComposeResult } from 'docker-compose'
import { packageRoot } from '../../package-root.ts'

/** One set of the containers of docker-compose.yml, with the values for its variables. */
export interface Project {
  readonly name: string
  readonly env: NodeJS.ProcessEnv
}

/** Several may run side by side, each on ports of its own, by which it is told from the others. */
export function projectAt(awsPort: number, edgePort: number, region: string): Project {
  const name = `pipeline-sandbox-${awsPort}`
  const given = { COMPOSE_PROJECT_NAME: name, SANDBOX_PORT: String(awsPort), EDGE_PORT: String(edgePort), AWS_REGION: region }
  return { name, env: { ...process.env, ...socketOf(process.env), ...given } }
}

/** LocalStack starts its functions through the same daemon, whose socket is not always in the usual place. */
function socketOf({ DOCKER_HOST: host = '', DOCKER_SOCKET: given }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return given === undefined && host.startsWith('unix://') ? { DOCKER_SOCKET: host.slice('unix://'.length) } : {}
}

/** Builds, pulls and starts; resolves when all are healthy. Rejects with what docker-compose rejects with. */
export async function composeUp(project: Project, onProgress: (line: string) => void, signal?: AbortSignal): Promise<void> {
  const { upAll } = await import('docker-compose')
  await run(() => upAll({ ...optionsOf(project, onProgress), commandOptions: ['--build', '--wait'] }), signal)
}

/** Ends and removes the containers and their network; the volume too, unless it is to stay for the next ones. */
export async function composeDown(project: Project, { volumes = true } = {}): Promise<void> {
  const { downAll } = await import('docker-compose')
  await downAll({ ...optionsOf(project), commandOptions: ['--remove-orphans', ...(volumes ? ['--volumes'] : [])] })
}

/** Ends the containers and leaves them to be looked at. */
export async function composeStop(project: Project): Promise<void> {
  const { stop } = await import('docker-compose')
  await stop(optionsOf(project))
}

function optionsOf({ env }: Project, onProgress: (line: string) => void = () => {}): IDockerComposeOptions {
  const cwd = packageRoot()
  const callback = (chunk: Buffer) => {
    for (const line of chunk.toString().split(/[\r\n]+/)) if (STEPS.test(line)) onProgress(line.trim())
  }
  return { cwd, config: join(cwd, 'docker-compose.yml'), env, callback }
}

/** What of compose's output is news: images that are pulled or built, containers that are up. */
const STEPS = /^\s*(Container|Network|Volume|Image|localstack|edge)\b.*\b(Pulling|Pulled|Building|Built|Created|Started|Healthy)\s*$/

/** docker-compose does not show its process, which has to be ended when the user has changed their mind. */
async function run(start: () => Promise<IDockerComposeResult>, signal: AbortSignal | undefined): Promise<void> {
  const made = channel('child_process')
  const children: ChildProcess[] = []
  const note = (message: unknown) => void children.push((message as { process: ChildProcess }).process)
  made.subscribe(note)
  let running: Promise<IDockerComposeResult>
  try {
    running = start()
  } finally {
    made.unsubscribe(note)
  }
  const end = () => children.forEach((child) => child.kill('SIGINT'))
  signal?.addEventListener('abort', end)
  try {
    await running
  } finally {
    signal?.removeEventListener('abort', end)
  }
}
