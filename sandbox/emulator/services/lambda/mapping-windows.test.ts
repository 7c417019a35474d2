import { SplitShardCommand } from '@aws-sdk/client-kinesis'
import { expect, test } from 'vitest'
import { FAILS, MappingFixture, type Call } from '../../../testing/mappings.ts'

/** Adds up how many records there were. */
const counts = ({ event, texts }: Call) => ({ state: { count: ((event['state'] as { count?: number }).count ?? 0) + texts.length } })

const brief = ({ texts, event }: Call) =>
  `${texts.join()} ${JSON.stringify(event['state'])}${event['isFinalInvokeForWindow'] ? ' final' : ''}${event['isWindowTerminatedEarly'] ? ' early' : ''}`

/** A clock that stands at the begin of a minute. */
async function start() {
  const aws = await MappingFixture.start()
  await aws.pass(60_000 - (aws.clock.now() % 60_000))
  aws.answer = counts
  return aws
}

test('each invocation is given the window and what the one before has made of it; the last one has no records', async () => {
  await using aws = await start()
  const { put, stream } = await aws.map({ TumblingWindowInSeconds: 60, BatchSize: 2 })
  const begin = aws.clock.now()
  await put('a', 'b', 'c')
  await aws.until(2)
  await aws.pass(30_000)
  await put('d')
  await aws.until(3)
  await aws.pass(29_999)
  expect(aws.calls.length).toBe(3)
  await aws.pass(1)
  await aws.until(4)
  expect(aws.calls.map(brief)).toEqual(['a,b {}', 'c {"count":2}', 'd {"count":3}', ' {"count":4} final'])
  const second = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z')
  expect(Object.keys(aws.calls[0]!.event)).toEqual(['Records', 'window', 'state', 'shardId', 'eventSourceARN', 'isFinalInvokeForWindow', 'isWindowTerminatedEarly'])
  const { Records: _, ...rest } = aws.calls[3]!.event
  expect(rest).toEqual({
    window: { start: second(begin), end: second(begin + 60_000) }, state: { count: 4 }, shardId: 'shardId-000000000000', eventSourceARN: stream,
    isFinalInvokeForWindow: true, isWindowTerminatedEarly: false,
  })
  await put('e')
  await aws.until(5)
  expect(brief(aws.calls[4]!)).toBe('e {}')
  expect(aws.calls[4]!.event['window']).toEqual({ start: second(begin + 60_000), end: second(begin + 120_000) })
})

test('records of two windows never share a batch, also when they are read together', async () => {
  await using aws = await start()
  const { put, update, state } = await aws.map({ TumblingWindowInSeconds: 60, Enabled: false })
  await put('a', 'b')
  await aws.pass(60_000)
  await put('c')
  await update({ Enabled: true })
  await state('Enabled')
  await aws.settle()
  expect(aws.calls.map(brief)).toEqual(['a,b {}', ' {"count":2} final', 'c {}', ' {"count":1} final'])
})

test('an answer without a state is a failure; the state before it stays', async () => {
  await using aws = await start()
  aws.answer = (call, index) => (index === 1 ? {} : index === 2 ? null : index === 3 ? FAILS : counts(call))
  const { put, get } = await aws.map({ TumblingWindowInSeconds: 60 })
  await put('a')
  await aws.until(1)
  await put('b')
  await aws.until(2)
  await aws.turns()
  expect((await get()).LastProcessingResult).toBe('PROBLEM: Function call failed')
  await aws.settle()
  expect(aws.calls.map(brief)).toEqual(['a {}', 'b {"count":1}', 'b {"count":1}', 'b {"count":1}', 'b {"count":1}', ' {"count":2} final'])
})

test('what is reported as failed is tried with the state that came with the report', async () => {
  await using aws = await start()
  aws.answer = (call, index) =>
    index === 0 ? { state: { count: 1 }, batchItemFailures: [{ itemIdentifier: call.event.Records[1]!.kinesis.sequenceNumber }] } : counts(call)
  const { put } = await aws.map({ TumblingWindowInSeconds: 60, FunctionResponseTypes: ['ReportBatchItemFailures'] })
  await put('a', 'b')
  await aws.settle()
  expect(aws.calls.map(brief)).toEqual(['a,b {}', 'b {"count":1}', ' {"count":2} final'])
})

test('the end of a window is tried until it succeeds, and nothing goes on before', async () => {
  await using aws = await start()
  let broken = true
  aws.answer = (call) => (broken && call.event['isFinalInvokeForWindow'] ? FAILS : counts(call))
  const { put } = await aws.map({ TumblingWindowInSeconds: 60, MaximumRetryAttempts: 1 })
  await put('a')
  await aws.until(1)
  await aws.pass(60_000)
  await put('b')
  await aws.pass(600_000)
  expect(aws.batches.filter((batch) => batch === 'b')).toEqual([])
  expect(aws.calls.length).toBeGreaterThan(10)
  broken = false
  await aws.settle()
  expect(aws.calls.slice(-3).map(brief)).toEqual([' {"count":1} final', 'b {}', ' {"count":1} final'])
})

test('a state of more than a megabyte ends the window early, and it goes on with an empty one', async () => {
  await using aws = await start()
  aws.answer = (call, index) => (index === 0 ? { state: { text: 'x'.repeat(1_048_576) } } : counts(call))
  const { put } = await aws.map({ TumblingWindowInSeconds: 60, BatchSize: 1 })
  await put('a', 'b')
  await aws.settle()
  expect(aws.calls.map(brief).map((text) => text.replace(/x{9,}/, '…'))).toEqual(['a {}', ' {"text":"…"} early', 'b {}', ' {"count":1} final'])
  expect(aws.calls[1]!.event['window']).toEqual(aws.calls[2]!.event['window'])
})

test('a window ends with its shard; the children begin their own', async () => {
  await using aws = await start()
  const { put, StreamName } = await aws.map({ TumblingWindowInSeconds: 60 })
  await put('a')
  await aws.until(1)
  await aws.kinesis.send(new SplitShardCommand({ StreamName, ShardToSplit: 'shardId-000000000000', NewStartingHashKey: (2n ** 127n).toString() }))
  await aws.until(2)
  await put('b')
  await aws.settle()
  expect(aws.calls.map(brief)).toEqual(['a {}', ' {"count":1} final', 'b {}', ' {"count":1} final'])
})

test('the state outlives a pause of the mapping, and ends with the setting or with another factor', async () => {
  await using aws = await start()
  const { put, update, state } = await aws.map({ TumblingWindowInSeconds: 60 })
  await put('a')
  await aws.until(1)
  await update({ Enabled: false })
  await state('Disabled')
  await put('b')
  await update({ Enabled: true })
  await aws.until(2)
  await update({ ParallelizationFactor: 2 })
  await aws.until(3)
  await put('c')
  await aws.until(4)
  await update({ TumblingWindowInSeconds: 0 })
  await aws.until(5)
  await put('d')
  await aws.until(6)
  expect(aws.calls.map(({ event, ...call }) => (event['window'] ? brief({ event, ...call }) : call.texts.join()))).toEqual([
    'a {}', 'b {"count":1}', ' {"count":2} final', 'c {}', ' {"count":1} final', 'd',
  ])
})
