import {
  CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, DeleteLogGroupCommand, DeleteLogStreamCommand,
  DeleteRetentionPolicyCommand, DescribeLogGroupsCommand, DescribeLogStreamsCommand, GetLogEventsCommand,
  ListLogGroupsCommand, ListTagsForResourceCommand, ListTagsLogGroupCommand, PutLogEventsCommand,
  PutLogGroupDeletionProtectionCommand, PutRetentionPolicyCommand, TagLogGroupCommand, TagResourceCommand,
  UntagLogGroupCommand, UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestEngine, stoppedClock, type TestEngine } from '../../../testing/engine.ts'
import type { ManualClock } from '../../kernel/clock.ts'

const group = { logGroupName: '/aws/lambda/fn' }
const stream = { ...group, logStreamName: '2026/01/01/[$LATEST]a' }
const ARN = 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/fn'

let engine: TestEngine
let logs: CloudWatchLogsClient
let clock: ManualClock

beforeEach(async () => {
  clock = stoppedClock()
  engine = await createTestEngine({ clock })
  logs = new CloudWatchLogsClient(engine.client)
  await logs.send(new CreateLogGroupCommand({ ...group, tags: { team: 'a' } }))
})
afterEach(() => engine.stop())

const describeGroups = async (input = {}) => (await logs.send(new DescribeLogGroupsCommand(input))).logGroups
const put = (name: string, ...events: [timestamp: number, message: string][]) =>
  logs.send(new PutLogEventsCommand({ ...group, logStreamName: name, logEvents: events.map(([timestamp, message]) => ({ timestamp, message })) }))

test('a group as AWS shows it', async () => {
  expect(await describeGroups()).toEqual([
    {
      logGroupName: '/aws/lambda/fn',
      creationTime: clock.now(),
      metricFilterCount: 0,
      arn: `${ARN}:*`,
      logGroupArn: ARN,
      storedBytes: 0,
      logGroupClass: 'STANDARD',
      deletionProtectionEnabled: false,
    },
  ])
  await expect(logs.send(new CreateLogGroupCommand(group))).rejects.toMatchObject({
    name: 'ResourceAlreadyExistsException',
    message: 'The specified log group already exists',
  })
})

test('groups by prefix, pattern, page and region', async () => {
  for (const logGroupName of ['/b', '/a', '/aws/other']) await logs.send(new CreateLogGroupCommand({ logGroupName }))
  const names = async (input: object) => (await describeGroups(input))?.map((g) => g.logGroupName)
  expect(await names({})).toEqual(['/a', '/aws/lambda/fn', '/aws/other', '/b'])
  expect(await names({ logGroupNamePrefix: '/aws' })).toEqual(['/aws/lambda/fn', '/aws/other'])
  expect(await names({ logGroupNamePattern: 'da/f' })).toEqual(['/aws/lambda/fn'])
  const first = await logs.send(new DescribeLogGroupsCommand({ limit: 3 }))
  expect(first.logGroups).toHaveLength(3)
  expect(await names({ limit: 3, nextToken: first.nextToken })).toEqual(['/b'])
  const listed = await logs.send(new ListLogGroupsCommand({ logGroupNamePattern: '^/aws' }))
  expect(listed.logGroups).toContainEqual({ logGroupName: '/aws/lambda/fn', logGroupArn: ARN, logGroupClass: 'STANDARD' })
  expect(listed.logGroups).toHaveLength(2)
  const elsewhere = new CloudWatchLogsClient({ ...engine.client, region: 'eu-west-1' })
  expect((await elsewhere.send(new DescribeLogGroupsCommand({}))).logGroups).toEqual([])
})

test('streams in order of name or of last event', async () => {
  for (const name of ['a', 'b', 'c']) {
    await clock.advance(10)
    await logs.send(new CreateLogStreamCommand({ ...group, logStreamName: name }))
  }
  await clock.advance(10)
  await put('a', [clock.now() - 5, 'x'], [clock.now(), 'y'])
  const names = async (input = {}) =>
    (await logs.send(new DescribeLogStreamsCommand({ ...group, ...input }))).logStreams?.map((s) => s.logStreamName)
  expect(await names()).toEqual(['a', 'b', 'c'])
  expect(await names({ logStreamNamePrefix: 'b' })).toEqual(['b'])
  expect(await names({ orderBy: 'LastEventTime', descending: true })).toEqual(['a', 'c', 'b'])
  await expect(names({ orderBy: 'LastEventTime', logStreamNamePrefix: 'b' })).rejects.toMatchObject({ name: 'InvalidParameterException' })
  const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupIdentifier: ARN, limit: 1 }))
  expect(logStreams).toEqual([
    {
      logStreamName: 'a',
      creationTime: clock.now() - 30,
      firstEventTimestamp: clock.now() - 5,
      lastEventTimestamp: clock.now(),
      lastIngestionTime: clock.now(),
      uploadSequenceToken: expect.stringMatching(/^\d{56}$/),
      arn: `${ARN}:log-stream:a`,
      storedBytes: 0,
    },
  ])
  expect((await describeGroups())?.[0]?.storedBytes).toBe(2 * 27)
})

test('what is deleted is gone with its events', async () => {
  await logs.send(new CreateLogStreamCommand(stream))
  await put(stream.logStreamName, [clock.now(), 'old'])
  await logs.send(new DeleteLogStreamCommand(stream))
  await expect(logs.send(new GetLogEventsCommand(stream))).rejects.toThrow('The specified log stream does not exist.')
  await logs.send(new CreateLogStreamCommand(stream))
  expect((await logs.send(new GetLogEventsCommand(stream))).events).toEqual([])
  await logs.send(new DeleteLogGroupCommand(group))
  await expect(logs.send(new GetLogEventsCommand(stream))).rejects.toThrow('The specified log group does not exist.')
  await expect(logs.send(new DeleteLogGroupCommand(group))).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('a protected group is not deleted', async () => {
  const protect = (deletionProtectionEnabled: boolean) =>
    logs.send(new PutLogGroupDeletionProtectionCommand({ logGroupIdentifier: ARN, deletionProtectionEnabled }))
  await protect(true)
  await expect(logs.send(new DeleteLogGroupCommand(group))).rejects.toMatchObject({ name: 'ValidationException' })
  await protect(false)
  await logs.send(new DeleteLogGroupCommand(group))
  expect(await describeGroups()).toEqual([])
})

test('retention hides and refuses what is older', async () => {
  await logs.send(new CreateLogStreamCommand(stream))
  const day = 86_400_000
  await put(stream.logStreamName, [clock.now() - 2 * day, 'old'])
  await put(stream.logStreamName, [clock.now(), 'new'])
  const messages = async () => (await logs.send(new GetLogEventsCommand(stream))).events?.map((event) => event.message)
  expect(await messages()).toEqual(['old', 'new'])
  await logs.send(new PutRetentionPolicyCommand({ ...group, retentionInDays: 1 }))
  expect((await describeGroups())?.[0]?.retentionInDays).toBe(1)
  expect(await messages()).toEqual(['new'])
  const late = await put(stream.logStreamName, [clock.now() - 2 * day, 'late'])
  expect(late.rejectedLogEventsInfo).toEqual({ expiredLogEventEndIndex: 1 })
  await logs.send(new DeleteRetentionPolicyCommand(group))
  expect((await describeGroups())?.[0]).not.toHaveProperty('retentionInDays')
  await expect(logs.send(new PutRetentionPolicyCommand({ ...group, retentionInDays: 2 }))).rejects.toThrow(/enum value set: \[1, 3, 5/)
})

test('tags by ARN and by name', async () => {
  const tags = async () => (await logs.send(new ListTagsForResourceCommand({ resourceArn: ARN }))).tags
  await logs.send(new TagResourceCommand({ resourceArn: `${ARN}:*`, tags: { x: '1' } }))
  await logs.send(new TagLogGroupCommand({ ...group, tags: { y: '2' } }))
  expect(await tags()).toEqual({ team: 'a', x: '1', y: '2' })
  await logs.send(new UntagResourceCommand({ resourceArn: ARN, tagKeys: ['x'] }))
  await logs.send(new UntagLogGroupCommand({ ...group, tags: ['y'] }))
  expect((await logs.send(new ListTagsLogGroupCommand(group))).tags).toEqual({ team: 'a' })
  const elsewhere = ARN.replace('us-east-1', 'eu-west-1')
  await expect(logs.send(new ListTagsForResourceCommand({ resourceArn: elsewhere }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})
