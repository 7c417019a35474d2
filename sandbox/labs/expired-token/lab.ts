import { makeBadToken } from '../../commands/support/bad-tokens.ts'
import { signIn } from '../../commands/support/pipeline.ts'
import type { Bench } from '../bench.ts'
import { inTurn, shell, type Lab } from '../lab.ts'
import type { Names } from '../names.ts'

const KEY = 'jobs/nightly-token.txt'

const useSaved = ({ uploadBucket, apiUrl }: Names) =>
  shell(
    `aws s3 cp s3://${uploadBucket}/${KEY} token.txt`,
    `curl -i ${apiUrl}/uploads -H "Authorization: Bearer $(cat token.txt)" -d '{"filename":"nightly.txt","content":"numbers"}'`,
  )

export const lab: Lab = {
  name: 'expired-token',
  title: 'It worked last night',
  minutes: 10,
  story: (names) => `The nightly job keeps its token in \`s3://${names.uploadBucket}/${KEY}\`. It has worked for weeks, we think. Last night all its uploads failed:\n\n${useSaved(names)}\n\nUsers with a browser have no trouble. Make the job's uploads pass, without making the API laxer.`,
  hints: ({ clientId }) => [
    'The answer\'s header `www-authenticate` says it in so many words.',
    'A JWT says in `exp` until when it is good, in seconds since 1970: `cut -d. -f2 token.txt | base64 -d`, then `date -d @…`. A pool\'s settings count for tokens that are made from then on.',
    `Sign in anew, and save what comes where the job looks for it:\n\n${shell(`aws cognito-idp initiate-auth --auth-flow USER_PASSWORD_AUTH --client-id ${clientId} --auth-parameters 'USERNAME=ada@example.com,PASSWORD=Sandbox-Ada-1!'`)}`,
  ],
  solution: ({ clientId, uploadBucket }) =>
    shell(
      `aws cognito-idp initiate-auth --auth-flow USER_PASSWORD_AUTH --client-id ${clientId} --auth-parameters 'USERNAME=ada@example.com,PASSWORD=Sandbox-Ada-1!' --query AuthenticationResult.AccessToken --output text > token.txt`,
      `aws s3 cp token.txt s3://${uploadBucket}/${KEY}`,
    ),
  async setup(bench) {
    const good = await signIn(bench.target, {})
    await save(bench, await makeBadToken('expired', { ...good, edge: bench.target.session.endpoints.edge }))
  },
  check: (bench) => inTurn(() => bench.gate.problems(bench.memo['issuer']!), () => savedWorks(bench)),
  solve: async (bench) => save(bench, await bench.token()),
  wrongFixes: [
    { name: 'open the route', apply: (bench) => bench.gate.open() },
    { name: 'let tokens live for a day from now on', apply: longerLife },
    { name: 'save the text that the CLI prints for a token that is not there', apply: (bench) => save(bench, 'None') },
  ],
}

async function save({ clients, names }: Bench, Body: string): Promise<void> {
  const { PutObjectCommand } = await import('@aws-sdk/client-s3')
  await (await clients.s3()).send(new PutObjectCommand({ Bucket: names.uploadBucket, Key: KEY, Body }))
}

async function savedWorks(bench: Bench): Promise<string[]> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3')
  const { Body } = await (await bench.clients.s3()).send(new GetObjectCommand({ Bucket: bench.names.uploadBucket, Key: KEY }))
  const posted = await bench.post((await Body!.transformToString()).trim())
  if (posted.status !== 200) return [`An upload with the token in s3://${bench.names.uploadBucket}/${KEY} is answered with ${posted.status}: ${posted.text}`]
  return (await bench.processed(posted.name)) ? [] : [`The job's upload ${posted.name} has no result.`]
}

async function longerLife({ clients, names }: Bench): Promise<void> {
  const { DescribeUserPoolClientCommand, UpdateUserPoolClientCommand } = await import('@aws-sdk/client-cognito-identity-provider')
  const cognito = await clients.cognito()
  const which = { UserPoolId: names.poolId, ClientId: names.clientId }
  const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand(which))
  const { ExplicitAuthFlows } = UserPoolClient!
  await cognito.send(new UpdateUserPoolClientCommand({ ...which, ExplicitAuthFlows, AccessTokenValidity: 24, TokenValidityUnits: { AccessToken: 'hours' } }))
}
