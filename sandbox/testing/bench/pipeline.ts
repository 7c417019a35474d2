import { readFileSync } from 'node:fs'
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { Workplace } from '../cli.ts'
import { load, percentile } from './load.ts'
import { ms, type Row } from './row.ts'
import { startBare } from './servers.ts'
import { residentMiB } from './start-up.ts'

const UPLOADS = 200
const IDLE_MS = 5000

/** One upload after another through the whole pipeline, then what the engine costs when nothing happens. */
export async function* pipelineRows(): AsyncGenerator<Row> {
  await using place = new Workplace()
  const report = await place.up()
  const { ApiUrl, ProcessedBucket } = report.stack.outputs
  const token = (await place.sandbox('token')).stdout.trim()
  const s3 = new S3Client({ endpoint: report.endpoints.aws, region: 'us-east-1', forcePathStyle: true, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
  const answered: number[] = []
  const processed: number[] = []
  for (let index = -20; index < UPLOADS; index++) {
    const filename = `bench-${index}.txt`
    const started = performance.now()
    const response = await fetch(`${ApiUrl}/uploads`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ filename, content: 'a line of text' }),
    })
    if (response.status !== 200) throw new Error(`upload answered ${response.status}: ${await response.text()}`)
    await response.text()
    const atAnswer = performance.now()
    await untilThere(s3, ProcessedBucket!, `processed/${filename}`)
    if (index < 0) continue
    answered.push(atAnswer - started)
    processed.push(performance.now() - started)
  }
  const bare = await bareRoundTrip()
  for (const [what, taken] of [['upload to answer', answered], ['upload to processed', processed]] as const) {
    taken.sort((a, b) => a - b)
    const [p50, p99] = [percentile(taken, 0.5), percentile(taken, 0.99)]
    yield { what: `${what}, p50 / p99`, figure: `${ms(p50)} / ${ms(p99)}`, beside: `p50 is ${(p50 / bare).toFixed(0)} × one round trip to a bare node:http server` }
  }
  yield { what: 'engine, resident memory after that', figure: `${residentMiB(report.pid).toFixed(0)} MiB`, beside: 'without the function processes' }
  const before = cpu_ms(report.pid)
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
  yield { what: 'engine, CPU while idle', figure: `${(((cpu_ms(report.pid) - before) / IDLE_MS) * 100).toFixed(2)} %`, beside: `over ${IDLE_MS / 1000} s` }
  s3.destroy()
}

async function untilThere(s3: S3Client, Bucket: string, Key: string): Promise<void> {
  for (;;) {
    try {
      await s3.send(new HeadObjectCommand({ Bucket, Key }))
      return
    } catch (error) {
      if ((error as Error).name !== 'NotFound') throw error
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
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
function cpu_ms(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}
