import { inTurn, shell, type Lab } from '../lab.ts'
import { documentOf, grant, needsOf, roleProblems } from '../policies.ts'
import { logsOf, putPolicy, sendAFile } from '../texts.ts'

export const lab: Lab = {
  name: 'put-record-denied',
  title: 'Internal Server Error',
  minutes: 15,
  story: (names) => `Uploads are answered with 500 and "Internal Server Error". Strange: the file is in \`s3://${names.uploadBucket}/uploads/\` all the same, and no result ever comes.\n\n${sendAFile(names)}\n\nMake uploads work again. The security team looks at every policy: nothing may be allowed that is not needed.`,
  hints: (names) => [
    `API Gateway says nothing about what went wrong in a function. The function does:\n\n${shell(logsOf(names.uploadFunction))}`,
    `The message names who (the role), what (the action) and on which resource. Read what the role may do:\n\n${shell(`aws iam get-role-policy --role-name ${names.uploadRole} --policy-name upload`)}`,
    `\`kinesis:PutRecord\` on \`${names.streamArn}\` is all that is missing. A policy is put as a whole: keep the other statements.`,
  ],
  solution: (names) => putPolicy(names.uploadRole, 'upload', documentOf(needsOf(names, 'upload'))),
  async setup(bench) {
    const [objects, , logs] = needsOf(bench.names, 'upload')
    await grant(bench, 'upload', [objects!, logs!])
  },
  check: (bench) => inTurn(() => roleProblems(bench, 'upload'), () => bench.gate.problems(bench.memo['issuer']!), () => bench.endToEnd()),
  solve: (bench) => grant(bench, 'upload', needsOf(bench.names, 'upload')),
  wrongFixes: [
    { name: 'allow everything', apply: (bench) => grant(bench, 'upload', [{ actions: ['*'], resources: ['*'] }]) },
    { name: 'allow all of Kinesis in a second policy', apply: (bench) => grant(bench, 'upload', [{ actions: ['kinesis:*'], resources: [bench.names.streamArn] }], 'kinesis') },
    { name: 'allow it on every stream', apply: (bench) => grant(bench, 'upload', [{ actions: ['kinesis:PutRecord'], resources: ['*'] }], 'kinesis') },
  ],
}
