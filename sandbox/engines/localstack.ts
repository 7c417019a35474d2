import type { Endpoints } from '../stack/clients.ts'
import { composeDown, composeStop, composeUp, projectAt, type Project } from './docker/compose.ts'
import { explainDocker, orEmbedded, portInUse } from './docker/compose-errors.ts'
import { brokenOf, containersOf, removeFunctions, troubleOf, watch, type Broken } from './docker/containers.ts'
import { missingToken } from './docker/localstack-version.ts'
import { freePort, isTaken } from './docker/ports.ts'
import { restartLocalStack } from './docker/restart.ts'
import { EngineError, type Engine, type StartOptions } from './engine.ts'

/** LocalStack in a container for S3, Kinesis and Lambda, our edge in another for Cognito and the HTTP API. */
export const localstack: Engine<Endpoints> = {
  name: 'localstack',
  async start({ port, region, onProgress, signal }) {
    const refusal = missingToken(process.env)
    if (refusal) throw new EngineError(orEmbedded(refusal))
    const awsPort = port === 0 ? await freePort() : port
    const endpoints = endpointsAt(awsPort, port === 0 ? await freePort() : edgePortFor(awsPort), region)
    const project = projectOf(endpoints)
    await explained(() => clearAway(project, endpoints, onProgress))
    for (const url of [endpoints.aws, endpoints.edge]) if (await isTaken(portOf(url))) throw new EngineError(orEmbedded(portInUse(portOf(url))))
    onProgress('Starting LocalStack and the edge with docker compose; the first time takes minutes.')
    await bringUp(project, { onProgress, ...(signal ? { signal } : {}) })
    onProgress('LocalStack stores roles and policies but enforces none of them: a missing permission shows on the embedded engine.')
    const watched = watch(project)
    const stop = async () => {
      watched.stop()
      const trouble = await watched.trouble().catch(() => undefined)
      if (trouble) onProgress(trouble)
      await remove(project)
    }
    return { name: 'localstack', endpoints, ended: watched.ended, stop }
  },
}

/** Removes the containers, those of LocalStack's functions, the network and the volume; or, to `keep` them, only ends them. */
export async function composeDownAt(endpoints: Endpoints, { keep = false } = {}): Promise<void> {
  const project = projectOf(endpoints)
  await (keep ? explained(() => composeStop(project)) : remove(project))
}

/** Empties the LocalStack at `aws`, without the edge. */
export async function resetLocalStack(aws: string): Promise<void> {
  await restartLocalStack(aws).catch((error: Error) => {
    throw new EngineError(`${error.message} End it with "sandbox down" and start it again.`)
  })
}

/** Which containers are not well, with the last that they wrote; undefined where all are, or nobody can tell. */
export async function containerTrouble(endpoints: Endpoints): Promise<string | undefined> {
  return troubleOf(projectOf(endpoints)).catch(() => undefined)
}

/** The same, one by one. */
export async function brokenContainers(endpoints: Endpoints): Promise<readonly Broken[]> {
  return brokenOf(projectOf(endpoints)).catch(() => [])
}

/** How to have a look at what was kept, and how to remove it. */
export function keptAt(endpoints: Endpoints): string {
  const { name } = projectOf(endpoints)
  return `See what they wrote with "docker compose -p ${name} logs", remove them with "docker compose -p ${name} down --volumes"; "sandbox up --engine localstack" takes their place.`
}

async function bringUp(project: Project, { onProgress, signal }: Pick<StartOptions, 'onProgress' | 'signal'>): Promise<void> {
  try {
    signal?.throwIfAborted()
    await composeUp(project, onProgress, signal)
    signal?.throwIfAborted()
  } catch (error) {
    const trouble = signal?.aborted ? undefined : await troubleOf(project).catch(() => undefined)
    // Docker's own word on why it failed is worth more than that the cleaning up failed too.
    await remove(project).catch(() => {})
    if (signal?.aborted) throw new EngineError('Stopped before the containers were up; they are removed.')
    throw new EngineError(trouble ? orEmbedded(`LocalStack's containers do not start. ${trouble}\n`) : explainDocker(error))
  }
}

/** What an earlier run with these ports has left, by being killed or on purpose; its volume has what LocalStack has fetched. */
async function clearAway(project: Project, endpoints: Endpoints, onProgress: (line: string) => void): Promise<void> {
  const left = await containersOf(project)
  if (left.length === 0) return
  if (left.every(({ status }) => status.includes('(healthy)')))
    throw new EngineError(`A sandbox is up already at ${endpoints.aws}. Use it, end it with "sandbox down" in its folder, or choose another port with --port.`)
  onProgress('Removing what an earlier run has left.')
  await removeFunctions(project)
  await composeDown(project, { volumes: false })
}

async function remove(project: Project): Promise<void> {
  await explained(async () => {
    // LocalStack itself ends its functions when it has the time; what is left keeps the network.
    await composeStop(project)
    await removeFunctions(project)
    await composeDown(project)
  })
}

/** In a person's words. */
async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof EngineError ? error : new EngineError(explainDocker(error))
  }
}

const edgePortFor = (awsPort: number) => Number(process.env['EDGE_PORT'] || awsPort + 1)

function endpointsAt(awsPort: number, edgePort: number, region: string): Endpoints {
  return { aws: `http://127.0.0.1:${awsPort}`, edge: `http://127.0.0.1:${edgePort}`, region }
}

const projectOf = ({ aws, edge, region }: Endpoints) => projectAt(portOf(aws), portOf(edge), region)

const portOf = (url: string) => Number(new URL(url).port)
