import { CloudWatchClient, GetMetricStatisticsCommand, type StandardUnit } from '@aws-sdk/client-cloudwatch'
import { CreateStreamCommand, KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis'
import { CreateEventSourceMappingCommand, InvokeCommand, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../../testing/engine.ts'
import { lambdaFixture, type LambdaFixture } from '../../../testing/lambda.ts'

let aws: LambdaFixture
let cloudwatch: CloudWatchClient
beforeAll(async () => {
  aws = await lambdaFixture()
  cloudwatch = new CloudWatchClient(aws.engine.client)
})
afterAll(async () => {
  cloudwatch.destroy()
  await aws[Symbol.asyncDispose]()
})

/** Of one function, or of all together. */
async function read(MetricName: string, name?: string) {
  const range = { StartTime: new Date(Date.now() - 1_800_000), EndTime: new Date(Date.now() + 1_800_000) }
  const Dimensions = name === undefined ? [] : [{ Name: 'FunctionName', Value: name }]
  const Statistics = ['Sum' as const, 'Maximum' as const, 'SampleCount' as const]
  const asked = { Namespace: 'AWS/Lambda', MetricName, Dimensions, Period: 3600, Statistics, ...range }
  const [point] = (await cloudwatch.send(new GetMetricStatisticsCommand(asked))).Datapoints!
  return point && { sum: point.Sum!, maximum: point.Maximum!, samples: point.SampleCount!, unit: point.Unit as StandardUnit }
}

test('invocations, errors and durations are told of the function and of all', async () => {
  const code = 'export const handler = async (event) => { if (event.fail) throw new Error(event.fail); await new Promise((go) => setTimeout(go, 50)) }'
  const name = await aws.create({ 'index.mjs': code })
  await aws.invoke(name)
  await aws.invoke(name, { fail: 'yes' })
  expect(await read('Invocations', name)).toEqual({ sum: 2, maximum: 1, samples: 2, unit: 'Count' })
  expect(await read('Errors', name)).toEqual({ sum: 1, maximum: 1, samples: 2, unit: 'Count' })
  expect(await read('Throttles', name)).toMatchObject({ sum: 0, samples: 2 })
  const duration = await read('Duration', name)
  expect(duration).toMatchObject({ samples: 2, unit: 'Milliseconds' })
  expect(duration!.maximum).toBeGreaterThanOrEqual(49)
  const other = await aws.create({ 'index.mjs': code })
  const before = (await read('Invocations'))!.sum
  await aws.invoke(other)
  expect((await read('Invocations'))!.sum).toBe(before + 1)
})

test('concurrency is the number at once, and what is refused is a throttle, not an invocation', async () => {
  const name = await aws.create({ 'index.mjs': 'export const handler = () => new Promise((go) => setTimeout(go, 300))' })
  await aws.client.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 2 }))
  const calls = await Promise.allSettled([1, 2, 3].map(() => aws.client.send(new InvokeCommand({ FunctionName: name }))))
  expect(calls.filter(({ status }) => status === 'rejected')).toHaveLength(1)
  expect(await read('Invocations', name)).toMatchObject({ sum: 2 })
  expect(await read('Throttles', name)).toMatchObject({ sum: 1 })
  expect(await read('ConcurrentExecutions', name)).toMatchObject({ maximum: 2 })
})

test('a batch tells how old its last record is', async () => {
  const kinesis = new KinesisClient(aws.engine.client)
  await kinesis.send(new CreateStreamCommand({ StreamName: 's', ShardCount: 1 }))
  const name = await aws.create({ 'index.mjs': 'export const handler = async () => {}' })
  const EventSourceArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/s'
  await aws.client.send(new CreateEventSourceMappingCommand({ FunctionName: name, EventSourceArn, StartingPosition: 'TRIM_HORIZON' }))
  await kinesis.send(new PutRecordCommand({ StreamName: 's', PartitionKey: 'k', Data: Buffer.from('x') }))
  const age = await eventually('the age', () => read('IteratorAge', name))
  expect(age).toMatchObject({ samples: 1, unit: 'Milliseconds' })
  expect(age.maximum).toBeLessThan(10_000)
  kinesis.destroy()
})
