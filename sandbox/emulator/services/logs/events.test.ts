import {
  CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, FilterLogEventsCommand, GetLogEventsCommand,
  paginateFilterLogEvents, PutLogEventsCommand, type InputLogEvent,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestEngine, stoppedClock, type TestEngine } from '../../../testing/engine.ts'
import type { ManualClock } from '../../kernel/clock.ts'

const group = { logGroupName: 'app' }
const HOUR = 3_600_000

let engine: TestEngine
let logs: CloudWatchLogsClient
let clock: ManualClock
let t: number

beforeEach(async () => {
  clock = stoppedClock()
  t = clock.now()
  engine = await createTestEngine({ clock })
  logs = new CloudWatchLogsClient(engine.client)
  await logs.send(new CreateLogGroupCommand(group))
  for (const logStreamName of ['a', 'b']) await logs.send(new CreateLogStreamCommand({ ...group, logStreamName }))
})
afterEach(() => engine.stop())

const put = (logStreamName: string, logEvents: InputLogEvent[]) => logs.send(new PutLogEventsCommand({ ...group, logStreamName, logEvents }))
const at = (offset: number, message = String(offset)) => ({ timestamp: t + offset, message })
const get = (input = {}) => logs.send(new GetLogEventsCommand({ ...group, logStreamName: 'a', ...input }))
const texts = ({ events }: { events?: { message?: string | undefined }[] | undefined }) => events?.map((event) => event.message)

test('events come back in order of time, whatever the order of the batches', async () => {
  await put('a', [at(5), at(9)])
  await put('a', [at(1), at(7)])
  const answer = await get({ startFromHead: true })
  expect(texts(answer)).toEqual(['1', '5', '7', '9'])
  expect(answer.events?.[0]).toEqual({ timestamp: t + 1, message: '1', ingestionTime: t })
  expect(texts(await get({ startTime: t + 5, endTime: t + 9 }))).toEqual(['5', '7'])
})

test('without startFromHead the latest events, and tokens lead both ways', async () => {
  await put('a', [1, 2, 3, 4, 5].map((n) => at(n)))
  const latest = await get({ limit: 2 })
  expect(texts(latest)).toEqual(['4', '5'])
  const earlier = await get({ limit: 2, nextToken: latest.nextBackwardToken })
  expect(texts(earlier)).toEqual(['2', '3'])
  const back = await get({ limit: 2, nextToken: earlier.nextForwardToken, startFromHead: true })
  expect(texts(back)).toEqual(['4', '5'])
})

test('at the end the same token comes back, and finds what arrives later', async () => {
  await put('a', [at(1)])
  const first = await get({ startFromHead: true })
  const end = await get({ nextToken: first.nextForwardToken, startFromHead: true })
  expect([end.events, end.nextForwardToken]).toEqual([[], first.nextForwardToken])
  await put('a', [at(1, 'same time'), at(2)])
  expect(texts(await get({ nextToken: end.nextForwardToken, startFromHead: true }))).toEqual(['same time', '2'])
  const start = await get({ nextToken: first.nextBackwardToken })
  expect([start.events, start.nextBackwardToken]).toEqual([[], first.nextBackwardToken])
  expect(texts(await get({ nextToken: start.nextForwardToken, startFromHead: true }))).toEqual(['1', 'same time', '2'])
})

test('a reader that began on an empty stream misses nothing', async () => {
  const { nextForwardToken } = await get({ startFromHead: true })
  await put('a', [at(0)])
  expect(texts(await get({ nextToken: nextForwardToken, startFromHead: true }))).toEqual(['0'])
  await expect(get({ nextToken: 'f/123' })).rejects.toThrow('The specified nextToken is invalid.')
})

test('events too old or too new are left out, and said to be', async () => {
  const answer = await put('a', [at(1 * HOUR), at(2 * HOUR), at(2 * HOUR + 1), at(3 * HOUR)])
  expect(answer.rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 2 })
  const old = await put('a', [at(-14 * 24 * HOUR - 2), at(-14 * 24 * HOUR - 1), at(-14 * 24 * HOUR)])
  expect(old.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 2 })
  expect((await put('a', [at(0)])).rejectedLogEventsInfo).toBeUndefined()
  expect((await get()).events).toHaveLength(4)
})

test.for([
  ['out of order', [[1, 'x'], [0, 'y']], 'Log events in a single PutLogEvents request must be in chronological order.'],
  ['over 24 hours', [[0, 'x'], [24 * HOUR + 1, 'y']], 'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.'],
  ['too large', [[0, 'x'.repeat(700_000)], [0, 'é'.repeat(200_000)]], 'Upload too large: 1100052 bytes exceeds limit of 1048576'],
  ['too large by themselves', [[0, 'x'.repeat(1_048_551)]], 'Log event too large: 1048577 bytes exceeds limit of 1048576'],
  ['empty', [], "1 validation error detected: Value '[]' at 'logEvents' failed to satisfy constraint: Member must have length greater than or equal to 1"],
  ['an empty message', [[0, 'x'], [0, '']], "1 validation error detected: Value '' at 'logEvents.2.member.message' failed to satisfy constraint: Member must have length greater than or equal to 1"],
] as [string, [number, string][], string][])('a batch is refused: %s', async ([, events, message]) => {
  await expect(put('a', events.map(([offset, text]) => at(offset, text)))).rejects.toMatchObject({ name: 'InvalidParameterException', message })
  expect((await get()).events).toEqual([])
})

test('one answer holds a mebibyte', async () => {
  for (let n = 0; n < 3; n++) await put('a', [at(n, String(n).repeat(500_000))])
  const first = await get({ startFromHead: true })
  expect(first.events).toHaveLength(2)
  expect((await get({ startFromHead: true, nextToken: first.nextForwardToken })).events).toHaveLength(1)
})

test('filtering reads all streams, interleaved, in pages', async () => {
  for (let n = 0; n < 6; n++) await put(n % 2 ? 'b' : 'a', [at(n)])
  const pages = []
  for await (const answer of paginateFilterLogEvents({ client: logs, pageSize: 4 }, { ...group })) pages.push(texts(answer))
  expect(pages).toEqual([['0', '1', '2', '3'], ['4', '5']])
  const { events, searchedLogStreams } = await logs.send(new FilterLogEventsCommand({ ...group, logStreamNames: ['b'] }))
  expect(events?.map((event) => event.logStreamName)).toEqual(['b', 'b', 'b'])
  expect(searchedLogStreams).toEqual([])
  expect(new Set(events?.map((event) => event.eventId)).size).toBe(3)
  const filter = async (input: object) => texts(await logs.send(new FilterLogEventsCommand({ ...group, ...input })))
  expect(await filter({ logStreamNamePrefix: 'a' })).toEqual(['0', '2', '4'])
  expect(await filter({ startTime: t + 2, endTime: t + 4 })).toEqual(['2', '3', '4'])
  expect(await filter({ startFromHead: false, limit: 2, startTime: t })).toEqual(['5', '4'])
  await expect(filter({ logStreamNames: ['a'], logStreamNamePrefix: 'a' })).rejects.toMatchObject({ name: 'InvalidParameterException' })
  await expect(filter({ logStreamNames: ['none'] })).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('a follower that asks from its last event on sees each event once', async () => {
  const seen = new Map<string, string>()
  let startTime = t
  for (let n = 0; n < 5; n++) {
    await put(n % 2 ? 'b' : 'a', [at(n), at(n, `${n} again`)])
    for await (const { events } of paginateFilterLogEvents({ client: logs, pageSize: 1 }, { ...group, startTime }))
      for (const event of events ?? []) {
        seen.set(event.eventId!, event.message!)
        startTime = event.timestamp!
      }
  }
  expect([...seen.values()]).toEqual([0, 1, 2, 3, 4].flatMap((n) => [`${n}`, `${n} again`]))
})

test('whoever waits for a group is woken by a put, not by a refused one', async () => {
  const { signals } = engine.host
  const before = signals.version('logs:app')
  await put('a', [at(3 * HOUR)])
  expect(signals.version('logs:app')).toBe(before)
  const woken = signals.changed('logs:app', before)
  await put('a', [at(0)])
  await woken
  expect(signals.version('logs:app')).toBe(before + 1)
})

test('a filter pattern is applied and a wrong one refused', async () => {
  await put('a', [at(0, 'START RequestId: 1'), at(1, '{"level":"ERROR","code":500}'), at(2, 'END')])
  const filter = async (filterPattern: string) => texts(await logs.send(new FilterLogEventsCommand({ ...group, filterPattern })))
  expect(await filter('"RequestId: 1"')).toEqual(['START RequestId: 1'])
  expect(await filter('{ $.code >= 500 }')).toEqual(['{"level":"ERROR","code":500}'])
  await expect(filter('RequestId:')).rejects.toMatchObject({ name: 'InvalidParameterException', message: "Invalid character(s) in term 'RequestId:'" })
  expect(await filter('[word = START, ..., id > 0]')).toEqual(['START RequestId: 1'])
  await expect(filter('[ip, user')).rejects.toMatchObject({ name: 'InvalidParameterException', message: 'Invalid filter pattern: [ip, user' })
})
