import type { Bench } from '../bench.ts'
import { runBefore } from '../function-code.ts'
import { inTurn, shell, type Lab } from '../lab.ts'
import { logsOf, mappingsOf } from '../texts.ts'

const GOOD = ['before.txt', 'after.txt'] as const
const MOST_RETRIES = 10

/** As an old version of the function, which takes every record for JSON. */
const STRICT = "  for (const record of event.Records) JSON.parse(Buffer.from(record.kinesis.data, 'base64').toString())"

export const lab: Lab = {
  name: 'poison-record',
  title: 'One bad record',
  minutes: 20,
  story: (names) => `Some uploads are processed and some are not, since somebody has put a record into the stream that is no JSON. \`${GOOD.join('` and `')}\` wait for their results, and \`${names.processorFunction}\` fails again and again, always in the same way:\n\n${shell(logsOf(names.processorFunction))}\n\nLet the good ones through: none of them may be lost. The bad one may. The function's code is not ours to change this week; and it must not come to this again.`,
  hints: (names) => [
    `A shard is read in order: as long as a batch fails, nothing behind it is read. How often is it tried again?\n\n${shell(`${mappingsOf(names)} --query 'EventSourceMappings[].[MaximumRetryAttempts,BisectBatchOnFunctionError,LastProcessingResult]'`)}`,
    'If retries are limited, what is given up is the batch: all its records, the good ones too. Make the batch smaller first.',
    '`--bisect-batch-on-function-error` halves a failing batch until the bad record is alone in it; then `--maximum-retry-attempts` gives it up.',
  ],
  solution: (names) =>
    shell(
      `UUID=$(${mappingsOf(names)} --query 'EventSourceMappings[0].UUID' --output text)`,
      'aws lambda update-event-source-mapping --uuid $UUID --bisect-batch-on-function-error --maximum-retry-attempts 1',
    ),
  async setup(bench) {
    await bench.updateMapping({ Enabled: false, MaximumRetryAttempts: -1, BisectBatchOnFunctionError: false })
    await runBefore(bench, bench.names.processorFunction, STRICT)
    const memo = await announce(bench)
    await bench.updateMapping({ Enabled: true })
    return memo
  },
  check: (bench) => inTurn(() => bench.mappingProblems(), () => settingsProblems(bench), ...GOOD.map((name) => () => bench.arrived(name)), () => bench.endToEnd()),
  solve: (bench) => bench.updateMapping({ BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1 }),
  wrongFixes: [
    { name: 'a new mapping behind the bad record', apply: (bench) => bench.replaceMapping('LATEST') },
    { name: 'give up whole batches', apply: (bench) => bench.updateMapping({ MaximumRetryAttempts: 0 }) },
    { name: 'halve, and try for ever', apply: (bench) => bench.updateMapping({ BisectBatchOnFunctionError: true }) },
  ],
}

/** A bad record between two good ones, in one shard. */
async function announce({ clients, names }: Bench): Promise<Record<string, string>> {
  const { PutRecordsCommand } = await import('@aws-sdk/client-kinesis')
  const { PutObjectCommand } = await import('@aws-sdk/client-s3')
  const s3 = await clients.s3()
  const memo: Record<string, string> = {}
  for (const name of GOOD) {
    memo[name] = `lab-${crypto.randomUUID()}`
    await s3.send(new PutObjectCommand({ Bucket: names.uploadBucket, Key: `uploads/${name}`, Body: `text of ${name}`, ContentType: 'text/plain', Metadata: { 'request-id': memo[name] } }))
  }
  const [before, after] = GOOD.map((name) => JSON.stringify({ bucket: names.uploadBucket, key: `uploads/${name}`, uploadedAt: new Date().toISOString(), requestId: memo[name], userSub: null }))
  const Records = [before!, 'bucket=uploads;key=unknown', after!].map((text) => ({ Data: Buffer.from(text), PartitionKey: 'lab' }))
  await (await clients.kinesis()).send(new PutRecordsCommand({ StreamName: names.stream, Records }))
  return memo
}

async function settingsProblems(bench: Bench): Promise<string[]> {
  const { MaximumRetryAttempts = -1 } = await bench.mapping()
  if (MaximumRetryAttempts === -1) return ['A batch that fails is still tried again for as long as the stream keeps it (MaximumRetryAttempts -1): the next bad record stops the shard again.']
  return MaximumRetryAttempts <= MOST_RETRIES ? [] : [`A batch that fails is tried again ${MaximumRetryAttempts} times, and its shard stands still meanwhile. ${MOST_RETRIES} are plenty.`]
}
