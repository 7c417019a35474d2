import * as aws from '@aws-sdk/client-s3'
import type { Event, NotificationConfiguration } from '@aws-sdk/client-s3'
import { AddPermissionCommand } from '@aws-sdk/client-lambda'
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { RECORDED_EVENTS, s3Guide, type Source } from '../../../testing/aws-sources.ts'
import { signedForm, withFile } from '../../../testing/browser/signed-form.ts'
import { eventually } from '../../../testing/engine.ts'
import { lambdaFixture, type LambdaFixture } from '../../../testing/lambda.ts'
import { concerns } from './notify-rules.ts'

const ACCOUNT = '000000000000'
const Key = 'up loads/a+(1)~ü@b.txt'

let fixture: LambdaFixture
let s3: aws.S3Client
let logs: CloudWatchLogsClient
let count = 0
let Bucket = ''
beforeAll(async () => {
  fixture = await lambdaFixture()
  s3 = new aws.S3Client(fixture.engine.client)
  logs = new CloudWatchLogsClient(fixture.engine.client)
})
beforeEach(async () => {
  Bucket = `bucket-${++count}`
  await s3.send(new aws.CreateBucketCommand({ Bucket }))
})
afterAll(() => fixture[Symbol.asyncDispose]())

const functionArn = (name: string, region = 'us-east-1') => `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}`

/** A function that logs its events and that S3 may invoke. */
async function makeRecorder(): Promise<string> {
  const FunctionName = await fixture.create({ 'index.mjs': 'export const handler = (event) => console.log(`EVENT ${JSON.stringify(event)}`)' })
  await fixture.client.send(
    new AddPermissionCommand({ FunctionName, StatementId: 's3', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' }),
  )
  return FunctionName
}

interface Received {
  readonly eventName: string
  readonly s3: { readonly object: { readonly key: string; readonly sequencer: string } }
}

/** The first `number` events that the function logged, in their order. */
const received = (name: string, number: number) =>
  eventually(`${number} events`, async () => {
    const logGroupName = `/aws/lambda/${name}`
    const found = await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern: 'EVENT' })).catch(() => undefined)
    const records = (found?.events ?? []).flatMap(({ message = '' }) => (JSON.parse(message.slice(message.indexOf('{'))) as { Records: Received[] }).Records)
    return records.length >= number ? records : undefined
  })

const configure = (NotificationConfiguration: NotificationConfiguration, SkipDestinationValidation?: boolean) =>
  s3.send(new aws.PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration, SkipDestinationValidation }))

const toFunction = (name: string, Events: Event[], more: object = {}) => ({ LambdaFunctionArn: functionArn(name), Events, ...more })

// "Event message structure" of the S3 User Guide, and records that S3 has sent.
test('a function is given a record of what happened', async () => {
  const name = await makeRecorder()
  await configure({ LambdaFunctionConfigurations: [toFunction(name, ['s3:ObjectCreated:*'], { Id: 'mine' })] })
  const { ETag } = await s3.send(new aws.PutObjectCommand({ Bucket, Key, Body: 'content' }))
  const [record] = await received(name, 1)
  expect(record).toEqual({
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'us-east-1',
    eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    eventName: 'ObjectCreated:Put',
    userIdentity: { principalId: expect.stringMatching(/^A[0-9A-F]{13}$/) },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': expect.stringMatching(/^[0-9A-F]{16}$/), 'x-amz-id-2': expect.any(String) },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'mine',
      bucket: { name: Bucket, ownerIdentity: { principalId: expect.stringMatching(/^A[0-9A-F]{13}$/) }, arn: `arn:aws:s3:::${Bucket}` },
      object: { key: 'up+loads/a%2B%281%29%7E%C3%BC%40b.txt', size: 7, eTag: ETag!.replaceAll('"', ''), sequencer: expect.stringMatching(/^[0-9A-F]{18}$/) },
    },
  })
  const entry = fixture.engine.host.journal.entries().find(({ operation, principal }) => operation === 'Invoke' && principal === 's3.amazonaws.com')
  expect(entry).toMatchObject({ service: 'lambda', region: 'us-east-1', account: ACCOUNT })
})

test('events have their names, in the order in which they happened', async () => {
  const name = await makeRecorder()
  await configure({
    LambdaFunctionConfigurations: [toFunction(name, ['s3:ObjectCreated:*', 's3:ObjectRemoved:*', 's3:ObjectTagging:*'])],
  })
  await s3.send(new aws.PutObjectCommand({ Bucket, Key: 'put', Body: 'content' }))
  await s3.send(new aws.CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/put` }))
  const form = signedForm({ bucket: Bucket, fields: { key: 'post' }, conditions: [{ key: 'post' }] })
  expect((await fetch(`${fixture.engine.endpoint}/${Bucket}`, { method: 'POST', body: withFile(form, 'content') })).status).toBe(204)
  const { UploadId } = await s3.send(new aws.CreateMultipartUploadCommand({ Bucket, Key: 'parts' }))
  const { ETag } = await s3.send(new aws.UploadPartCommand({ Bucket, Key: 'parts', UploadId, PartNumber: 1, Body: 'content' }))
  await s3.send(new aws.CompleteMultipartUploadCommand({ Bucket, Key: 'parts', UploadId, MultipartUpload: { Parts: [{ ETag, PartNumber: 1 }] } }))
  await s3.send(new aws.PutObjectTaggingCommand({ Bucket, Key: 'put', Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }))
  await s3.send(new aws.DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'put' }, { Key: 'never was' }, { Key: 'copy' }] } }))
  await s3.send(new aws.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  await s3.send(new aws.DeleteObjectCommand({ Bucket, Key: 'post' }))
  const records = await received(name, 8)
  expect(records.map(({ eventName, s3: { object } }) => `${eventName} ${object.key}`).toSorted()).toEqual([
    'ObjectCreated:CompleteMultipartUpload parts',
    'ObjectCreated:Copy copy',
    'ObjectCreated:Post post',
    'ObjectCreated:Put put',
    'ObjectRemoved:Delete copy',
    'ObjectRemoved:Delete put',
    'ObjectRemoved:DeleteMarkerCreated post',
    'ObjectTagging:Put put',
  ])
  const sequenced = records.filter(({ s3: { object } }) => object.sequencer !== undefined)
  const inOrder = sequenced.toSorted((a, b) => (a.s3.object.sequencer < b.s3.object.sequencer ? -1 : 1))
  expect(inOrder.map(({ eventName }) => eventName.split(':')[1])).toEqual(['Put', 'Copy', 'Post', 'CompleteMultipartUpload', 'Delete', 'Delete', 'DeleteMarkerCreated'])
  expect(records.find(({ eventName }) => eventName === 'ObjectTagging:Put')).toMatchObject({ eventVersion: '2.3', s3: { object: { key: 'put', eTag: expect.any(String) } } })
  expect(records.find(({ eventName }) => eventName === 'ObjectRemoved:DeleteMarkerCreated')).toMatchObject({ s3: { object: { versionId: expect.any(String) } } })
})

test.each([
  [['s3:ObjectCreated:*'], [], 'ObjectCreated:Put', 'k', true],
  [['s3:ObjectCreated:Put'], [], 'ObjectCreated:Post', 'k', false],
  [['s3:ObjectRemoved:*', 's3:ObjectCreated:Copy'], [], 'ObjectCreated:Copy', 'k', true],
  [['s3:ObjectCreated:*'], [['prefix', 'in/'], ['Suffix', '.csv']], 'ObjectCreated:Put', 'in/a.csv', true],
  [['s3:ObjectCreated:*'], [['Prefix', 'in/'], ['Suffix', '.csv']], 'ObjectCreated:Put', 'in/a.json', false],
  [['s3:ObjectCreated:*'], [['Prefix', 'in/']], 'ObjectCreated:Put', 'out/in/', false],
] as const)('%j of %j for %s of %s: %s', (Events, filter, event, key, expected) => {
  const FilterRules = filter.map(([Name, Value]) => ({ Name: Name as aws.FilterRuleName, Value }))
  expect(concerns({ Events, Filter: { Key: { FilterRules } } }, event, key)).toBe(expected)
})

test('a configuration is given back with ids and capitals', async () => {
  const name = await makeRecorder()
  const Filter = { Key: { FilterRules: [{ Name: 'prefix', Value: 'in/' }, { Name: 'SUFFIX', Value: '.csv' }] as aws.FilterRule[] } }
  await configure({ LambdaFunctionConfigurations: [toFunction(name, ['s3:ObjectCreated:*'], { Filter })], EventBridgeConfiguration: {} })
  const { $metadata: _, ...stored } = await s3.send(new aws.GetBucketNotificationConfigurationCommand({ Bucket }))
  expect(stored).toEqual({
    LambdaFunctionConfigurations: [
      {
        Id: expect.any(String),
        LambdaFunctionArn: functionArn(name),
        Events: ['s3:ObjectCreated:*'],
        Filter: { Key: { FilterRules: [{ Name: 'Prefix', Value: 'in/' }, { Name: 'Suffix', Value: '.csv' }] } },
      },
    ],
    EventBridgeConfiguration: {},
  })
  await configure({})
  const { $metadata: __, ...empty } = await s3.send(new aws.GetBucketNotificationConfigurationCommand({ Bucket }))
  expect(empty).toEqual({})
})

const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:q`
const UNREACHABLE = 'Unable to validate the following destination configurations'
/** Of another server, that says it as AWS does. */
const MINIO = 'https://github.com/minio/minio/blob/master/cmd/api-errors.go'
const RECORDED_FUNCTIONS = 'https://github.com/localstack/localstack/blob/main/tests/aws/services/s3/test_s3_notifications_lambda.snapshot.json'
const filtered = (Name: string, Value = 'x') => ({ Filter: { Key: { FilterRules: [{ Name: Name as aws.FilterRuleName, Value }] } } })

test.each<[what: string, configuration: NotificationConfiguration, refusal: object, source: Source]>([
  ['a function that is not there', { LambdaFunctionConfigurations: [toFunction('none', ['s3:ObjectCreated:*'])] },
    { message: UNREACHABLE, ArgumentName1: `${functionArn('none')}, null`, ArgumentValue1: `Not authorized to invoke function [${functionArn('none')}]` }, RECORDED_FUNCTIONS],
  ['a function elsewhere', { LambdaFunctionConfigurations: [{ LambdaFunctionArn: functionArn('none', 'eu-west-1'), Events: ['s3:ObjectCreated:*'] }] }, { message: UNREACHABLE }, s3Guide('notification-how-to-event-types-and-destinations')],
  ['no ARN', { LambdaFunctionConfigurations: [{ LambdaFunctionArn: 'invalid', Events: ['s3:ObjectCreated:*'] }] },
    { message: 'The ARN could not be parsed', ArgumentName: 'CloudFunction', ArgumentValue: 'invalid' }, RECORDED_FUNCTIONS],
  ['a queue', { QueueConfigurations: [{ QueueArn: QUEUE, Events: ['s3:ObjectCreated:*'] }] },
    { message: UNREACHABLE, ArgumentName1: QUEUE, ArgumentValue1: 'The destination queue does not exist' }, RECORDED_EVENTS],
  ['a filter of another name', { QueueConfigurations: [{ QueueArn: QUEUE, Events: ['s3:ObjectCreated:*'], ...filtered('INVALID') }] },
    { message: 'filter rule name must be either prefix or suffix', ArgumentName: 'FilterRule.Name', ArgumentValue: 'INVALID' }, RECORDED_EVENTS],
  ['a filter with two prefixes', { QueueConfigurations: [{ QueueArn: QUEUE, Events: ['s3:ObjectCreated:*'], Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'a' }, { Name: 'prefix', Value: 'b' }] } } }] },
    { message: 'Cannot specify more than one prefix rule in a filter.' }, MINIO],
  ['a long filter', { QueueConfigurations: [{ QueueArn: QUEUE, Events: ['s3:ObjectCreated:*'], ...filtered('prefix', 'a'.repeat(1025)) }] },
    { message: 'Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation' }, MINIO],
  ['an event of another name', { QueueConfigurations: [{ QueueArn: QUEUE, Events: ['s3:Unknown' as Event] }] },
    { message: 'A specified event is not supported for notifications.' }, MINIO],
  ['an event for two', { QueueConfigurations: [{ QueueArn: QUEUE, Events: ['s3:ObjectCreated:*'] }, { QueueArn: QUEUE, Events: ['s3:ObjectCreated:Put'] }] },
    { message: 'Configurations overlap. Configurations on the same bucket cannot share a common event type.', ArgumentName: 'Event', ArgumentValue: 's3:ObjectCreated:*, s3:ObjectCreated:Put' },
    'https://github.com/minio/minio/issues/2472'],
  ['a key for two', { QueueConfigurations: [{ QueueArn: QUEUE, Events: ['s3:ObjectCreated:*'], ...filtered('prefix', 'a') }, { QueueArn: QUEUE, Events: ['s3:ObjectCreated:Put'], ...filtered('prefix', 'ab') }] },
    { message: 'Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.' },
    'https://github.com/aws-solutions/aws-waf-security-automations/issues/49'],
])('%s is refused', async (_what, configuration, refusal) => {
  await expect(configure(configuration)).rejects.toMatchObject({ name: 'InvalidArgument', $metadata: { httpStatusCode: 400 }, ...refusal })
  const { QueueConfigurations, LambdaFunctionConfigurations } = await s3.send(new aws.GetBucketNotificationConfigurationCommand({ Bucket }))
  expect([QueueConfigurations, LambdaFunctionConfigurations]).toEqual([undefined, undefined])
})

test('what is not looked at is stored, and a function that is gone is a line and an entry', async () => {
  await configure({ LambdaFunctionConfigurations: [toFunction('gone', ['s3:ObjectCreated:*'])], QueueConfigurations: [{ QueueArn: QUEUE, Events: ['s3:ObjectRemoved:*'] }] }, true)
  await s3.send(new aws.PutObjectCommand({ Bucket, Key: 'k', Body: 'content' }))
  const line = await eventually('a line', () => fixture.engine.lines.find((text) => text.includes(Bucket)))
  expect(line).toContain(`an event of the bucket ${Bucket} did not reach ${functionArn('gone')}`)
  expect(fixture.engine.host.journal.entries().at(-1)).toMatchObject({ service: 'lambda', operation: 'Invoke', error: 'ResourceNotFoundException' })
})

test('rules that keep apart are taken together', async () => {
  const name = await makeRecorder()
  const rule = (Name: string, Value: string) => toFunction(name, ['s3:ObjectCreated:*'], filtered(Name, Value))
  await configure({ LambdaFunctionConfigurations: [rule('prefix', 'a/'), rule('prefix', 'b/')] })
  await s3.send(new aws.PutObjectCommand({ Bucket, Key: 'c/none', Body: 'x' }))
  await s3.send(new aws.PutObjectCommand({ Bucket, Key: 'b/one', Body: 'x' }))
  expect((await received(name, 1)).map(({ s3: { object } }) => object.key)).toEqual(['b/one'])
})
