import { CreateStreamCommand, KinesisClient, PutRecordCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { capture, capturingHandler } from './capture.ts'
import { load, type RawRequest } from './load.ts'
import type { Row } from './row.ts'
import { startBare, startEngine } from './servers.ts'

const CONNECTIONS = 32
const DURATION_MS = 3000

/** Requests a second of the data services, with signatures verified and AWS's rate limits off, each beside a bare server that is sent the same bytes. */
export async function* serviceRows(): AsyncGenerator<Row> {
  const [engine, bare] = [await startEngine(), await startBare()]
  try {
    for (const { what, request, perRequest = 1, unit = 'requests' } of await requests(engine.url)) {
      await load(request, CONNECTIONS, 1000)
      const own = await load(request, CONNECTIONS, DURATION_MS)
      const limit = await load({ ...request, port: Number(new URL(bare.url).port) }, CONNECTIONS, DURATION_MS)
      const rate = (result: { perSecond: number }) => Math.round(result.perSecond * perRequest).toLocaleString('en')
      const share = Math.round((own.perSecond / limit.perSecond) * 100)
      yield { what, figure: `${rate(own)} ${unit}/s`, beside: `${share} % of a bare node:http server (${rate(limit)}); p99 ${own.p99_ms.toFixed(1)} ms` }
    }
  } finally {
    await engine.stop()
    await bare.stop()
  }
}

interface Measured {
  readonly what: string
  readonly request: RawRequest
  readonly perRequest?: number
  readonly unit?: string
}

async function requests(endpoint: string): Promise<Measured[]> {
  const options = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  const [s3, kinesis] = [new S3Client(options), new KinesisClient(options)]
  const [Bucket, StreamName, Body] = ['bench', 'bench', Buffer.alloc(1024, 'x')]
  await s3.send(new CreateBucketCommand({ Bucket }))
  await s3.send(new PutObjectCommand({ Bucket, Key: 'small', Body }))
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 4 }))
  const s3Bytes = new S3Client({ ...options, requestHandler: capturingHandler as never })
  const kinesisBytes = new KinesisClient({ ...options, requestHandler: capturingHandler as never })
  const Records = Array.from({ length: 500 }, (_, index) => ({ Data: Buffer.alloc(256, 'x'), PartitionKey: `key-${index}` }))
  const taken = [
    { what: 'S3 GetObject 1 KiB', request: await capture(() => s3Bytes.send(new GetObjectCommand({ Bucket, Key: 'small' }))) },
    { what: 'S3 PutObject 1 KiB', request: await capture(() => s3Bytes.send(new PutObjectCommand({ Bucket, Key: 'put', Body }))) },
    { what: 'Kinesis PutRecord 256 B', request: await capture(() => kinesisBytes.send(new PutRecordCommand({ StreamName, Data: Buffer.alloc(256, 'x'), PartitionKey: 'k' }))) },
    { what: 'Kinesis PutRecords 500 × 256 B', request: await capture(() => kinesisBytes.send(new PutRecordsCommand({ StreamName, Records }))), perRequest: 500, unit: 'records' },
  ]
  s3.destroy()
  kinesis.destroy()
  return taken
}
