import { InvokeCommand } from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'
import { lambdaFixture } from '../../../testing/lambda.ts'
import { FAILS, MappingFixture } from '../../../testing/mappings.ts'

const ask = async (aws: MappingFixture, timeout = 0) => {
  const response = await fetch(`${aws.aws.engine.endpoint}/_sandbox/idle?timeout=${timeout}`)
  return { status: response.status, body: (await response.json()) as { idle: boolean; inFlight?: string[] } }
}

test('an engine with enabled mappings and nothing to do is idle', async () => {
  await using aws = await MappingFixture.start()
  await aws.map({}, 3)
  expect(await ask(aws)).toEqual({ status: 200, body: { idle: true } })
})

test('it waits for a batch under way, and for the records behind it', async () => {
  await using aws = await MappingFixture.start()
  let release!: () => void
  aws.answer = (_, index) => (index === 0 ? new Promise<void>((resolve) => (release = resolve)) : null)
  const { put, name } = await aws.map({ BatchSize: 1 })
  await put('a', 'b', 'c')
  await aws.until(1)
  expect(await ask(aws)).toEqual({ status: 504, body: { idle: false, inFlight: [`lambda: shardId-000000000000 for arn:aws:lambda:us-east-1:000000000000:function:${name}`] } })
  const waiting = ask(aws, 60)
  await aws.turns()
  release()
  expect((await waiting).status).toBe(200)
  expect(aws.batches).toEqual(['a', 'b', 'c'])
})

test('a retry that is due later is something to wait for, and so is an open batching window', async () => {
  await using aws = await MappingFixture.start()
  aws.answer = (_, index) => (index === 0 ? FAILS : null)
  const { put } = await aws.map({ MaximumBatchingWindowInSeconds: 5 })
  await put('a')
  await aws.turns()
  expect((await ask(aws)).status).toBe(504)
  await aws.pass(5_000)
  await aws.until(1)
  expect((await ask(aws)).status).toBe(504)
  await aws.pass(1_000)
  await aws.until(2)
  expect((await ask(aws)).status).toBe(200)
})

test('records of a disabled mapping are nobody\'s', async () => {
  await using aws = await MappingFixture.start()
  const { put } = await aws.map({ Enabled: false })
  await put('a')
  expect((await ask(aws)).status).toBe(200)
})

test('when the time is up it says so; a reset leaves nothing', async () => {
  await using aws = await MappingFixture.start()
  aws.answer = () => FAILS
  const { put } = await aws.map()
  await put('a')
  await aws.until(1)
  const waiting = ask(aws, 30)
  await aws.turns()
  await aws.pass(30_000)
  expect((await waiting).status).toBe(504)
  await aws.aws.engine.reset()
  expect((await ask(aws)).status).toBe(200)
})

test.each(['-1', 'soon', '3601', ''])('a timeout of "%s"', async (timeout) => {
  await using aws = await MappingFixture.start()
  const { status } = await fetch(`${aws.aws.engine.endpoint}/_sandbox/idle?timeout=${timeout}`)
  expect(status).toBe(timeout === '' ? 200 : 400)
})

test('it waits for requests and for asynchronous invocations', async () => {
  await using aws = await lambdaFixture()
  const idle = () => fetch(`${aws.engine.endpoint}/_sandbox/idle?timeout=10`)
  const file = `${aws.engine.host.settings.workDirectory}/later`
  const code = `import { appendFileSync } from 'node:fs'
    export const handler = async () => { await new Promise((go) => setTimeout(go, 200)); appendFileSync('${file}', 'x') }`
  const FunctionName = await aws.create({ 'index.mjs': code })
  const written = async () => (await import('node:fs')).readFileSync(file, 'utf8').length
  await aws.client.send(new InvokeCommand({ FunctionName, InvocationType: 'Event' }))
  expect((await idle()).status).toBe(200)
  expect(await written()).toBe(1)
  const answered = aws.client.send(new InvokeCommand({ FunctionName })).then(() => 'answered')
  await new Promise((resolve) => setImmediate(resolve))
  await fetch(`${aws.engine.endpoint}/_sandbox/health`)
  expect((await idle()).status).toBe(200)
  expect(await written()).toBe(2)
  expect(await answered).toBe('answered')
})
