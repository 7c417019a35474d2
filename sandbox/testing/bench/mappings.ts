import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { CreateStreamCommand, DescribeStreamSummaryCommand, KinesisClient, PutRecordCommand, RegisterStreamConsumerCommand } from '@aws-sdk/client-kinesis'
import { CreateEventSourceMappingCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { Workplace, type UpReport } from '../cli.ts'
import { zip } from '../lambda.ts'
import { load, percentile } from './load.ts'
import { cpu_ms } from './pipeline.ts'
import { ms, type Row } from './row.ts'
import { startBare, startBareKinesis, startEngine } from './servers.ts'

/** As in the pipeline's figures: the client, the engine and the function are compiled by then. */
const WARM_UP = 200
const PUTS = 400
const BETWEEN_MS = 10
const UPLOADS = 1000
const UPLOADERS = 32
const IDLE_MS = 5000

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
const sleep = (delay_ms: number) => new Promise((resolve) => setTimeout(resolve, delay_ms))
/** Milliseconds that two processes of one machine agree on, to less than a tenth. */
const NOW = 'performance.timeOrigin + performance.now()'
const now = () => performance.timeOrigin + performance.now()

/** From a put to the handler's first line, for both ways to read a stream; then the pipeline under load, and without. */
export async function* mappingRows(): AsyncGenerator<Row> {
  for (const way of ['GetRecords', 'SubscribeToShard'] as const) {
    const { taken, bare } = await putToHandler(way)
    yield { what: `put to handler (${way}), p50 / p99`, figure: middleAndTail(taken), beside: `${PUTS} puts, one every ${BETWEEN_MS} ms; to a bare node:http2 server's first line ${middleAndTail(bare)}` }
  }
  await using place = new Workplace()
  const report = await place.up('--ephemeral')
  await sleep(1000)
  const before = cpu_ms(report.pid)
  await sleep(IDLE_MS)
  const share = ((cpu_ms(report.pid) - before) / IDLE_MS) * 100
  yield { what: 'engine, CPU while idle after seeding', figure: `${share.toFixed(2)} %`, beside: `over ${IDLE_MS / 1000} s` }
  yield* manyUploads(report, (await place.sandbox('token')).stdout.trim())
}

const middleAndTail = (sorted: readonly number[]) => `${ms(percentile(sorted, 0.5))} / ${ms(percentile(sorted, 0.99))}`

/** Milliseconds, sorted; those of the same client's puts to a bare server were taken in turn with the engine's. */
async function putToHandler(way: 'GetRecords' | 'SubscribeToShard'): Promise<Record<'taken' | 'bare', number[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-bench-'))
  const file = join(folder, 'arrived')
  const [engine, bareServer] = [await startEngine(), await startBareKinesis()]
  const client = { endpoint: engine.url, region: 'us-east-1', credentials }
  // With options for its connections, also none, the client keeps one open, as `handlers/upload` does.
  const [kinesis, bareKinesis] = [engine.url, bareServer.url].map((endpoint) => new KinesisClient({ ...client, endpoint, requestHandler: {} })) as [KinesisClient, KinesisClient]
  try {
    const StreamName = await mapped(client, kinesis, way, file)
    const sent: number[] = []
    const bare: number[] = []
    for (let index = 0; index < WARM_UP + PUTS; index++) {
      const put = new PutRecordCommand({ StreamName, PartitionKey: `${index}`, Data: Buffer.from(`${index}`) })
      sent.push(now())
      await kinesis.send(put)
      await sleep(BETWEEN_MS)
      const began = now()
      bare.push(Number((await bareKinesis.send(put)).SequenceNumber) - began)
      await sleep(BETWEEN_MS)
    }
    await fetch(`${engine.url}/_sandbox/idle?timeout=10`)
    const arrived = new Map(readFileSync(file, 'utf8').trim().split('\n').map((line) => line.split(' ').map(Number) as [number, number]))
    if (arrived.size !== sent.length) throw new Error(`${arrived.size} of ${sent.length} records arrived`)
    const taken = sent.map((time, index) => arrived.get(index)! - time)
    const sorted = (times: readonly number[]) => times.slice(WARM_UP).sort((a, b) => a - b)
    return { taken: sorted(taken), bare: sorted(bare) }
  } finally {
    kinesis.destroy()
    bareKinesis.destroy()
    await Promise.all([engine.stop(), bareServer.stop()])
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A stream with a mapping to a function that writes down when each record came. */
async function mapped(client: { endpoint: string; region: string; credentials: typeof credentials }, kinesis: KinesisClient, way: string, file: string): Promise<string> {
  const iam = new IAMClient(client)
  const allow = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] })
  const trust = allow({ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' })
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'bench', AssumeRolePolicyDocument: trust }))
  await iam.send(new PutRolePolicyCommand({ RoleName: 'bench', PolicyName: 'all', PolicyDocument: allow({ Action: ['kinesis:*', 'logs:*'], Resource: '*' }) }))
  const code = `import { appendFileSync } from 'node:fs'
    export const handler = async (event) => {
      const now = ${NOW}
      appendFileSync(${JSON.stringify(file)}, event.Records.map((r) => Buffer.from(r.kinesis.data, 'base64') + ' ' + now + '\\n').join(''))
    }`
  const lambda = new LambdaClient(client)
  await lambda.send(new CreateFunctionCommand({ FunctionName: 'bench', Runtime: 'nodejs24.x', Handler: 'index.handler', Role: Role!.Arn, Code: { ZipFile: zip({ 'index.mjs': code }) } }))
  await kinesis.send(new CreateStreamCommand({ StreamName: 'bench', ShardCount: 1 }))
  const StreamARN = (await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: 'bench' }))).StreamDescriptionSummary!.StreamARN!
  const consumer = way === 'GetRecords' ? undefined : (await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'bench' }))).Consumer!.ConsumerARN
  await lambda.send(new CreateEventSourceMappingCommand({ FunctionName: 'bench', EventSourceArn: consumer ?? StreamARN, StartingPosition: 'LATEST' }))
  return 'bench'
}

/** All at once, until the last of them is processed; throws where one is missing. */
async function* manyUploads({ endpoints, stack }: UpReport, token: string): AsyncGenerator<Row> {
  const queue = Array.from({ length: UPLOADS }, (_, index) => `load/${index}.txt`)
  const answered: number[] = []
  const upload = async (filename: string) => {
    const started = performance.now()
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const response = await fetch(`${stack.outputs['ApiUrl']}/uploads`, { method: 'POST', headers, body: JSON.stringify({ filename, content: `text of ${filename}` }) })
    const text = await response.text()
    if (response.status !== 200) throw new Error(`upload answered ${response.status}: ${text}`)
    answered.push(performance.now() - started)
  }
  const began = performance.now()
  const uploader = async () => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) await upload(name)
  }
  await Promise.all(Array.from({ length: UPLOADERS }, uploader))
  const idle = await fetch(`${endpoints.aws}/_sandbox/idle?timeout=120`)
  const took = performance.now() - began
  if (idle.status !== 200) throw new Error(`not idle: ${await idle.text()}`)
  const s3 = new S3Client({ endpoint: endpoints.aws, region: 'us-east-1', forcePathStyle: true, credentials })
  const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: stack.outputs['ProcessedBucket'], Prefix: 'processed/load/' }))
  s3.destroy()
  if (KeyCount !== UPLOADS) throw new Error(`${KeyCount} of ${UPLOADS} uploads were processed`)
  answered.sort((a, b) => a - b)
  const bare = await startBare()
  const { hostname: host, port } = new URL(bare.url)
  const { perSecond } = await load({ host, port: Number(port), bytes: Buffer.from('GET / HTTP/1.1\r\nhost: bare\r\n\r\n') }, UPLOADERS, 1000)
  await bare.stop()
  yield {
    what: `${UPLOADS} uploads of ${UPLOADERS} uploaders, all processed`,
    figure: `${(took / 1000).toFixed(2)} s, ${(UPLOADS / (took / 1000)).toFixed(0)}/s`,
    beside: `a bare node:http server answers ${perSecond.toFixed(0)} requests/s`,
  }
  yield { what: 'answer to an upload meanwhile, p50 / p99', figure: `${ms(percentile(answered, 0.5))} / ${ms(percentile(answered, 0.99))}`, beside: '' }
}
