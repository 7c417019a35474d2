import { inTurn, shell, type Lab } from '../lab.ts'
import { documentOf, grant, needsOf, READ_STREAM, roleProblems } from '../policies.ts'
import { mappingsOf, putPolicy, sendAFile } from '../texts.ts'

const WAITING = 'unread.txt'

export const lab: Lab = {
  name: 'processor-cannot-read',
  title: 'A function that is never called',
  minutes: 15,
  story: (names) => `Uploads are answered with 200 and no results come. \`${names.processorFunction}\` has not one line in its log since the roles were tidied up: it is not called at all. Its mapping is enabled, we have looked.\n\n${sendAFile(names)}\n\nMake the results come, also that of \`${WAITING}\`, which came in before: it cannot be sent again. Roles were tidied up for a reason: allow what is needed, on what it is needed for.`,
  hints: (names) => [
    `A mapping says how its last attempt went:\n\n${shell(`${mappingsOf(names)} --query 'EventSourceMappings[].[State,LastProcessingResult]'`)}`,
    `Lambda reads the stream in the name of the function's role, before the function is called. What may that role do?\n\n${shell(`aws iam get-role-policy --role-name ${names.processorRole} --policy-name processor`)}`,
    `Reading a stream takes ${READ_STREAM.map((action) => `\`${action}\``).join(', ')}, on \`${names.streamArn}\`.`,
  ],
  solution: (names) => putPolicy(names.processorRole, 'processor', documentOf(needsOf(names, 'processor'))),
  async setup(bench) {
    const [read, write, , logs] = needsOf(bench.names, 'processor')
    await bench.processed((await bench.post(await bench.token())).name)
    await grant(bench, 'processor', [read!, write!, logs!])
    return { [WAITING]: (await bench.post(await bench.token(), WAITING)).requestId }
  },
  check: (bench) => inTurn(() => roleProblems(bench, 'processor'), () => bench.mappingProblems(), () => bench.arrived(WAITING), () => bench.endToEnd()),
  solve: (bench) => grant(bench, 'processor', needsOf(bench.names, 'processor')),
  wrongFixes: [
    { name: 'allow all of Kinesis', apply: (bench) => grant(bench, 'processor', [{ actions: ['kinesis:*'], resources: ['*'] }], 'kinesis') },
    { name: 'allow it on every stream', apply: (bench) => grant(bench, 'processor', [{ actions: READ_STREAM, resources: ['*'] }], 'kinesis') },
    { name: 'allow half of it', apply: (bench) => grant(bench, 'processor', [{ actions: ['kinesis:DescribeStream', 'kinesis:ListShards'], resources: [bench.names.streamArn] }], 'kinesis') },
  ],
}
