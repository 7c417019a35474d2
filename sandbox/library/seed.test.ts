import { CreateStreamCommand, ListShardsCommand, PutRecordCommand, SplitShardCommand } from '@aws-sdk/client-kinesis'
import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { CreateAccessKeyCommand, CreateUserCommand } from '@aws-sdk/client-iam'
import { PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../index.ts'

/** What a run shows of ids, keys and sequence numbers; what may be done in any order is done in this one or the other. */
async function run(seed: string | undefined, turned: boolean) {
  await using sandbox = await createSandbox(seed === undefined ? {} : { seed })
  const inAnyOrder = <T>(things: readonly T[], work: (thing: T) => Promise<unknown>) => Promise.all((turned ? things.toReversed() : things).map(work))
  const uploaded = await sandbox.upload('hello')
  const { key } = await sandbox.processed(uploaded)
  const { keys } = (await (await fetch(`${sandbox.endpoint}/${sandbox.outputs['UserPoolId']}/.well-known/jwks.json`)).json()) as { keys: { n: string }[] }
  const other = await sandbox.namespace()
  const seen = {
    resources: Object.fromEntries(Object.entries(sandbox.stack.resources).sort()),
    others: other.outputs['UserPoolId'],
    upload: [uploaded.requestId, key],
    keys,
    claims: claims(await sandbox.token()),
    users: sorted(await inAnyOrder(['one', 'two', 'three'], (name) => userIn(sandbox, name))),
    accessKeys: sorted(await inAnyOrder(['one', 'two', 'three'], (name) => accessKeyOf(sandbox, name))),
    records: await records(sandbox),
    version: await version(sandbox),
  }
  return { address: sandbox.endpoint, text: JSON.stringify(seen, null, 1).replaceAll(sandbox.endpoint, '') }
}

const sorted = (found: unknown[]) => found.map((one) => JSON.stringify(one)).sort()

function claims(token: string): unknown {
  const { jti, sub, origin_jti } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, string>
  return { jti, sub, origin_jti }
}

async function userIn({ clients, outputs }: Sandbox, name: string) {
  const { User } = await (await clients.cognito()).send(new AdminCreateUserCommand({ UserPoolId: outputs['UserPoolId'], Username: `${name}@example.com` }))
  return [name, User!.Username]
}

async function accessKeyOf({ clients }: Sandbox, UserName: string) {
  const iam = await clients.iam()
  const { User, $metadata } = await iam.send(new CreateUserCommand({ UserName }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
  return [UserName, User!.UserId, $metadata.requestId, AccessKey!.AccessKeyId, AccessKey!.SecretAccessKey]
}

/** Before and after a split. */
async function records({ clients }: Sandbox) {
  const kinesis = await clients.kinesis()
  const stream = { StreamName: 's' }
  const put = async (PartitionKey: string) => (await kinesis.send(new PutRecordCommand({ ...stream, PartitionKey, Data: Buffer.from('x') }))).SequenceNumber
  await kinesis.send(new CreateStreamCommand({ ...stream, ShardCount: 1 }))
  const before = [await put('a'), await put('b')]
  await kinesis.send(new SplitShardCommand({ ...stream, ShardToSplit: 'shardId-000000000000', NewStartingHashKey: String(2n ** 127n) }))
  return [before, await put('a'), await put('b'), (await kinesis.send(new ListShardsCommand(stream))).Shards]
}

async function version({ clients, outputs }: Sandbox) {
  const s3 = await clients.s3()
  const bucket = { Bucket: outputs['UploadBucket'] }
  await s3.send(new PutBucketVersioningCommand({ ...bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  return (await s3.send(new PutObjectCommand({ ...bucket, Key: 'k', Body: 'x' }))).VersionId
}

test('two runs with one seed show the same ids, keys and sequence numbers, also where they do things side by side', { timeout: 120_000 }, async () => {
  const first = await run('one', false)
  const again = await run('one', true)
  expect(again.address).not.toBe(first.address)
  expect(again.text).toBe(first.text)
})

test('another seed gives others, and without one no two runs are the same', { timeout: 180_000 }, async () => {
  const texts = [await run('one', false), await run('two', false), await run(undefined, false), await run(undefined, false)].map(({ text }) => JSON.parse(text) as Record<string, unknown>)
  for (const name of ['resources', 'keys', 'claims', 'users', 'accessKeys', 'version', 'others'])
    expect(new Set(texts.map((text) => JSON.stringify(text[name]))).size, name).toBe(4)
})
