import { GetAuthorizersCommand } from '@aws-sdk/client-apigatewayv2'
import { ListRolePoliciesCommand } from '@aws-sdk/client-iam'
import { UpdateFunctionCodeCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LABS } from '../labs/index.ts'
import { zip } from '../testing/lambda.ts'
import { signed } from '../testing/signed.ts'
import { openRoom, type Room } from './room.ts'
import type { Seat } from './seat.ts'

const SEATS = 40
/** As many as start functions at one moment: each is a process, and a machine has a few processors. */
const AT_ONCE = 8
let room: Room
beforeAll(async () => {
  room = await openRoom({ seats: SEATS, port: 0, region: 'us-east-1' })
  await room.prepare()
}, 240_000)
afterAll(() => room.stop())

/** Cheap ones, in pairs that differ from seat to seat. */
const PAIRS = [['wrong-issuer', 'missing-scope'], ['wrong-audience', 'wrong-issuer'], ['missing-scope', 'expired-token'], ['expired-token', 'wrong-audience']] as const

async function ask(path: string, method = 'GET', init: RequestInit = {}) {
  const response = await fetch(`${room.endpoint}/_sandbox/${path}`, { method, redirect: 'manual', ...init })
  const text = await response.text()
  const value = (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, never>
  return { status: response.status, value, text, location: response.headers.get('location') }
}

const at = ({ number, code }: Seat, action: string, lab = '') => ask(`seat/${number}/${action}?code=${code}&lab=${lab}`, 'POST')

/** As a person at that seat would: break, look, repair, look again, end. */
async function complete(seat: Seat, lab: string): Promise<void> {
  expect((await at(seat, 'start', lab)).value).toMatchObject({ lab })
  expect((await at(seat, 'hint')).value).toMatchObject({ number: 1 })
  expect((await at(seat, 'check')).value).toMatchObject({ passed: false, why: [expect.any(String)] })
  expect((await at(seat, 'solve')).status).toBe(200)
  expect((await at(seat, 'check')).value, `seat ${seat.number}, ${lab}`).toEqual({ passed: true, why: [] })
  expect((await at(seat, 'stop')).value).toMatchObject({ stopped: lab, passed: true, hints: 1, checks: 2 })
}

test('forty seats complete two labs each, side by side, and none sees another', { timeout: 400_000 }, async () => {
  const waiting = [...room.seats.entries()]
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) for (const lab of PAIRS[next[0] % PAIRS.length]!) await complete(next[1], lab)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  for (const [index, seat] of room.seats.entries()) {
    expect([...seat.passed.keys()].sort()).toEqual([...PAIRS[index % PAIRS.length]!].sort())
    const { clients, stack } = await seat.target()
    const { Buckets = [] } = await (await clients.s3()).send(new ListBucketsCommand({}))
    expect(Buckets.map(({ Name }) => Name).sort()).toEqual([`pipeline-sandbox-processed-${seat.account}`, `pipeline-sandbox-uploads-${seat.account}`])
    const { Items = [] } = await (await clients.apigateway()).send(new GetAuthorizersCommand({ ApiId: stack.resources['HttpApi']!.ref }))
    expect(Items[0]!.JwtConfiguration!.Audience).toEqual([stack.outputs['UserPoolClientId']])
  }
})

test('one seat is reset, and its neighbour keeps what it has', { timeout: 60_000 }, async () => {
  const [first, second] = [room.seats[0]!, room.seats[1]!]
  for (const seat of [first, second]) {
    await at(seat, 'start', 'wrong-issuer')
    const { clients, stack } = await seat.target()
    await (await clients.s3()).send(new PutObjectCommand({ Bucket: stack.outputs['UploadBucket'], Key: 'mine', Body: 'x' }))
  }
  expect((await ask(`workshop/reset?seat=1&code=${room.instructorCode}`, 'POST')).value).toEqual({ done: 'reset', seats: [1] })
  expect((await at(first, 'check')).value).toMatchObject({ message: expect.stringContaining('No lab is under way') })
  const check = await at(second, 'check')
  expect(check.value).toMatchObject({ passed: false })

  const { value } = await ask(`workshop/state?code=${room.instructorCode}`)
  const [one, two] = (value as unknown as { seats: { lab?: object; passed: object }[] }).seats
  expect(one).not.toHaveProperty('lab')
  expect(two).toMatchObject({ number: 2, lab: { name: 'wrong-issuer', checks: 1, hints: 0, stuckOn: expect.stringContaining('takes tokens of the issuer') } })
  expect((await ask(`workshop/restore?code=${room.instructorCode}`, 'POST')).value).toMatchObject({ done: 'restore' })
  expect((await at(second, 'check')).status).toBe(400)
})

test('codes decide who sees what', async () => {
  const [first, second] = [room.seats[0]!, room.seats[1]!]
  expect((await ask('join', 'POST', { body: new URLSearchParams({ code: 'guess', name: 'Eve' }) })).status).toBe(403)
  const joined = await ask('join', 'POST', { body: new URLSearchParams({ code: ` ${room.joinCode.toUpperCase()} `, name: 'Ada' }) })
  expect([joined.status, joined.location, first.holder]).toEqual([303, `/_sandbox/seat/1?code=${first.code}`, 'Ada'])
  expect((await ask(`seat/2/state?code=${first.code}`)).status).toBe(403)
  expect((await ask(`seat/2/start?code=${first.code}&lab=wrong-issuer`, 'POST')).status).toBe(403)
  expect((await ask(`seat/41/state?code=${first.code}`)).status).toBe(400)
  for (const [path, method] of [['reset', 'POST'], ['checkpoint', 'GET'], ['clock', 'POST'], ['faults', 'POST'], ['journal', 'GET'], ['traces', 'GET'], ['state', 'GET'], ['workshop/state', 'GET'], [`call/s3/ListBuckets`, 'POST']] as const)
    expect([path, (await ask(path, method)).status]).toEqual([path, 403])
  expect((await ask(`state?account=${second.account}`)).status).toBe(200)
  expect((await ask(`journal?code=${room.instructorCode}`)).status).toBe(200)
})

test('a seat tells its terminal all it needs, by the address at which it was reached', async () => {
  const seat = room.seats[2]!
  const { value } = await ask(`seat/3/state?code=${seat.code}`)
  const { environment, labs } = value as unknown as { environment: Record<string, string>; labs: object[] }
  expect(environment).toMatchObject({ AWS_ENDPOINT_URL: room.endpoint, AWS_ACCESS_KEY_ID: seat.account, API_URL: expect.stringContaining(room.endpoint) })
  expect(labs).toHaveLength(LABS.length)
  const { port } = new URL(room.endpoint)
  const other = await fetch(`http://localhost:${port}/_sandbox/seat/3/state?code=${seat.code}`)
  expect(((await other.json()) as typeof value & { environment: Record<string, string> }).environment['AWS_ENDPOINT_URL']).toBe(`http://localhost:${port}`)
})

test('a seat that goes round in circles is slowed down, and its neighbour is not', { timeout: 60_000 }, async () => {
  const [greedy, other] = [room.seats[3]!, room.seats[4]!]
  const { port } = new URL(room.endpoint)
  // Signed once: signing costs more than asking.
  const { headers } = await signed({}, { service: 's3', credentials: { accessKeyId: greedy.account, secretAccessKey: 'test' } }, Number(port))
  const answers = new Map<number, number>()
  const loop = Promise.all(Array.from({ length: 16 }, async () => {
    for (let turn = 0; turn < 50; turn++) {
      const response = await fetch(room.endpoint, { headers })
      if (response.status !== 200) expect(await response.text()).toContain('<Code>ThrottlingException</Code>')
      else await response.bytes()
      answers.set(response.status, (answers.get(response.status) ?? 0) + 1)
    }
  }))
  const { clients } = await other.target()
  const iam = await clients.iam()
  for (let turn = 0; turn < 10; turn++) await iam.send(new ListRolePoliciesCommand({ RoleName: (await other.target()).stack.resources['UploadRole']!.ref }))
  await loop
  expect(answers.get(200)).toBeGreaterThanOrEqual(100)
  expect([...answers.values()].reduce((sum, one) => sum + one)).toBe(800)
  expect(answers.size).toBe(2)
})

test('no seat runs more invocations at once than its share', { timeout: 60_000 }, async () => {
  const seat = room.seats[5]!
  const lambda = new LambdaClient({ endpoint: room.endpoint, region: 'us-east-1', credentials: { accessKeyId: seat.account, secretAccessKey: 'test' }, maxAttempts: 1 })
  const FunctionName = 'pipeline-sandbox-upload'
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zip({ 'index.mjs': 'export const handler = () => new Promise((resolve) => setTimeout(resolve, 2000))' }) }))
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => lambda.send(new InvokeCommand({ FunctionName }))))
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as { name: string; Reason: string }] : []))
  expect(refused).toHaveLength(3)
  for (const { name, Reason } of refused) expect([name, Reason]).toEqual(['TooManyRequestsException', 'ConcurrentInvocationLimitExceeded'])
  lambda.destroy()
})
