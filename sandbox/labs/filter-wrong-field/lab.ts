import type { Bench } from '../bench.ts'
import { inTurn, shell, type Lab } from '../lab.ts'
import { mappingsOf, sendAFile } from '../texts.ts'

const patternOf = (value: object) => JSON.stringify({ data: value })

async function filter(bench: Bench, ...patterns: readonly string[]): Promise<void> {
  await bench.updateMapping({ FilterCriteria: { Filters: patterns.map((Pattern) => ({ Pattern })) } })
}

export const lab: Lab = {
  name: 'filter-wrong-field',
  title: 'The filter that lets nothing through',
  minutes: 15,
  story: (names) => `Another team has begun to write to our stream too, about files of its own bucket. So that our processor is not called for those, somebody has given its event source mapping a filter for the records of \`${names.uploadBucket}\`. Since then there are no results at all:\n\n${sendAFile(names)}\n\nCorrect the filter. The other team's records must not reach our function.`,
  hints: (names) => [
    `Look at the filter, and at a record as it is in the stream:\n\n${shell(`${mappingsOf(names)} --query 'EventSourceMappings[].FilterCriteria'`)}`,
    shell(
      `for SHARD in $(aws kinesis list-shards --stream-name ${names.stream} --query 'Shards[].ShardId' --output text); do`,
      `  ITERATOR=$(aws kinesis get-shard-iterator --stream-name ${names.stream} --shard-id $SHARD --shard-iterator-type TRIM_HORIZON --output text)`,
      "  for DATA in $(aws kinesis get-records --shard-iterator $ITERATOR --query 'Records[].Data' --output text); do echo $DATA | base64 -d; echo; done",
      'done',
    ),
    'A record that lacks a field which the pattern names is dropped without a word. The field is called `bucket`.',
  ],
  solution: (names) =>
    shell(
      `UUID=$(${mappingsOf(names)} --query 'EventSourceMappings[0].UUID' --output text)`,
      `aws lambda update-event-source-mapping --uuid $UUID --filter-criteria '${JSON.stringify({ Filters: [{ Pattern: patternOf({ bucket: [names.uploadBucket] }) }] })}'`,
    ),
  setup: (bench) => filter(bench, patternOf({ bucketName: [bench.names.uploadBucket] })),
  check: (bench) => inTurn(() => bench.mappingProblems(), () => patternProblems(bench), () => bench.endToEnd()),
  solve: (bench) => filter(bench, patternOf({ bucket: [bench.names.uploadBucket] })),
  wrongFixes: [
    { name: 'take the filter away', apply: (bench) => filter(bench) },
    { name: 'let every bucket through', apply: (bench) => filter(bench, patternOf({ bucket: [{ exists: true }] })) },
    { name: 'another wrong field', apply: (bench) => filter(bench, patternOf({ Bucket: [bench.names.uploadBucket] })) },
  ],
}

/** Every pattern has to ask for this bucket and no other. */
async function patternProblems(bench: Bench): Promise<string[]> {
  const { FilterCriteria } = await bench.mapping()
  const patterns = (FilterCriteria?.Filters ?? []).map(({ Pattern }) => Pattern ?? '')
  if (patterns.length === 0) return ['The filter is gone, so that the other team\'s records reach the function. Correct it instead.']
  return patterns.flatMap((pattern) => {
    const { data } = JSON.parse(pattern) as { data?: { bucket?: unknown } }
    const isOurs = JSON.stringify(data?.bucket) === JSON.stringify([bench.names.uploadBucket])
    return isOurs ? [] : [`The pattern ${pattern} does not ask that data.bucket be ${bench.names.uploadBucket}.`]
  })
}
