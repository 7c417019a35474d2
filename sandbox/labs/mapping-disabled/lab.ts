import { inTurn, shell, type Lab } from '../lab.ts'
import { mappingsOf } from '../texts.ts'

const WAITING = 'waiting.txt'

export const lab: Lab = {
  name: 'mapping-disabled',
  title: 'Taken, and never seen again',
  minutes: 10,
  story: (names) => `Every upload is answered with 200, and no results come. I sent \`${WAITING}\`, and:\n\n${shell(`aws s3 ls s3://${names.uploadBucket}/uploads/`, `aws s3 ls s3://${names.processedBucket}/processed/`)}\n\nNo errors anywhere: neither function has written a word about it. Make the results come, also that of \`${WAITING}\`: it cannot be sent again.`,
  hints: (names) => [
    `Follow the upload: the API has answered, the file is stored. Is its record in the stream? Who reads the stream?\n\n${shell(mappingsOf(names))}`,
    'Look at `State` of the event source mapping.',
    'A mapping that is disabled remembers how far it has read. One that is deleted does not.',
  ],
  solution: (names) =>
    shell(`UUID=$(${mappingsOf(names)} --query 'EventSourceMappings[0].UUID' --output text)`, 'aws lambda update-event-source-mapping --uuid $UUID --enabled'),
  async setup(bench) {
    // Something has gone through before, so that the mapping knows where it stands.
    await bench.processed((await bench.post(await bench.token())).name)
    await bench.updateMapping({ Enabled: false })
    return { [WAITING]: (await bench.post(await bench.token(), WAITING)).requestId }
  },
  check: (bench) => inTurn(() => bench.mappingProblems(), () => bench.arrived(WAITING), () => bench.endToEnd()),
  solve: (bench) => bench.updateMapping({ Enabled: true }),
  wrongFixes: [
    { name: 'a new mapping from now on', apply: (bench) => bench.replaceMapping('LATEST') },
    {
      name: 'send the file again',
      async apply(bench) {
        await bench.updateMapping({ Enabled: true })
        await bench.post(await bench.token(), WAITING)
      },
    },
  ],
}
