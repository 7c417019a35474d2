import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { Workplace, type UpReport } from '../cli.ts'
import { load, percentile } from './load.ts'
import { ms, type Row } from './row.ts'
import { startBare } from './servers.ts'
import { residentMiB } from './start-up.ts'

/** The functions' own code, the SDK above all, is compiled by then. */
const WARM_UP = 200
const UPLOADS = 400
const IDLE_MS = 5000

/**
 * One upload after another through the whole pipeline, then what the engine costs when nothing happens. That a file is
 * processed is told by the engine, which answers when nothing is left to do: a client that asks again and again would
 * take the processor time that it measures.
 */
export async function* pipelineRows(): AsyncGenerator<Row> {
  await using place = new Workplace()
  const report = await place.up()
  yield { what: 'engine, resident memory once seeded', figure: `${residentMiB(report.pid).toFixed(0)} MiB`, beside: 'no function has run' }
  const { ApiUrl } = report.stack.outputs
  const token = (await place.sandbox('token')).stdout.trim()
  const agent = new Agent({ keepAlive: true })
  const answered: number[] = []
  const processed: number[] = []
  for (let index = 0; index < WARM_UP + UPLOADS; index++) {
    const body = JSON.stringify({ filename: `bench-${index}.txt`, content: 'a line of text' })
    const started = performance.now()
    await call(agent, 'POST', `${ApiUrl}/uploads`, { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body)
    const atAnswer = performance.now()
    await call(agent, 'GET', `${report.endpoints.aws}/_sandbox/idle`)
    if (index < WARM_UP) continue
    answered.push(atAnswer - started)
    processed.push(performance.now() - started)
  }
  agent.destroy()
  await refuseLoss(report)
  const bare = await bareRoundTrip()
  for (const [what, taken] of [['upload to answer', answered], ['upload to processed', processed]] as const) {
    taken.sort((a, b) => a - b)
    const [p50, p99] = [percentile(taken, 0.5), percentile(taken, 0.99)]
    yield { what: `${what}, p50 / p99`, figure: `${ms(p50)} / ${ms(p99)}`, beside: `p50 is ${(p50 / bare).toFixed(0)} × one round trip to a bare node:http server` }
  }
  yield { what: `engine, resident memory after ${WARM_UP + UPLOADS} uploads`, figure: `${residentMiB(report.pid).toFixed(0)} MiB`, beside: 'without the function processes' }
  const before = cpu_ms(report.pid)
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
  yield { what: 'engine, CPU while idle', figure: `${(((cpu_ms(report.pid) - before) / IDLE_MS) * 100).toFixed(2)} %`, beside: `over ${IDLE_MS / 1000} s` }
}

/** One request over a kept connection; anything but 200 is an error. */
function call(agent: Agent, method: string, url: string, headers: Record<string, string> = {}, body = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`${url} answered ${response.statusCode}: ${text}`))))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Fast and wrong is no figure: every upload must have been processed. */
async function refuseLoss({ endpoints, stack }: UpReport): Promise<void> {
  const s3 = new S3Client({ endpoint: endpoints.aws, region: 'us-east-1', forcePathStyle: true, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
  const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: stack.outputs['ProcessedBucket'], Prefix: 'processed/bench-' }))
  s3.destroy()
  if (KeyCount !== WARM_UP + UPLOADS) throw new Error(`${KeyCount} of ${WARM_UP + UPLOADS} uploads were processed`)
}

async function bareRoundTrip(): Promise<number> {
  const bare = await startBare()
  const { hostname: host, port } = new URL(bare.url)
  const bytes = Buffer.from('GET / HTTP/1.1\r\nhost: bare\r\n\r\n')
  const { p50_ms } = await load({ host, port: Number(port), bytes }, 1, 1000)
  await bare.stop()
  return p50_ms
}

/** Processor time of a process so far; the system counts in ticks of 10 ms. */
export function cpu_ms(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}
