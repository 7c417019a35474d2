import { CreateStreamCommand } from '@aws-sdk/client-kinesis'
import { GetEventSourceMappingCommand, ListTagsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'
import { lambdaFixture } from '../../testing/lambda.ts'
import { createClients } from '../clients.ts'
import type { StackContext } from '../resource.ts'
import { eventSourceMapping } from './event-source-mapping.ts'

/** A function and a stream, and what the template's resource with these properties comes to. */
async function start() {
  const aws = await lambdaFixture()
  const clients = createClients({ aws: aws.engine.endpoint, edge: aws.engine.endpoint, region: 'us-east-1' })
  const kinesis = await clients.kinesis()
  await kinesis.send(new CreateStreamCommand({ StreamName: 's', ShardCount: 1 }))
  const FunctionName = await aws.create({ 'index.mjs': '' })
  const stack: StackContext = { clients, stackName: 'stack', region: 'us-east-1', account: '000000000000', directory: '.' }
  const fixed = { FunctionName, EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s' }
  const ensure = (properties: object) =>
    eventSourceMapping.ensure({ logicalId: 'M', type: eventSourceMapping.type, metadata: {}, properties: { ...fixed, StartingPosition: 'LATEST', ...properties } }, stack)
  const get = async (UUID: string) => aws.client.send(new GetEventSourceMappingCommand({ UUID }))
  return { ...aws, ensure, get, async [Symbol.asyncDispose]() { await clients.destroy(); await aws[Symbol.asyncDispose]() } }
}

test('all that a template can say of a mapping of a stream reaches it, numbers and truth values also as text', { timeout: 30_000 }, async () => {
  await using aws = await start()
  const settings = {
    MaximumBatchingWindowInSeconds: 2, ParallelizationFactor: 3, MaximumRetryAttempts: 0, MaximumRecordAgeInSeconds: 60, TumblingWindowInSeconds: 30,
    FunctionResponseTypes: ['ReportBatchItemFailures'], FilterCriteria: { Filters: [{ Pattern: '{"data":{"a":[1]}}' }] }, MetricsConfig: { Metrics: ['EventCount'] },
  }
  const made = await aws.ensure({
    ...settings, BatchSize: '7', Enabled: 'false', BisectBatchOnFunctionError: 'true', StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: 1_700_000_000.5,
    Tags: [{ Key: 'team', Value: 'x' }],
  })
  expect(made.action).toBe('created')
  const arn = `arn:aws:lambda:us-east-1:000000000000:event-source-mapping:${made.ref}`
  expect(made.attributes).toEqual({ Id: made.ref, EventSourceMappingArn: arn })
  expect(await aws.get(made.ref)).toMatchObject({
    ...settings, BatchSize: 7, State: 'Disabled', BisectBatchOnFunctionError: true, StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: new Date(1_700_000_000_500),
  })
  expect((await aws.client.send(new ListTagsCommand({ Resource: arn }))).Tags).toEqual({ team: 'x' })
})

test('the same again changes nothing, something else what it says, and what it does not say stays', async () => {
  await using aws = await start()
  const properties = { BatchSize: 5, FunctionResponseTypes: ['ReportBatchItemFailures'], FilterCriteria: { Filters: [{ Pattern: '{"data":{"a":[1]}}' }] } }
  const { ref } = await aws.ensure(properties)
  await aws.client.send(new UpdateEventSourceMappingCommand({ UUID: ref, MaximumRetryAttempts: 9 }))
  expect(await aws.ensure(properties)).toMatchObject({ ref, action: 'unchanged' })
  expect(await aws.ensure({ ...properties, BatchSize: 6, FunctionResponseTypes: [], Enabled: false })).toMatchObject({ ref, action: 'updated' })
  expect(await aws.get(ref)).toMatchObject({ BatchSize: 6, FunctionResponseTypes: [], MaximumRetryAttempts: 9, State: 'Disabled', FilterCriteria: properties.FilterCriteria })
  expect(await aws.ensure({ Enabled: true })).toMatchObject({ ref, action: 'updated' })
  expect(await aws.ensure({ Enabled: true })).toMatchObject({ ref, action: 'unchanged' })
})

test('what the engine cannot do with a stream is refused by its name', async () => {
  await using aws = await start()
  await expect(aws.ensure({ KmsKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/k' })).rejects.toMatchObject({ name: 'NotImplemented', message: expect.stringContaining('KMSKeyArn') })
})
