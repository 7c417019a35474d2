import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FilterLogEventsCommand, CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { CreateFunctionCommand, GetFunctionCommand, InvokeCommand, LambdaClient, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Workplace, type UpReport } from '../cli.ts'
import { eventually } from '../engine.ts'
import { zip } from '../lambda.ts'

let place: Workplace
beforeEach(() => void (place = new Workplace()))
afterEach(() => place[Symbol.asyncDispose]())

const clientOf = (report: UpReport) => ({ endpoint: report.endpoints.aws, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })

test('after kill -9 all is there, and what was not processed is', { timeout: 120_000 }, async () => {
  const first = await place.up()
  const mapping = Object.entries(first.stack.resources).find(([id]) => id === 'ProcessorFunctionUploads')![1].ref
  const lambda = new LambdaClient(clientOf(first))
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID: mapping, Enabled: false }))
  await place.sandbox('wait', '--idle')
  writeFileSync(join(place.directory, 'late.txt'), 'in good time')
  expect((await place.sandbox('upload', 'late.txt')).code).toBe(0)
  lambda.destroy()
  await place.kill()

  const second = await place.up()
  expect(second.stack.outputs).toEqual({ ...first.stack.outputs, ApiUrl: expect.stringContaining(first.stack.outputs['ApiUrl']!.split('/').at(-1)!) })
  expect((await place.sandbox('wait', 'late.txt', '--timeout', '1')).code).toBe(5)
  const again = new LambdaClient(clientOf(second))
  await again.send(new UpdateEventSourceMappingCommand({ UUID: mapping, Enabled: true }))
  again.destroy()
  expect(await place.sandbox('wait', 'late.txt')).toMatchObject({ code: 0, stderr: '' })
})

test('an asynchronous event that waits for its second attempt gets it after kill -9', { timeout: 120_000 }, async () => {
  const first = await place.up()
  const lambda = new LambdaClient(clientOf(first))
  const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: 'pipeline-sandbox-upload' }))
  // The role may write to the log group of its own function alone.
  const settings = { FunctionName: 'fails', Runtime: 'nodejs24.x', Handler: 'index.handler', LoggingConfig: { LogGroup: LOG_GROUP } } as const
  const code = 'exports.handler = async () => { console.log("attempt"); throw new Error("not yet") }'
  await lambda.send(new CreateFunctionCommand({ ...settings, Role: Configuration!.Role, Code: { ZipFile: zip({ 'index.js': code }) } }))
  await lambda.send(new InvokeCommand({ FunctionName: 'fails', InvocationType: 'Event' }))
  lambda.destroy()
  await eventually('the first attempt', () => attempts(first, 1))
  await place.kill()
  const second = await place.up()
  await place.sandbox('clock', 'advance', '1m')
  await eventually('the second attempt', () => attempts(second, 2))
})

const LOG_GROUP = '/aws/lambda/pipeline-sandbox-upload'

async function attempts(report: UpReport, wanted: number): Promise<true | undefined> {
  const logs = new CloudWatchLogsClient(clientOf(report))
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: LOG_GROUP, filterPattern: 'attempt' })).catch(() => ({ events: [] }))
  logs.destroy()
  return events.length >= wanted ? true : undefined
}
