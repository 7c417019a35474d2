import type { GetRecordsOutput, GetShardIteratorInput, GetShardIteratorOutput, PutRecordOutput } from '@aws-sdk/client-kinesis'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTestEngine, stoppedClock } from '../../../../testing/engine.ts'
import { rootPrincipal } from '../../../kernel/context.ts'

interface Known {
  readonly data: string
  readonly time: number
  readonly sequenceNumber: string
}

/** What a random program does: puts and passing time, with iterators asked for in between and read at the end. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('put' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), by_ms: fc.integer({ min: 1, max: 2500 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      type: fc.constantFrom('TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP', 'AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER'),
      pick: fc.nat(),
    }),
  },
)

test('every kind of iterator begins exactly where a simple model says', { timeout: 60_000 }, async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const caller = { principal: rootPrincipal('000000000000'), region: 'us-east-1' }
  const call = <O>(operation: string, input: object) => engine.host.call<O>(caller, 'kinesis', operation, input)
  let streams = 0

  const readAll = async (ShardIterator: string, Limit: number) => {
    const found: string[] = []
    for (let next = ShardIterator; ; ) {
      const page = await call<GetRecordsOutput>('GetRecords', { ShardIterator: next, Limit })
      found.push(...page.Records!.map((record) => Buffer.from(record.Data!).toString()))
      if (page.Records!.length === 0) return found
      next = page.NextShardIterator!
    }
  }

  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 7 }), async (steps, limit) => {
      const StreamName = `s${streams++}`
      await call('CreateStream', { StreamName, ShardCount: 1 })
      const known: Known[] = []
      const asked: { iterator: string; from: number }[] = []
      for (const now of steps) {
        if (now.do === 'wait') await clock.advance(now.by_ms)
        if (now.do === 'put') {
          const data = `${StreamName}-${known.length}`
          const put = await call<PutRecordOutput>('PutRecord', { StreamName, PartitionKey: 'k', Data: Buffer.from(data) })
          known.push({ data, time: clock.now(), sequenceNumber: put.SequenceNumber! })
        }
        if (now.do === 'ask') {
          const question = ask(now.type, now.pick, known, clock.now())
          if (!question) continue
          const input = { StreamName, ShardId: 'shardId-000000000000', ...question.input }
          const { ShardIterator } = await call<GetShardIteratorOutput>('GetShardIterator', input)
          asked.push({ iterator: ShardIterator!, from: question.from })
        }
      }
      for (const { iterator, from } of asked)
        expect(await readAll(iterator, limit)).toEqual(known.slice(from).map((record) => record.data))
      const numbers = known.map((record) => BigInt(record.sequenceNumber))
      expect(numbers.every((number, i) => i === 0 || number > numbers[i - 1]!)).toBe(true)
    }),
    { numRuns: 150 },
  )
})

/** The question, and the index in `known` at which the model's answer begins. */
function ask(type: string, pick: number, known: readonly Known[], now: number): { input: Partial<GetShardIteratorInput>; from: number } | undefined {
  const ShardIteratorType = type as NonNullable<GetShardIteratorInput['ShardIteratorType']>
  if (type === 'TRIM_HORIZON') return { input: { ShardIteratorType }, from: 0 }
  if (type === 'LATEST') return { input: { ShardIteratorType }, from: known.length }
  if (type === 'AT_TIMESTAMP') {
    const time = now - (pick % 20_000)
    const first = known.findIndex((record) => record.time >= time)
    return { input: { ShardIteratorType, Timestamp: new Date(time) }, from: first < 0 ? known.length : first }
  }
  if (known.length === 0) return undefined
  const at = pick % known.length
  const input = { ShardIteratorType, StartingSequenceNumber: known[at]!.sequenceNumber }
  return { input, from: type === 'AT_SEQUENCE_NUMBER' ? at : at + 1 }
}
