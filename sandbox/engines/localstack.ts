import { createServer } from 'node:net'
import type { IDockerComposeOptions } from 'docker-compose'
import { explainCompose } from './compose-errors.ts'
import { packageRoot } from '../package-root.ts'
import type { Endpoints } from '../stack/clients.ts'
import { EngineError, type Engine } from './engine.ts'

const EDGE_PORT = 4567

/** LocalStack in a container for S3, Kinesis and Lambda, our edge in another for Cognito and the HTTP API. */
export const localstack: Engine<Endpoints> = {
  name: 'localstack',
  async start({ port, region, onProgress }) {
    const awsPort = port === 0 ? await freePort() : port
    const edgePort = port === 0 ? await freePort() : Number(process.env['EDGE_PORT'] ?? EDGE_PORT)
    const env = { ...process.env, SANDBOX_PORT: String(awsPort), EDGE_PORT: String(edgePort), AWS_REGION: region }
    onProgress('Starting LocalStack and the edge with docker compose; the first time takes minutes.')
    await compose('up', env, onProgress)
    onProgress('LocalStack stores roles and policies but enforces none of them: a missing permission shows on the embedded engine.')
    const endpoints = { aws: `http://127.0.0.1:${awsPort}`, edge: `http://127.0.0.1:${edgePort}`, region }
    return { name: 'localstack', endpoints, stop: () => composeDown() }
  },
}

/** Removes the containers, the network and the volume, and with them the containers of LocalStack's functions. */
export async function composeDown(): Promise<void> {
  await compose('down', process.env, () => {})
}

async function compose(action: 'up' | 'down', env: NodeJS.ProcessEnv, onProgress: (line: string) => void): Promise<void> {
  const { downAll, upAll } = await import('docker-compose')
  const cwd = packageRoot()
  const callback = (chunk: Buffer) => {
    for (const line of chunk.toString().split(/[\r\n]+/)) if (STEPS.test(line)) onProgress(line.trim())
  }
  const options: IDockerComposeOptions = { cwd, env, callback }
  try {
    if (action === 'up') await upAll({ ...options, commandOptions: ['--build', '--wait'] })
    else await downAll({ ...options, commandOptions: ['--volumes', '--remove-orphans'] })
  } catch (error) {
    throw new EngineError(explainCompose(error))
  }
}

/** What of compose's output is news: images that are pulled or built, containers that are up. */
const STEPS = /^\s*(Container|Network|Volume|Image|localstack|edge)\b.*\b(Pulling|Pulled|Building|Built|Created|Started|Healthy)\s*$/

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
