import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { GetFunctionConfigurationCommand, type LoggingConfig, type Runtime } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../../testing/engine.ts'
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

const make = (code: string, LoggingConfig: LoggingConfig = {}, Runtime: Runtime = 'nodejs24.x') =>
  aws.create({ [Runtime.startsWith('python') ? 'index.py' : 'index.mjs']: code }, { Runtime, Timeout: 1, LoggingConfig: { LogFormat: 'JSON', ...LoggingConfig } })

/** All lines, once one matches `last`. */
interface Line {
  readonly type?: string
  readonly record: { readonly requestId: string }
  readonly message: { readonly errorType?: string }
}

const lines = (name: string, last: (line: Line) => boolean) =>
  eventually('the log', async () => {
    const found = await logs.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` })).catch(() => undefined)
    const all = (found?.events ?? []).map(({ message }) => (message!.startsWith('{') ? JSON.parse(message!) : message!) as Line)
    return all.some(last) ? all : undefined
  })
const isReport = (line: Line) => line.type === 'platform.report'

test('the platform\'s records and the function\'s own lines', async () => {
  const name = await make(`export const handler = async (_, c) => {
    console.log('a', 1); console.info({ b: 2 }); console.debug('not shown'); console.error('failed:', new TypeError('t')); console.warn(new Error('alone'))
  }`)
  expect((await aws.client.send(new GetFunctionConfigurationCommand({ FunctionName: name }))).LoggingConfig).toEqual({
    LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO', LogGroup: `/aws/lambda/${name}`,
  })
  await aws.invoke(name)
  const all = await lines(name, isReport)
  const { requestId } = all.find((line) => line.type === 'platform.start')!.record
  const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  const stackTrace = expect.arrayContaining([expect.stringContaining('at handler')])
  expect(all).toEqual([
    {
      time: timestamp, type: 'platform.initStart',
      record: { initializationType: 'on-demand', phase: 'init', runtimeVersion: 'nodejs:24.v1', runtimeVersionArn: expect.stringMatching(/^arn:/), functionName: name, functionVersion: '$LATEST' },
    },
    { time: timestamp, type: 'platform.start', record: { requestId, version: '$LATEST' } },
    { timestamp, level: 'INFO', requestId, message: 'a 1' },
    { timestamp, level: 'INFO', requestId, message: { b: 2 } },
    { timestamp, level: 'ERROR', requestId, message: expect.stringMatching(/^failed: TypeError: t/), errorType: 'TypeError', errorMessage: 't', stackTrace },
    { timestamp, level: 'WARN', requestId, message: { errorType: 'Error', errorMessage: 'alone', stackTrace } },
    {
      time: timestamp, type: 'platform.report',
      record: {
        requestId, status: 'success',
        metrics: { durationMs: expect.any(Number), billedDurationMs: expect.any(Number), memorySizeMB: 128, maxMemoryUsedMB: expect.any(Number), initDurationMs: expect.any(Number) },
      },
    },
  ])
})

test('levels choose; what goes wrong is in the records', async () => {
  const failing = await make('export const handler = async () => { console.info("no"); console.error("yes"); throw new RangeError("r") }', { ApplicationLogLevel: 'ERROR', SystemLogLevel: 'WARN' })
  await aws.invoke(failing)
  const all = await lines(failing, isReport)
  expect(all.map((line) => line.type ?? line.message.errorType ?? line.message)).toEqual(['yes', 'RangeError', 'platform.runtimeDone', 'platform.report'])
  expect(all.at(-1)!.record).toMatchObject({ status: 'error', errorType: 'RangeError' })
  const slow = await make('export const handler = () => new Promise((resolve) => setTimeout(resolve, 1e6))', { SystemLogLevel: 'DEBUG' })
  await aws.invoke(slow)
  const late = await lines(slow, isReport)
  expect(late.map(({ type }) => type)).toEqual(['platform.initStart', 'platform.start', 'platform.runtimeDone', 'platform.report'])
  expect(late.at(-1)!.record).toMatchObject({ status: 'timeout', metrics: { durationMs: 1000 } })
})

test('python', async () => {
  const name = await make(
    'import logging\ndef handler(event, context):\n    print("plain")\n    logging.getLogger("mine").warning("w %d", 1, extra={"key": "v"})\n    logging.debug("not shown")\n    raise ValueError("v")\n', {}, 'python3.13')
  await aws.invoke(name)
  const all = (await lines(name, isReport)).filter((line) => !line.type && !String(line.message).endsWith('on this machine.'))
  const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  const requestId = expect.stringMatching(/^[0-9a-f-]{36}$/)
  expect(all).toEqual([
    'plain\n',
    { timestamp, level: 'WARNING', message: 'w 1', logger: 'mine', requestId, key: 'v' },
    { timestamp, log_level: 'ERROR', errorMessage: 'v', errorType: 'ValueError', requestId, stackTrace: [expect.stringContaining('line 6, in handler')] },
  ])
})

test('text has no levels', async () => {
  await expect(make('x', { LogFormat: 'Text', SystemLogLevel: 'WARN' })).rejects.toMatchObject({ name: 'InvalidParameterValueException' })
})
