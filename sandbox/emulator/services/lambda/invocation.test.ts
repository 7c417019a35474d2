import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, stoppedClock } from '../../../testing/engine.ts'
import { lambdaFixture, type LambdaFixture } from '../../../testing/lambda.ts'

let aws: LambdaFixture
let logs: CloudWatchLogsClient
beforeAll(async () => {
  aws = await lambdaFixture()
  logs = new CloudWatchLogsClient(aws.engine.client)
})
afterAll(async () => {
  logs.destroy()
  await aws[Symbol.asyncDispose]()
})

const ECHO = { 'index.mjs': 'export const handler = async (event, context) => ({ event, client: context.clientContext })' }

async function messages(name: string, of = logs): Promise<string[]> {
  const found = await of.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` })).catch(() => undefined)
  return (found?.events ?? []).map(({ message }) => message!)
}

test('a function is named by name, partial ARN or ARN, with or without $LATEST', async () => {
  const name = await aws.create(ECHO)
  const names = [name, `function:${name}`, `000000000000:function:${name}`, `arn:aws:lambda:us-east-1:000000000000:function:${name}`, `${name}:$LATEST`]
  for (const FunctionName of names) {
    const answer = await aws.client.send(new InvokeCommand({ FunctionName, Payload: '{"n":1}' }))
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' })
    expect(answer).not.toHaveProperty('FunctionError')
  }
  await expect(aws.client.send(new InvokeCommand({ FunctionName: `${name}:7` }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException', message: `Function not found: arn:aws:lambda:us-east-1:000000000000:function:${name}:7`, Type: 'User',
  })
})

test('the event and the client context arrive; without an event it is {}', async () => {
  const name = await aws.create(ECHO)
  // In several lines and with more than ASCII, although it travels as a header.
  const ClientContext = Buffer.from('{\n  "custom": { "a": "ü 🌍" }\n}').toString('base64')
  const answer = await aws.client.send(new InvokeCommand({ FunctionName: name, ClientContext }))
  expect(JSON.parse(Buffer.from(answer.Payload!).toString())).toEqual({ event: {}, client: { custom: { a: 'ü 🌍' } } })
})

test('what cannot be an event is refused', async () => {
  const name = await aws.create(ECHO)
  const send = (Payload: string | Uint8Array, InvocationType: 'Event' | 'RequestResponse' = 'RequestResponse') =>
    aws.client.send(new InvokeCommand({ FunctionName: name, Payload, InvocationType }))
  await expect(send('{no')).rejects.toMatchObject({ name: 'InvalidRequestContentException', message: expect.stringMatching(/^Could not parse request body into json: /) })
  await expect(send(Buffer.alloc(1_048_577, 49), 'Event')).rejects.toMatchObject({ name: 'RequestTooLargeException', message: 'Request must be smaller than 1048576 bytes for the InvokeFunction operation', $metadata: { httpStatusCode: 413 } })
})

test('an answer beyond 6 MB is an error; one just below arrives', async () => {
  const name = await aws.create({ 'index.mjs': 'export const handler = async ({ n }) => "x".repeat(n)' })
  expect((await aws.invoke(name, { n: 6_000_000 })).error).toBeUndefined()
  expect(await aws.invoke(name, { n: 6_400_000 })).toMatchObject({
    error: 'Unhandled',
    value: { errorType: 'Function.ResponseSizeTooLarge', errorMessage: 'Response payload size (6400002 bytes) exceeded maximum allowed payload size (6291556 bytes).' },
  })
})

test('DryRun runs nothing; Event answers 202 at once and runs the function', async () => {
  const name = await aws.create({ 'index.mjs': 'export const handler = async (event) => { console.log("ran", event.n) }' })
  expect(await aws.client.send(new InvokeCommand({ FunctionName: name, InvocationType: 'DryRun' }))).toMatchObject({ StatusCode: 204 })
  const answer = await aws.client.send(new InvokeCommand({ FunctionName: name, InvocationType: 'Event', Payload: '{"n":5}' }))
  expect(answer.StatusCode).toBe(202)
  expect(answer.Payload ?? []).toHaveLength(0)
  const lines = await eventually('the log', async () => {
    const found = await messages(name)
    return found.some((line) => line.startsWith('REPORT')) ? found : undefined
  })
  expect(lines.filter((line) => line.includes('\tran '))).toHaveLength(1)
  expect(lines.join('')).toContain('\tINFO\tran 5\n')
})

test('an asynchronous invocation that fails is tried twice more, after one and two minutes', async () => {
  const clock = stoppedClock()
  await using own = await lambdaFixture({ clock })
  const client = new CloudWatchLogsClient(own.engine.client)
  const name = await own.create({ 'index.mjs': 'export const handler = async () => { throw new Error("always") }' })
  await own.client.send(new InvokeCommand({ FunctionName: name, InvocationType: 'Event' }))
  const attempts = async (count: number) => {
    const starts = await eventually(`${count} attempts`, async () => {
      const lines = await messages(name, client)
      return lines.filter((line) => line.startsWith('REPORT')).length === count ? lines.filter((line) => line.startsWith('START')) : undefined
    })
    expect(new Set(starts).size, 'one request id for all attempts').toBe(1)
  }
  await attempts(1)
  for (const [wait_ms, count] of [[59_000, 1], [1_000, 2], [119_000, 2], [1_000, 3], [600_000, 3]] as const) {
    await clock.advance(wait_ms)
    await attempts(count)
  }
  client.destroy()
})

test('the log group holds AWS\'s lines, in order, in the stream that the function was told', async () => {
  const name = await aws.create({ 'index.mjs': 'console.log("up")\nexport const handler = async (_, c) => { console.log("a"); console.log("b"); return c.logStreamName }' })
  const stream = (await aws.invoke(name)).value
  const lines = await eventually('the REPORT line', async () => {
    const found = await messages(name)
    return found.at(-1)?.startsWith('REPORT') ? found : undefined
  })
  expect(lines.map((line) => /^[A-Z_]+|\t(?:INFO\t)(.*)/.exec(line)!.slice(0, 2).join('|'))).toEqual(
    ['INIT_START|', '\tINFO\tup|up', 'START|', '\tINFO\ta|a', '\tINFO\tb|b', 'END|', 'REPORT|'],
  )
  expect(lines[0]).toMatch(/^INIT_START Runtime Version: nodejs:24\.v\d+\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}\n$/)
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` }))
  expect(new Set(events!.map(({ logStreamName }) => logStreamName))).toEqual(new Set([stream]))
})
