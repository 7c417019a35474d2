import { inTurn, shell, type Lab } from '../lab.ts'
import { documentOf, grant, needsOf, roleProblems, type Grant } from '../policies.ts'
import type { Bench } from '../bench.ts'
import { logsOf, putPolicy, sendAFile } from '../texts.ts'

/** The role's policy with another resource for its objects. */
async function storeOn(bench: Bench, resource: string, action = 's3:PutObject'): Promise<void> {
  const [, ...others] = needsOf(bench.names, 'upload')
  const objects: Grant = { actions: [action], resources: [resource] }
  await grant(bench, 'upload', [objects, ...others])
}

const bucketArn = ({ names }: Bench) => `arn:aws:s3:::${names.uploadBucket}`

export const lab: Lab = {
  name: 's3-denied-wrong-resource',
  title: 'But the policy allows it',
  minutes: 15,
  story: (names) => `Uploads are answered with 500, and nothing is stored. We have looked at the role: its policy allows \`s3:PutObject\` on our bucket. It is there, in black and white!\n\n${sendAFile(names)}\n\nMake uploads work again, with a policy that allows no more than is needed: the function writes below \`uploads/\`.`,
  hints: (names) => [
    `What did S3 say to the function?\n\n${shell(logsOf(names.uploadFunction))}`,
    `Compare, letter by letter, the resource in that message with the one in the policy:\n\n${shell(`aws iam get-role-policy --role-name ${names.uploadRole} --policy-name upload`)}`,
    'A bucket and its objects are two things, with two ARNs: `arn:aws:s3:::bucket` and `arn:aws:s3:::bucket/key`. `s3:PutObject` is about objects.',
  ],
  solution: (names) => putPolicy(names.uploadRole, 'upload', documentOf(needsOf(names, 'upload'))),
  setup: (bench) => storeOn(bench, bucketArn(bench)),
  check: (bench) => inTurn(() => bench.gate.problems(bench.memo['issuer']!), () => withoutBareBucket(bench), () => bench.endToEnd()),
  solve: (bench) => grant(bench, 'upload', needsOf(bench.names, 'upload')),
  wrongFixes: [
    { name: 'allow it everywhere', apply: (bench) => storeOn(bench, '*') },
    { name: 'allow it in the whole bucket', apply: (bench) => storeOn(bench, `${bucketArn(bench)}/*`) },
    { name: 'allow all of S3', apply: (bench) => storeOn(bench, `${bucketArn(bench)}/uploads/*`, 's3:*') },
  ],
}

/** The statement on the bucket itself does nothing, and is not held against anybody who left it. */
async function withoutBareBucket(bench: Bench): Promise<string[]> {
  const harmless = `s3:PutObject on ${bucketArn(bench)},`
  return (await roleProblems(bench, 'upload')).filter((why) => !why.includes(harmless))
}
