import { createHash } from 'node:crypto'
import { Agent, request } from 'node:http'
import { CreateBucketCommand, ListObjectsV2Command, S3Client, type ListObjectsV2CommandInput } from '@aws-sdk/client-s3'
import { capture, capturingHandler } from './capture.ts'
import { load } from './load.ts'
import type { Row } from './row.ts'
import { startEngine } from './servers.ts'

const [FEW, MANY] = [2_000, 100_000]
/** Of how many keys, at the beginning and at the end, the rates of putting are compared. */
const STRETCH = 10_000
const WRITERS = 32
const READERS = 4
const DURATION_MS = 2000

const LISTS: readonly (readonly [what: string, input: Omit<ListObjectsV2CommandInput, 'Bucket'>])[] = [
  ['1,000 keys', {}],
  ['1,000 keys from the middle on', { StartAfter: '80' }],
  ['5 keys of one prefix', { Prefix: '80/', MaxKeys: 5 }],
  ['256 common prefixes', { Delimiter: '/' }],
]

/** Pages of a bucket of 100,000 keys that came in no order, beside those of one with 2,000: they should cost the same. */
export async function* listingRows(): AsyncGenerator<Row> {
  // The load writes its own requests, and signing each would be what is measured.
  const engine = await startEngine('signatures=off')
  try {
    const few = await fill(engine.url, 'few', FEW)
    const many = await fill(engine.url, 'many', MANY)
    const [first, last] = [STRETCH / (many[STRETCH]! - many[0]!), STRETCH / (many[MANY]! - many[MANY - STRETCH]!)]
    const seconds = (few.at(-1)! - few[0]! + many[MANY]! - many[0]!) / 1000
    yield {
      what: `S3 put of ${MANY.toLocaleString('en')} keys in no order`,
      figure: `${Math.round((FEW + MANY) / seconds).toLocaleString('en')} keys/s`,
      beside: `the last ${STRETCH.toLocaleString('en')} at ${Math.round((last / first) * 100)} % of the first's rate`,
    }
    for (const [what, input] of LISTS) {
      const [ofFew, ofMany] = [await rate(engine.url, { Bucket: 'few', ...input }), await rate(engine.url, { Bucket: 'many', ...input })]
      yield {
        what: `S3 list of ${what}`,
        figure: `${Math.round(ofMany).toLocaleString('en')} pages/s`,
        beside: `${Math.round((ofMany / ofFew) * 100)} % of the rate in a bucket of ${FEW.toLocaleString('en')} keys (${Math.round(ofFew).toLocaleString('en')})`,
      }
    }
  } finally {
    await engine.stop()
  }
}

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

async function rate(endpoint: string, input: ListObjectsV2CommandInput): Promise<number> {
  const s3 = new S3Client({ endpoint, region: 'us-east-1', credentials, requestHandler: capturingHandler as never })
  const page = await capture(() => s3.send(new ListObjectsV2Command(input)))
  await load(page, READERS, DURATION_MS / 4)
  return (await load(page, READERS, DURATION_MS)).perSecond
}

/** Puts `count` empty objects; gives when each was there (milliseconds of any clock), from the beginning on. */
async function fill(endpoint: string, Bucket: string, count: number): Promise<number[]> {
  const s3 = new S3Client({ endpoint, region: 'us-east-1', credentials })
  await s3.send(new CreateBucketCommand({ Bucket }))
  s3.destroy()
  const agent = new Agent({ keepAlive: true, maxSockets: WRITERS })
  const times = [performance.now()]
  let next = 0
  const write = async () => {
    while (next < count) {
      await put(`${endpoint}/${Bucket}/${keyOf(next++)}`, agent)
      times.push(performance.now())
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, write))
  agent.destroy()
  return times
}

/** Two hexadecimal digits, a slash and thirty more: neighbours in number are none in order. */
const keyOf = (index: number) => createHash('md5').update(String(index)).digest('hex').replace(/^../, '$&/')

const AUTHORIZATION = 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0'

function put(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'PUT', agent, headers: { authorization: AUTHORIZATION, 'content-length': 0 } }, (response) => {
      response.resume()
      response.on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`PUT ${url}: ${response.statusCode}`))))
    })
    outgoing.on('error', reject)
    outgoing.end()
  })
}
