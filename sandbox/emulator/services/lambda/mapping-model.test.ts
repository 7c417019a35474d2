import {
  DescribeStreamSummaryCommand, ListShardsCommand, MergeShardsCommand, RegisterStreamConsumerCommand, SplitShardCommand, type Shard,
} from '@aws-sdk/client-kinesis'
import type { CreateEventSourceMappingCommandInput } from '@aws-sdk/client-lambda'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AwsError } from '../../kernel/errors.ts'
import { FAILS, MappingFixture, type Call } from '../../../testing/mappings.ts'

/** How the function takes a batch: wholly, not at all, not even run, or up to a part of it. */
type Outcome = { readonly kind: 'well' | 'fails' | 'throttled' } | { readonly kind: 'reports'; readonly at: number }

type Step =
  | { readonly do: 'put'; readonly keys: readonly number[] }
  | { readonly do: 'split' | 'merge'; readonly which: number }
  | { readonly do: 'pass'; readonly by_ms: number }
  | { readonly do: 'stop' | 'start' }
  | { readonly do: 'change'; readonly factor: number; readonly batchSize: number; readonly bisect: boolean }

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'well' as const }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'fails' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'throttled' as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('reports' as const), at: fc.integer({ min: 0, max: 9 }).map((tenths) => tenths / 10) }) },
)

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('put' as const), keys: fc.array(fc.nat(7), { minLength: 3, maxLength: 12 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('split' as const, 'merge' as const), which: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), by_ms: fc.nat(2_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('stop' as const, 'start' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('change' as const), factor: fc.integer({ min: 1, max: 4 }), batchSize: fc.integer({ min: 1, max: 6 }), bisect: fc.boolean() }) },
)

const scenario = fc.record({
  shards: fc.integer({ min: 1, max: 3 }),
  factor: fc.integer({ min: 1, max: 4 }),
  batchSize: fc.integer({ min: 1, max: 6 }),
  bisect: fc.boolean(),
  /** Whether the stream is read for a consumer. */
  fanOut: fc.boolean(),
  position: fc.constantFrom('LATEST' as const, 'TRIM_HORIZON' as const),
  outcomes: fc.array(outcome, { minLength: 10, maxLength: 60 }),
  steps: fc.array(step, { minLength: 4, maxLength: 14 }),
})

type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never
type Mapping = Awaited<ReturnType<MappingFixture['map']>>

/** What has been put, by key, and what of it the function has taken. */
class Model {
  readonly put = new Map<string, string[]>()
  readonly taken = new Set<string>()
  readonly wrong: string[] = []
  readonly #outcomes: Iterator<Outcome>

  constructor(outcomes: readonly Outcome[]) {
    this.#outcomes = outcomes[Symbol.iterator]()
  }

  texts(keys: readonly number[]): string[] {
    return keys.map((number) => {
      const key = `k${number}`
      const known = this.put.get(key) ?? []
      this.put.set(key, known)
      known.push(`${key}:${known.length}`)
      return known.at(-1)!
    })
  }

  /** Takes an invocation, and notes what should not have come, or not yet. */
  readonly answer = (call: Call): unknown => {
    const before = new Set<string>()
    for (const text of call.texts) {
      if (this.taken.has(text)) this.wrong.push(`${text} came again`)
      const key = text.split(':')[0]!
      const ahead = this.put.get(key)!.slice(0, Number(text.split(':')[1]))
      const missing = ahead.filter((other) => !this.taken.has(other) && !before.has(other))
      if (missing.length > 0) this.wrong.push(`${text} came before ${missing.join()}`)
      before.add(text)
    }
    const next: Outcome = this.#outcomes.next().value ?? { kind: 'well' }
    const count = next.kind === 'well' ? call.texts.length : next.kind === 'reports' ? Math.floor(next.at * call.texts.length) : 0
    for (const text of call.texts.slice(0, count)) this.taken.add(text)
    if (next.kind === 'throttled') return new AwsError('TooManyRequestsException', 'Rate Exceeded.', { status: 429 })
    if (next.kind === 'fails') return FAILS
    if (next.kind === 'well') return null
    return { batchItemFailures: [{ itemIdentifier: call.event.Records[count]!.kinesis.sequenceNumber }] }
  }
}

/** A mapping as the scenario wants it, of a new stream or of a consumer of one. */
async function mapped(aws: MappingFixture, { shards, factor, batchSize, bisect, fanOut }: Scenario, options: Partial<CreateEventSourceMappingCommandInput>): Promise<Mapping> {
  const input = {
    ParallelizationFactor: factor, BatchSize: batchSize, BisectBatchOnFunctionError: bisect, FunctionResponseTypes: ['ReportBatchItemFailures' as const], ...options,
  }
  if (!fanOut) return aws.map(input, shards)
  const { stream, StreamName, put } = await aws.map({ Enabled: false }, shards)
  const { Consumer } = await aws.kinesis.send(new RegisterStreamConsumerCommand({ StreamARN: stream, ConsumerName: 'model' }))
  return { ...(await aws.map({ EventSourceArn: Consumer!.ConsumerARN!, ...input })), stream, StreamName, put }
}

async function take(aws: MappingFixture, mapping: Mapping, model: Model, what: Step): Promise<void> {
  switch (what.do) {
    case 'put':
      await mapping.put(...model.texts(what.keys))
      return aws.turns(3)
    case 'pass':
      return aws.pass(what.by_ms)
    case 'stop':
    case 'start':
      return void (await mapping.update({ Enabled: what.do === 'start' }))
    case 'change':
      return void (await mapping.update({ ParallelizationFactor: what.factor, BatchSize: what.batchSize, BisectBatchOnFunctionError: what.bisect }))
    default:
      return reshard(aws, mapping.StreamName, what.do, what.which)
  }
}

async function reshard(aws: MappingFixture, StreamName: string, how: 'split' | 'merge', which: number): Promise<void> {
  const { Shards } = await aws.kinesis.send(new ListShardsCommand({ StreamName, ShardFilter: { Type: 'AT_LATEST' } }))
  const begin = ({ HashKeyRange }: Shard) => BigInt(HashKeyRange!.StartingHashKey!)
  const open = Shards!.sort((a, b) => (begin(a) < begin(b) ? -1 : 1))
  const at = which % open.length
  if (how === 'merge') {
    const [one, other] = [open[at], open[at + 1]]
    if (one && other) await aws.kinesis.send(new MergeShardsCommand({ StreamName, ShardToMerge: one.ShardId, AdjacentShardToMerge: other.ShardId }))
  } else if (open.length < 6) {
    const middle = (begin(open[at]!) + BigInt(open[at]!.HashKeyRange!.EndingHashKey!)) / 2n
    await aws.kinesis.send(new SplitShardCommand({ StreamName, ShardToSplit: open[at]!.ShardId, NewStartingHashKey: middle.toString() }))
  }
}

test('whatever fails, stops, changes and splits: all arrive, each key in order, and nothing after its checkpoint', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (wanted) => {
      await using aws = await MappingFixture.start()
      const model = new Model(wanted.outcomes)
      aws.answer = model.answer
      const mapping = await mapped(aws, wanted, { StartingPosition: wanted.position })
      for (const what of wanted.steps) await take(aws, mapping, model, what)
      await mapping.update({ Enabled: true })
      await mapping.state('Enabled')
      await aws.settle()
      const put = [...model.put.values()].flat()
      expect(model.wrong).toEqual([])
      expect([...model.taken].sort()).toEqual(put.sort())
      expect((await aws.kinesis.send(new DescribeStreamSummaryCommand({ StreamName: mapping.StreamName }))).StreamDescriptionSummary?.StreamStatus).toBe('ACTIVE')
    }),
    { numRuns: 60, unbiased: true },
  )
})

test('with retries that run out, every record is given to the function at least once, in its key\'s order', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(scenario, fc.nat(2), async (wanted, retries) => {
      await using aws = await MappingFixture.start()
      const model = new Model(wanted.outcomes)
      aws.answer = model.answer
      const mapping = await mapped(aws, wanted, { MaximumRetryAttempts: retries })
      for (const what of wanted.steps) await take(aws, mapping, model, what)
      await mapping.update({ Enabled: true })
      await mapping.state('Enabled')
      await aws.settle()
      const firsts = [...new Set(aws.calls.flatMap((call) => call.texts))]
      for (const [key, texts] of model.put) expect(firsts.filter((text) => text.startsWith(`${key}:`))).toEqual(texts)
      expect(model.wrong.filter((text) => text.endsWith('again'))).toEqual([])
    }),
    { numRuns: 30, unbiased: true },
  )
})
