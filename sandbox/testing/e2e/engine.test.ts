import { GetObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe } from 'vitest'
import { createClients, type Clients, type Place } from '../../stack/clients.ts'
import { Workplace } from '../cli.ts'
import { pipelineTests } from './suite.ts'

/** `embedded`, or what the environment asks for: `localstack`, or `aws` with the account that the environment's credentials are for. */
const engine = process.env['SANDBOX_E2E_ENGINE'] ?? 'embedded'

describe(`the pipeline on ${engine}`, () => {
  const kept = Object.entries(process.env).filter(([name]) => engine === 'aws' && name.startsWith('AWS_')) as [string, string][]
  const place = new Workplace(Object.fromEntries(kept))
  let clients: Clients
  let outputs: Record<string, string>

  beforeAll(async () => {
    const up = engine === 'aws' ? await place.sandbox('up', '--engine', 'aws', '--yes', '--json') : undefined
    if (up && up.code !== 0) throw new Error(up.stderr)
    const report = up ? (JSON.parse(up.stdout) as { endpoints: Place; stack: { outputs: Record<string, string> } }) : await place.up('--engine', engine)
    clients = createClients(report.endpoints as Place)
    outputs = report.stack.outputs
  }, 1_200_000)
  afterAll(async () => {
    await clients?.destroy()
    if (engine === 'aws') await place.sandbox('destroy', '--engine', 'aws', '--yes')
    else if (engine !== 'embedded') await place.sandbox('down')
    await place[Symbol.asyncDispose]()
  }, 1_200_000)

  const textOf = async (Bucket: string, Key: string) => (await (await clients.s3()).send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString()
  pipelineTests(() => ({ place, outputs, textOf }))
})
