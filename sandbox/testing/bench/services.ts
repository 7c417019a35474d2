import { CreateStreamCommand, KinesisClient, PutRecordCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { capture, capturingHandler } from './capture.ts'
import { load, percentile, type RawRequest } from './load.ts'
import type { Row } from './row.ts'
import { cpu_us, startBare, startEngine } from './servers.ts'

const CONNECTIONS = 32
/** The two servers take turns, so that what else the machine does meanwhile is done to both. */
const TURNS = 8
const TURN_MS = 400
/** By then the code that is measured is compiled. */
const WARM_UP_REQUESTS = 20_000
const WARM_UP_MS = 8000

/**
 * Requests a second of the data services, with signatures verified and AWS's rate limits off, each beside a bare server
 * that is sent the same bytes. They are signed before, by the official client, each by itself; the program that sends
 * them takes a part of the machine too, so the processor time that each server takes for a request is told as well.
 */
export async function* serviceRows(): AsyncGenerator<Row> {
  const [engine, bare] = [await startEngine(), await startBare()]
  try {
    for (const { what, requests, perRequest = 1, unit = 'requests' } of await measured(engine.url)) {
      const sides = [
        { requests, pid: engine.pid, turns: [] as Turn[] },
        { requests: requests.map((request) => ({ ...request, port: Number(new URL(bare.url).port) })), pid: bare.pid, turns: [] as Turn[] },
      ] as const
      for (const { requests: sent } of sides) await warmUp(sent)
      for (let turn = 0; turn < TURNS; turn++) for (const side of sides) side.turns.push(await take(side.requests, side.pid))
      const [own, limit] = sides.map(({ turns }) => summed(turns)) as [Turn, Turn]
      const rate = (side: Turn) => Math.round(side.perSecond * perRequest).toLocaleString('en')
      const share = Math.round((own.perSecond / limit.perSecond) * 100)
      const cpu = Number.isNaN(own.cpu_us) ? '' : `; ${own.cpu_us.toFixed(1)} µs of processor each, bare ${limit.cpu_us.toFixed(1)} µs`
      yield { what, figure: `${rate(own)} ${unit}/s`, beside: `${share} % of a bare node:http server (${rate(limit)})${cpu}; p99 ${own.p99_ms.toFixed(1)} ms` }
    }
  } finally {
    await engine.stop()
    await bare.stop()
  }
}

interface Turn {
  readonly perSecond: number
  readonly p99_ms: number
  /** For one request. */
  readonly cpu_us: number
}

async function warmUp(requests: readonly RawRequest[]): Promise<void> {
  const until = performance.now() + WARM_UP_MS
  for (let done = 0; done < WARM_UP_REQUESTS && performance.now() < until; ) done += (await load(requests, CONNECTIONS, 500)).requests
}

async function take(requests: readonly RawRequest[], pid: number): Promise<Turn> {
  const before = cpu_us(pid)
  const result = await load(requests, CONNECTIONS, TURN_MS)
  return { perSecond: result.perSecond, p99_ms: result.p99_ms, cpu_us: (cpu_us(pid) - before) / result.requests }
}

/** Of each figure the middle one of all turns. */
function summed(turns: readonly Turn[]): Turn {
  const middle = (of: (turn: Turn) => number) => percentile(turns.map(of).sort((a, b) => a - b), 0.5)
  return { perSecond: middle((turn) => turn.perSecond), p99_ms: middle((turn) => turn.p99_ms), cpu_us: middle((turn) => turn.cpu_us) }
}

interface Measured {
  readonly what: string
  readonly requests: readonly RawRequest[]
  readonly perRequest?: number
  readonly unit?: string
}

const times = <T>(count: number, make: (index: number) => Promise<T>) => Promise.all(Array.from({ length: count }, (_, index) => make(index)))

async function measured(endpoint: string): Promise<Measured[]> {
  const options = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  const [s3, kinesis] = [new S3Client(options), new KinesisClient(options)]
  const [Bucket, StreamName, Body] = ['bench', 'bench', Buffer.alloc(1024, 'x')]
  await s3.send(new CreateBucketCommand({ Bucket }))
  await times(100, (index) => s3.send(new PutObjectCommand({ Bucket, Key: `got/${index}`, Body })))
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 4 }))
  const s3Bytes = new S3Client({ ...options, requestHandler: capturingHandler as never })
  const kinesisBytes = new KinesisClient({ ...options, requestHandler: capturingHandler as never })
  const Data = Buffer.alloc(256, 'x')
  const Records = Array.from({ length: 500 }, (_, index) => ({ Data, PartitionKey: `key-${index}` }))
  const taken = [
    { what: 'S3 GetObject 1 KiB', requests: await times(100, (index) => capture(() => s3Bytes.send(new GetObjectCommand({ Bucket, Key: `got/${index}` })))) },
    { what: 'S3 PutObject 1 KiB', requests: await times(100, (index) => capture(() => s3Bytes.send(new PutObjectCommand({ Bucket, Key: `put/${index}`, Body })))) },
    { what: 'Kinesis PutRecord 256 B', requests: await times(100, (index) => capture(() => kinesisBytes.send(new PutRecordCommand({ StreamName, Data, PartitionKey: `key-${index}` })))) },
    { what: 'Kinesis PutRecords 500 × 256 B', requests: await times(4, () => capture(() => kinesisBytes.send(new PutRecordsCommand({ StreamName, Records })))), perRequest: 500, unit: 'records' },
  ]
  s3.destroy()
  kinesis.destroy()
  return taken
}
