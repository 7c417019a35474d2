import type { Bench } from '../bench.ts'
import { inTurn, shell, type Lab } from '../lab.ts'
import { mappingsOf } from '../texts.ts'

const LATE = 'early-bird.txt'

export const lab: Lab = {
  name: 'latest-after-put',
  title: 'The first one is always lost',
  minutes: 15,
  story: (names) => `We have deployed the processor anew, with its event source mapping. New uploads are processed. But \`${LATE}\`, which came in during the deployment, has no result:\n\n${shell(`aws s3 ls s3://${names.uploadBucket}/uploads/`, `aws s3 ls s3://${names.processedBucket}/processed/`)}\n\nThe stream keeps records for a day, they say. Then get it out of there: the sender has gone home. Processing something twice does no harm.`,
  hints: (names) => [
    `The mapping is enabled and well. When does it begin to read?\n\n${shell(mappingsOf(names))}`,
    '`StartingPosition` `LATEST` means: from the moment at which the mapping begins, not from the moment of the last deployment.',
    'A starting position cannot be changed. Delete the mapping and make one with `TRIM_HORIZON` (all that is kept) or `AT_TIMESTAMP`.',
  ],
  solution: (names) =>
    shell(
      `UUID=$(${mappingsOf(names)} --query 'EventSourceMappings[0].UUID' --output text)`,
      'aws lambda delete-event-source-mapping --uuid $UUID',
      `aws lambda create-event-source-mapping --function-name ${names.processorFunction} --event-source-arn ${names.streamArn} --starting-position TRIM_HORIZON \\`,
      '  --batch-size 10 --maximum-retry-attempts 3 --function-response-types ReportBatchItemFailures',
    ),
  async setup(bench) {
    let requestId = ''
    await bench.replaceMapping('LATEST', async () => void (requestId = (await bench.post(await bench.token(), LATE)).requestId))
    return { [LATE]: requestId }
  },
  check: (bench) => inTurn(() => bench.mappingProblems(), () => bench.arrived(LATE), () => bench.endToEnd()),
  solve: (bench) => bench.replaceMapping('TRIM_HORIZON'),
  wrongFixes: [
    { name: 'the same again', apply: (bench) => bench.replaceMapping('LATEST') },
    { name: 'off and on', apply: offAndOn },
    { name: 'send the file again', apply: async (bench) => bench.post(await bench.token(), LATE) },
  ],
}

async function offAndOn(bench: Bench): Promise<void> {
  for (const Enabled of [false, true]) await bench.updateMapping({ Enabled })
}
