import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CreateStreamCommand, KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterEach, expect, test } from 'vitest'
import { eventually } from '../../testing/engine.ts'
import { startEmulator, type Emulator } from '../index.ts'

interface OtlpSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly { key: string; value: Record<string, unknown> }[]
  readonly status: { code?: number; message?: string }
}

/** A collector that keeps what it is sent, and answers as it is told. */
class Collector {
  readonly requests: { path: string; type: string | undefined; spans: OtlpSpan[] }[] = []
  status = 200
  #server: Server | undefined

  async listen(port = 0): Promise<string> {
    this.#server = createServer((req, res) => {
      let text = ''
      req.on('data', (chunk) => (text += String(chunk)))
      req.on('end', () => {
        const { resourceSpans } = JSON.parse(text) as { resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[] }
        const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans))
        this.requests.push({ path: req.url!, type: req.headers['content-type'], spans })
        res.writeHead(this.status).end('{}')
      })
    })
    await new Promise<void>((resolve) => this.#server!.listen(port, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  get spans(): OtlpSpan[] {
    return this.requests.flatMap(({ spans }) => spans)
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections()
    await new Promise((resolve) => this.#server?.close(resolve))
  }
}

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

async function engineFor(otlp: string): Promise<{ engine: Emulator; lines: string[]; options: object }> {
  const lines: string[] = []
  const engine = await startEmulator({ port: 0, otlp, log: (line) => lines.push(line) })
  cleanups.push(() => engine.stop())
  return { engine, lines, options: { endpoint: engine.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, forcePathStyle: true } }
}

const attributesOf = ({ attributes }: OtlpSpan) => Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))

test('calls reach the collector by the names that OpenTelemetry has for them', async () => {
  const collector = new Collector()
  cleanups.push(() => collector.close())
  const { options } = await engineFor(await collector.listen())
  const s3 = new S3Client(options)
  const kinesis = new KinesisClient(options)
  await s3.send(new CreateBucketCommand({ Bucket: 'told' }))
  await s3.send(new PutObjectCommand({ Bucket: 'told', Key: 'a/b', Body: 'text' }))
  await expect(s3.send(new GetObjectCommand({ Bucket: 'told', Key: 'none' }))).rejects.toThrow()
  await kinesis.send(new CreateStreamCommand({ StreamName: 'told', ShardCount: 1 }))
  await kinesis.send(new PutRecordCommand({ StreamName: 'told', PartitionKey: 'k', Data: Buffer.from('data') }))
  await eventually('five spans', () => (collector.spans.length >= 5 ? true : undefined))
  expect(new Set(collector.requests.map(({ path, type }) => `${type} ${path}`))).toEqual(new Set(['application/json /v1/traces']))
  const [, put, get, , record] = collector.spans
  expect(put).toMatchObject({ name: 'S3.PutObject', kind: 3, traceId: expect.stringMatching(/^[0-9a-f]{32}$/), spanId: expect.stringMatching(/^[0-9a-f]{16}$/), status: {} })
  expect(attributesOf(put!)).toMatchObject({ 'rpc.system': 'aws-api', 'rpc.service': 'S3', 'rpc.method': 'PutObject', 'aws.s3.bucket': 'told', 'aws.s3.key': 'a/b', 'sandbox.size_bytes': '4' })
  expect(BigInt(put!.endTimeUnixNano)).toBeGreaterThan(BigInt(put!.startTimeUnixNano))
  expect(Math.abs(Number(BigInt(put!.startTimeUnixNano) / 1_000_000n) - Date.now())).toBeLessThan(60_000)
  expect(get).toMatchObject({ name: 'S3.GetObject', status: { code: 2 }, events: [{ name: 'exception' }] })
  expect(attributesOf(get!)).toMatchObject({ 'error.type': 'NoSuchKey' })
  expect(record).toMatchObject({ name: 'Kinesis.PutRecord', kind: 4 })
  expect(attributesOf(record!)).toMatchObject({ 'messaging.system': 'aws.kinesis', 'messaging.destination.name': 'told', 'messaging.operation.type': 'send', 'messaging.message.body.size': '4', 'messaging.destination.partition.id': 'shardId-000000000000' })
  for (const client of [s3, kinesis]) client.destroy()
})

test('what is left is sent at the end; a path of its own is kept', async () => {
  const collector = new Collector()
  cleanups.push(() => collector.close())
  const { engine, options } = await engineFor(`${await collector.listen()}/otel/v1/traces`)
  const s3 = new S3Client(options)
  await s3.send(new CreateBucketCommand({ Bucket: 'last' }))
  s3.destroy()
  expect(collector.requests).toEqual([])
  await engine.stop()
  cleanups.pop()
  expect(collector.requests).toMatchObject([{ path: '/otel/v1/traces', spans: [{ name: 'S3.CreateBucket' }] }])
})

test('an unreachable collector is said once, holds nobody up, and gets all when it comes', { timeout: 30_000 }, async () => {
  const collector = new Collector()
  cleanups.push(() => collector.close())
  const port = Number(new URL(await collector.listen()).port)
  await collector.close()
  const { lines, options } = await engineFor(`http://127.0.0.1:${port}`)
  const s3 = new S3Client(options)
  const began = performance.now()
  for (let i = 0; i < 20; i++) await s3.send(new CreateBucketCommand({ Bucket: `nobody-${i}` }))
  expect(performance.now() - began).toBeLessThan(5000)
  const told = () => lines.filter((line) => line.includes('OpenTelemetry'))
  await eventually('a line for a person', () => (told().length > 0 ? true : undefined))
  expect(told()).toEqual([`The OpenTelemetry collector at http://127.0.0.1:${port}/v1/traces does not take traces: ECONNREFUSED.`])
  await collector.listen(port)
  await eventually('what waited', () => (collector.spans.length >= 20 ? true : undefined), 15_000)
  expect(collector.spans.map(({ name }) => name)).toEqual(Array.from({ length: 20 }, () => 'S3.CreateBucket'))
  expect(told()).toHaveLength(1)
  s3.destroy()
})

test('what a collector refuses for good is not sent again', async () => {
  const collector = new Collector()
  cleanups.push(() => collector.close())
  collector.status = 400
  const { engine, lines, options } = await engineFor(await collector.listen())
  const s3 = new S3Client(options)
  await s3.send(new CreateBucketCommand({ Bucket: 'refused' }))
  s3.destroy()
  await engine.stop()
  cleanups.pop()
  expect(collector.requests).toHaveLength(1)
  expect(lines.filter((line) => line.includes('answers 400'))).toHaveLength(1)
})
