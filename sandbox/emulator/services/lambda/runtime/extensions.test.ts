import { DeleteFunctionCommand, PublishLayerVersionCommand } from '@aws-sdk/client-lambda'
import { FilterLogEventsCommand, CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { strToU8, zipSync } from 'fflate'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../../../../testing/engine.ts'
import { lambdaFixture, type LambdaFixture } from '../../../../testing/lambda.ts'

let aws: LambdaFixture
let folder: string
beforeAll(async () => {
  aws = await lambdaFixture()
  folder = mkdtempSync(join(tmpdir(), 'extensions-'))
})
afterAll(async () => {
  await aws[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

/** Speaks the Extensions API and appends what it is told to a file, one JSON a line. */
const CLIENT = (file: string, name: string, events: string) => `
const { appendFileSync } = require('node:fs')
const API = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2020-01-01/extension/'
const tell = (value) => appendFileSync(${JSON.stringify(file)}, JSON.stringify(value) + '\\n')
async function extend() {
  const registered = await fetch(API + 'register', { method: 'POST', headers: { 'lambda-extension-name': '${name}', 'lambda-extension-accept-feature': 'accountId' }, body: JSON.stringify({ events: ${events} }) })
  tell({ status: registered.status, ...(await registered.json()) })
  const id = registered.headers.get('lambda-extension-identifier')
  for (;;) {
    const next = await fetch(API + 'event/next', { headers: { 'lambda-extension-identifier': id } })
    const event = await next.json()
    tell({ ...event, told: next.headers.has('lambda-extension-event-identifier') })
    if (event.eventType === 'SHUTDOWN') process.exit(0)
    if (process.env.SLOW) await new Promise((resolve) => setTimeout(resolve, 100))
    tell('done')
  }
}`

async function layerOf(name: string, script: string, mode = 0o755): Promise<string> {
  const ZipFile = zipSync({ [`extensions/${name}`]: [strToU8(`#!/usr/bin/env node\n${script}`), { os: 3, attrs: mode << 16 }] })
  return (await aws.client.send(new PublishLayerVersionCommand({ LayerName: name, Content: { ZipFile } }))).LayerVersionArn!
}
const told = (file: string) => readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)
const HANDLER = { 'index.mjs': `export const handler = async (event, context) => context.awsRequestId` }

describe.skipIf(process.platform === 'win32')('extensions', { timeout: 30_000 }, () => {
  test('one from a layer is told of each invocation and of the end; the next invocation waits for it', async () => {
    const file = join(folder, 'external')
    const arn = await layerOf('watcher', `${CLIENT(file, 'watcher', '["INVOKE", "SHUTDOWN"]')}\nconsole.log('watching', process.env._HANDLER, process.env.AWS_LAMBDA_FUNCTION_NAME)\nextend()`)
    const name = await aws.create(HANDLER, { Layers: [arn], Environment: { Variables: { SLOW: 'yes' } } })
    const first = await aws.invoke(name)
    expect(first.log).toContain('REPORT')
    const second = await aws.invoke(name)
    const invokedFunctionArn = `arn:aws:lambda:us-east-1:000000000000:function:${name}`
    const event = (requestId: unknown) => ({
      eventType: 'INVOKE', requestId, invokedFunctionArn, deadlineMs: expect.any(Number), told: true,
      tracing: { type: 'X-Amzn-Trace-Id', value: expect.stringMatching(/^Root=/) },
    })
    expect(told(file)).toEqual([
      { status: 200, functionName: name, functionVersion: '$LATEST', handler: 'index.handler', accountId: '000000000000' },
      event(first.value), 'done', event(second.value), 'done',
    ])
    await aws.client.send(new DeleteFunctionCommand({ FunctionName: name }))
    await eventually('the end', () => (told(file).length > 5 ? true : undefined))
    expect(told(file).at(-1)).toEqual({ eventType: 'SHUTDOWN', shutdownReason: 'spindown', deadlineMs: expect.any(Number), told: true })
    const logs = new CloudWatchLogsClient(aws.engine.client)
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` }))
    const messages = events!.map(({ message }) => message)
    expect(messages).toContain(`watching undefined ${name}\n`)
    expect(messages).toContain('EXTENSION\tName: watcher\tState: Ready\tEvents: [INVOKE, SHUTDOWN]\n')
    logs.destroy()
  })

  test('one within the function\'s process registers likewise, but not for the end', async () => {
    const file = join(folder, 'internal')
    const code = `${CLIENT(file, 'inner', '["INVOKE"]')}\nextend()\nexports.handler = async () => (await fetch(API + 'register', { method: 'POST', headers: { 'lambda-extension-name': 'late' }, body: '{"events":["SHUTDOWN"]}' })).status`
    const name = await aws.create({ 'index.cjs': code })
    expect((await aws.invoke(name)).value).toBe(403)
    await eventually('the event', () => (told(file).length > 2 ? true : undefined))
    expect(told(file)).toMatchObject([{ status: 200, functionName: name }, { eventType: 'INVOKE' }, 'done'])
  })

  test('one that fails takes the environment along', async () => {
    const crash = await aws.create(HANDLER, { Layers: [await layerOf('crasher', 'process.exit(3)')] })
    expect(await aws.invoke(crash)).toMatchObject({ error: 'Unhandled', value: { errorType: 'Extension.LaunchError', errorMessage: expect.stringMatching(/^RequestId: \S+ Error: exit status 3$/) } })
    const script = `fetch('http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2020-01-01/extension/register', { method: 'POST', headers: { 'lambda-extension-name': 'sorry' }, body: '{"events":[]}' }).then((registered) =>
      fetch('http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2020-01-01/extension/init/error', { method: 'POST', headers: { 'lambda-extension-identifier': registered.headers.get('lambda-extension-identifier'), 'lambda-extension-function-error-type': 'Extension.NoConfig' }, body: '{}' }))`
    const sorry = await aws.create(HANDLER, { Layers: [await layerOf('sorry', script)] })
    expect(await aws.invoke(sorry)).toMatchObject({ error: 'Unhandled', value: { errorType: 'Extension.NoConfig' } })
  })

  test('the time-out is told as the reason', async () => {
    const file = join(folder, 'slow')
    const arn = await layerOf('slow', `${CLIENT(file, 'slow', '["SHUTDOWN"]')}\nextend()`)
    const name = await aws.create({ 'index.mjs': 'export const handler = () => new Promise(() => setTimeout(() => {}, 60000))' }, { Layers: [arn], Timeout: 1 })
    expect((await aws.invoke(name)).value).toMatchObject({ errorType: 'Sandbox.Timedout' })
    await eventually('the end', () => (told(file).length > 1 ? true : undefined))
    expect(told(file).at(-1)).toMatchObject({ eventType: 'SHUTDOWN', shutdownReason: 'timeout' })
  })
})
