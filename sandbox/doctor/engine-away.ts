import { execFile } from 'node:child_process'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import type { Finding } from './diagnosis.ts'

/** Why no sandbox answers at an address, as far as it can be told from outside. */
export async function engineAway(url: string, engine: string | undefined): Promise<Finding> {
  const { hostname, port } = new URL(url)
  if (await isTaken(hostname, Number(port || 80)))
    return {
      weight: 100,
      problem: `Something else than a sandbox answers at ${url}.`,
      because: [`Port ${port || 80} is taken, and /_sandbox/health does not say that a sandbox is there.`],
      remedy: 'End what listens there, or choose another port: sandbox up --port 0',
    }
  if (engine === 'localstack') {
    const reason = await dockerTrouble()
    return {
      weight: 100,
      problem: reason === undefined ? 'The containers of the LocalStack engine are not running.' : 'Docker is down.',
      because: [reason ?? `Nobody listens at ${url}.`],
      remedy: reason === undefined ? 'sandbox up --engine localstack' : 'Start Docker, or do without it: sandbox up --engine embedded',
    }
  }
  return { weight: 100, problem: 'No sandbox is running here.', because: [`Nobody listens at ${url}.`], remedy: 'sandbox up' }
}

function isTaken(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 })
    const end = (taken: boolean) => {
      socket.destroy()
      resolve(taken)
    }
    socket.once('connect', () => end(true)).once('error', () => end(false)).once('timeout', () => end(false))
  })
}

/** In Docker's words; undefined where it answers. */
async function dockerTrouble(): Promise<string | undefined> {
  try {
    await promisify(execFile)('docker', ['info', '--format', '{{.ServerVersion}}'], { timeout: 5000 })
    return undefined
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string }
    return code === 'ENOENT' ? 'There is no program docker on the PATH.' : (stderr ?? '').trim().split('\n').at(-1)
  }
}
