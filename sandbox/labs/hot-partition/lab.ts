import type { Bench } from '../bench.ts'
import { configure, rewriteCode } from '../function-code.ts'
import { inTurn, shell, type Lab } from '../lab.ts'
import { sendAFile } from '../texts.ts'

const UPLOADS = 12

export const lab: Lab = {
  name: 'hot-partition',
  title: 'Four shards, and one at work',
  minutes: 20,
  story: (names) => `In the evening, when many upload at once, some uploads fail: \`ProvisionedThroughputExceededException\`. (You see that here when the sandbox was started with \`--limits aws\`; without it, only what leads to it.) The stream has several shards, and the graphs say that three of them have nothing to do:\n\n${sendAFile(names)}\n\nMake use of all shards. More of them would cost more: the stream stays as it is.`,
  hints: ({ stream, uploadFunction }) => [
    `Where do the records go? Each line of the upload function's log names the shard:\n\n${shell(`aws logs filter-log-events --log-group-name /aws/lambda/${uploadFunction} --filter-pattern shardId --query 'events[].message' --output text`, `aws kinesis list-shards --stream-name ${stream}`)}`,
    'Kinesis picks the shard by the partition key. What is the key of your records? (`aws kinesis get-records` shows it.)',
    `How does the function come by that key?\n\n${shell(`aws lambda get-function-configuration --function-name ${uploadFunction} --query Environment`)}\n\nWithout that setting it draws a new key for each upload.`,
  ],
  solution: ({ uploadFunction, uploadBucket, stream }) =>
    shell(`aws lambda update-function-configuration --function-name ${uploadFunction} --environment 'Variables={UPLOAD_BUCKET=${uploadBucket},STREAM_NAME=${stream}}'`),
  async setup(bench) {
    await rewriteCode(bench, bench.names.uploadFunction, ({ 'index.mjs': own, ...others }) => ({ ...others, 'index.mjs': Buffer.from(keyFromSettings(Buffer.from(own!).toString())) }))
    await configure(bench, bench.names.uploadFunction, { variables: { PARTITION_KEY: 'uploads' } })
    await send(bench)
  },
  check: (bench) => inTurn(() => spread(bench), () => bench.endToEnd()),
  solve: (bench) => configure(bench, bench.names.uploadFunction, { variables: { PARTITION_KEY: undefined } }),
  wrongFixes: [
    { name: 'another key for all', apply: (bench) => configure(bench, bench.names.uploadFunction, { variables: { PARTITION_KEY: 'other' } }) },
    { name: 'lose the bucket\'s name on the way', apply: (bench) => configure(bench, bench.names.uploadFunction, { variables: { PARTITION_KEY: undefined, UPLOAD_BUCKET: undefined } }) },
  ],
}

function keyFromSettings(code: string): string {
  const changed = code.replace(/PartitionKey:\s*([\w$]+\(\))/, 'PartitionKey: process.env.PARTITION_KEY || $1')
  if (changed === code) throw new Error('The upload function gives no partition key as it used to.')
  return changed
}

/** Some uploads, by name. */
async function send(bench: Bench): Promise<string[] | undefined> {
  const token = await bench.token()
  const posted = await Promise.all(Array.from({ length: UPLOADS }, () => bench.post(token)))
  return posted.every(({ status }) => status === 200) ? posted.map(({ name }) => name) : undefined
}

async function spread(bench: Bench): Promise<string[]> {
  const names = await send(bench)
  if (!names) return [`Of ${UPLOADS} uploads not all were answered with 200.`]
  const shards = await shardsOf(bench, new Set(names.map((name) => `uploads/${name}`)))
  return shards.length > 1 ? [] : [`The records of ${UPLOADS} uploads all went to ${shards.join(', ') || 'no shard'}: they have the same partition key.`]
}

/** The shards that hold a record of one of these uploads. */
async function shardsOf({ clients, names: { stream } }: Bench, keys: ReadonlySet<string>): Promise<string[]> {
  const { GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand } = await import('@aws-sdk/client-kinesis')
  const kinesis = await clients.kinesis()
  const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName: stream }))
  const found: string[] = []
  for (const { ShardId } of Shards) {
    const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({ StreamName: stream, ShardId, ShardIteratorType: 'TRIM_HORIZON' }))
    const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }))
    const texts = Records.map(({ Data }) => Buffer.from(Data!).toString())
    if (texts.some((text) => [...keys].some((key) => text.includes(`"${key}"`)))) found.push(ShardId!)
  }
  return found
}
