import { fork } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CloudWatchClient, GetMetricStatisticsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { AdminCreateUserCommand, AdminDeleteUserCommand, CognitoIdentityProviderClient, CreateUserPoolCommand, ListUserPoolsCommand, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider'
import { CreateRoleCommand, DeleteRoleCommand, DeleteRolePolicyCommand, GetRolePolicyCommand, IAMClient, ListRolesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { CreateStreamCommand, GetRecordsCommand, GetShardIteratorCommand, KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis'
import { CreateBucketCommand, DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createIds } from '../../emulator/kernel/ids.ts'

/** Each round takes a good part of a second: a few in every run, hundreds by `CRASH_ROUNDS`. */
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 6)
const SEED = process.env['CRASH_SEED'] ?? 'crash'
const WORKERS = 6

let directory: string
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'sandbox-crash-'))))
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** What a name may stand for: one value once it was answered, several while a change was under way when the end came. */
type Known = Map<string, Set<string | undefined>>

interface Model {
  readonly objects: Known
  readonly roles: Known
  readonly users: Known
  readonly policies: Known
  /** What was put and answered of one metric, and what may have come to it. */
  readonly metric: { least: number; most: number }
  /** Sequence numbers that were answered, and the data. */
  readonly records: Map<string, string>
  /** Data that were sent, answered or not. */
  readonly sent: Set<string>
}

const { fraction, hex } = createIds(SEED)
const pick = <T>(of: readonly T[]): T => of[Math.floor(fraction() * of.length)]!
/** Has the policies. */
const OWNER = 'owner'
const TRUST = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}'

test(`kill -9 at ${ROUNDS} moments loses nothing that was answered`, { timeout: 60_000 + ROUNDS * 5_000 }, async () => {
  const model: Model = { objects: new Map(), roles: new Map(), users: new Map(), policies: new Map(), metric: { least: 0, most: 0 }, records: new Map(), sent: new Set() }
  for (let round = 0; round < ROUNDS; round++) {
    const engine = await begin()
    const clients = clientsOf(engine.endpoint)
    if (round === 0) {
      await clients.s3.send(new CreateBucketCommand({ Bucket: 'crash' }))
      await clients.kinesis.send(new CreateStreamCommand({ StreamName: 'crash', ShardCount: 1 }))
      await clients.cognito.send(new CreateUserPoolCommand({ PoolName: 'crash' }))
      await clients.iam.send(new CreateRoleCommand({ RoleName: OWNER, AssumeRolePolicyDocument: TRUST }))
    }
    await compare(model, clients, `seed ${SEED}, round ${round}`)
    const most = Math.floor(fraction() * 60)
    let answered = 0
    const work = Array.from({ length: WORKERS }, async () => {
      while (answered < most) {
        // Killed in mid-air: whether it counts is seen in the next round.
        if (!(await change(model, clients))) return
        if (++answered === most) engine.kill()
      }
    })
    if (most === 0) engine.kill()
    await Promise.all(work)
    await engine.ended
    for (const client of Object.values(clients)) client.destroy()
  }
  const engine = await begin()
  const clients = clientsOf(engine.endpoint)
  await compare(model, clients, `seed ${SEED}, the end`)
  const files = [...model.objects.values()].filter((values) => [...values].some((value) => value !== undefined && value.length > 1_000_000))
  expect(readdirSync(join(directory, 'blobs')).length).toBeLessThanOrEqual(files.length)
  engine.kill()
  await engine.ended
  for (const client of Object.values(clients)) client.destroy()
})

interface Clients {
  readonly s3: S3Client
  readonly kinesis: KinesisClient
  readonly iam: IAMClient
  readonly cognito: CognitoIdentityProviderClient
  readonly cloudwatch: CloudWatchClient
}

function clientsOf(endpoint: string): Clients {
  const settings = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 1 }
  const [s3, kinesis, iam] = [new S3Client({ ...settings, forcePathStyle: true }), new KinesisClient(settings), new IAMClient(settings)]
  return { s3, kinesis, iam, cognito: new CognitoIdentityProviderClient(settings), cloudwatch: new CloudWatchClient(settings) }
}

async function begin() {
  const child = fork(join(import.meta.dirname, 'engine-process.ts'), [directory], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const endpoint = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve(String(message)))
    child.once('exit', (code) => reject(new Error(`the engine ended with ${code}`)))
  })
  return { endpoint, ended, kill: () => child.kill('SIGKILL') }
}

/** Does one random thing; false where no answer came. */
async function change(model: Model, { s3, kinesis, iam, cognito, cloudwatch }: Clients): Promise<boolean> {
  const kind = pick(['put', 'put', 'large', 'delete', 'records', 'records', 'role', 'unrole', 'user', 'unuser', 'policy', 'unpolicy', 'metric'] as const)
  const name = `${/role|user|policy/.exec(kind)?.[0] ?? 'key'}-${Math.floor(fraction() * 12)}`
  if (kind === 'records') return addRecords(model, kinesis)
  if (kind === 'metric') return addMetric(model, cloudwatch)
  if (kind === 'user') return attempt(model.users, name, 'there', async () => cognito.send(new AdminCreateUserCommand({ UserPoolId: await pool(cognito), Username: name, MessageAction: 'SUPPRESS' })), 'UsernameExistsException')
  if (kind === 'unuser') return attempt(model.users, name, undefined, async () => cognito.send(new AdminDeleteUserCommand({ UserPoolId: await pool(cognito), Username: name })), 'UserNotFoundException')
  if (kind === 'policy') {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: `s3:${hex(8)}`, Resource: '*' } })
    return attempt(model.policies, name, PolicyDocument, () => iam.send(new PutRolePolicyCommand({ RoleName: OWNER, PolicyName: name, PolicyDocument })))
  }
  if (kind === 'unpolicy') return attempt(model.policies, name, undefined, () => iam.send(new DeleteRolePolicyCommand({ RoleName: OWNER, PolicyName: name })), 'NoSuchEntityException')
  if (kind === 'role') return attempt(model.roles, name, 'there', () => iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: TRUST })), 'EntityAlreadyExistsException')
  if (kind === 'unrole') return attempt(model.roles, name, undefined, () => iam.send(new DeleteRoleCommand({ RoleName: name })), 'NoSuchEntityException')
  if (kind === 'delete') return attempt(model.objects, name, undefined, () => s3.send(new DeleteObjectCommand({ Bucket: 'crash', Key: name })))
  const Body = hex(8).repeat(kind === 'large' ? 160_000 : 1)
  return attempt(model.objects, name, Body, () => s3.send(new PutObjectCommand({ Bucket: 'crash', Key: name, Body })))
}

const busy = new Set<string>()

/** One change of a name at a time: two at once may come in either order. */
async function attempt(known: Known, name: string, value: string | undefined, send: () => Promise<unknown>, harmless?: string): Promise<boolean> {
  if (busy.has(name)) return true
  busy.add(name)
  const before = known.get(name) ?? new Set([undefined])
  known.set(name, new Set([...before, value]))
  try {
    await send()
    known.set(name, new Set([value]))
    return true
  } catch (error) {
    if ((error as Error).name === harmless) known.set(name, new Set([value]))
    return (error as Error).name === harmless
  } finally {
    busy.delete(name)
  }
}

const pool = async (cognito: CognitoIdentityProviderClient) => (await cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }))).UserPools![0]!.Id!

async function addMetric({ metric }: Model, cloudwatch: CloudWatchClient): Promise<boolean> {
  metric.most++
  try {
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Crash', MetricData: [{ MetricName: 'm', Value: 1 }] }))
    metric.least++
    return true
  } catch {
    return false
  }
}

async function addRecords(model: Model, kinesis: KinesisClient): Promise<boolean> {
  const data = Array.from({ length: 1 + Math.floor(fraction() * 5) }, () => hex(16))
  for (const text of data) model.sent.add(text)
  try {
    const { Records } = await kinesis.send(new PutRecordsCommand({ StreamName: 'crash', Records: data.map((text) => ({ Data: Buffer.from(text), PartitionKey: 'k' })) }))
    for (const [i, { SequenceNumber }] of Records!.entries()) model.records.set(SequenceNumber!, data[i]!)
    return true
  } catch {
    return false
  }
}

/** Sees that the state is one that the answers allow, and takes what is there for known. */
async function compare(model: Model, clients: Clients, when: string): Promise<void> {
  for (const [name, values] of model.objects) settle(values, await read(clients.s3, name), `${when}: object ${name}`)
  const { KeyCount = 0 } = await clients.s3.send(new ListObjectsV2Command({ Bucket: 'crash' }))
  expect(KeyCount, `${when}: keys`).toBe([...model.objects.values()].filter((values) => !values.has(undefined)).length)
  const { Roles = [] } = await clients.iam.send(new ListRolesCommand({}))
  for (const [name, values] of model.roles) settle(values, Roles.some(({ RoleName }) => RoleName === name) ? 'there' : undefined, `${when}: role ${name}`)
  const { Users = [] } = await clients.cognito.send(new ListUsersCommand({ UserPoolId: await pool(clients.cognito) }))
  for (const [name, values] of model.users) settle(values, Users.some(({ Username }) => Username === name) ? 'there' : undefined, `${when}: user ${name}`)
  for (const [name, values] of model.policies) settle(values, await policy(clients.iam, name), `${when}: policy ${name}`)
  await compareMetric(model, clients.cloudwatch, when)
  await compareRecords(model, clients.kinesis, when)
}

async function policy(iam: IAMClient, PolicyName: string): Promise<string | undefined> {
  try {
    return decodeURIComponent((await iam.send(new GetRolePolicyCommand({ RoleName: OWNER, PolicyName }))).PolicyDocument!)
  } catch (error) {
    if ((error as Error).name === 'NoSuchEntityException') return undefined
    throw error
  }
}

async function compareMetric({ metric }: Model, cloudwatch: CloudWatchClient, when: string): Promise<void> {
  const range = { StartTime: new Date(Date.now() - 86_400_000), EndTime: new Date(Date.now() + 3_600_000), Period: 86_400 }
  const { Datapoints } = await cloudwatch.send(new GetMetricStatisticsCommand({ Namespace: 'Crash', MetricName: 'm', ...range, Statistics: ['Sum'] }))
  const sum = Datapoints!.reduce((all, { Sum }) => all + Sum!, 0)
  expect(sum >= metric.least && sum <= metric.most, `${when}: the metric is ${sum}, and may be from ${metric.least} to ${metric.most}`).toBe(true)
  metric.least = metric.most = sum
}

function settle(allowed: Set<string | undefined>, found: string | undefined, what: string): void {
  const shown = (value: string | undefined) => (value === undefined ? 'nothing' : `${value.slice(0, 20)} (${value.length})`)
  expect(allowed.has(found), `${what} is ${shown(found)}, and may be ${[...allowed].map(shown).join(' or ')}`).toBe(true)
  allowed.clear()
  allowed.add(found)
}

async function read(s3: S3Client, Key: string): Promise<string | undefined> {
  try {
    return await (await s3.send(new GetObjectCommand({ Bucket: 'crash', Key }))).Body!.transformToString()
  } catch (error) {
    if ((error as Error).name === 'NoSuchKey') return undefined
    throw error
  }
}

async function compareRecords(model: Model, kinesis: KinesisClient, when: string): Promise<void> {
  const shard = { StreamName: 'crash', ShardId: 'shardId-000000000000' }
  const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({ ...shard, ShardIteratorType: 'TRIM_HORIZON' }))
  const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator, Limit: 10_000 }))
  const found = new Map(Records.map(({ SequenceNumber, Data }) => [SequenceNumber!, Buffer.from(Data!).toString()]))
  for (const [number, data] of model.records) expect(found.get(number), `${when}: record ${number}`).toBe(data)
  expect(new Set(found.values()).size, `${when}: no record twice`).toBe(Records.length)
  for (const data of found.values()) expect(model.sent.has(data), `${when}: no record from nowhere`).toBe(true)
  const numbers = [...found.keys()]
  expect(numbers.toSorted(), `${when}: order`).toEqual(numbers)
}
