import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  PutRecordsCommand,
  type ListShardsOutput,
  type Shard,
} from '@aws-sdk/client-kinesis'
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../../testing/engine.ts'
import { rootPrincipal } from '../../../kernel/context.ts'
import { AwsError } from '../../../kernel/errors.ts'

const caller = { principal: rootPrincipal('000000000000'), region: 'us-east-1' }
const END = 2n ** 128n - 1n

const openShards = async (engine: TestEngine, StreamName: string): Promise<Shard[]> =>
  (await engine.host.call<ListShardsOutput>(caller, 'kinesis', 'ListShards', { StreamName, ShardFilter: { Type: 'AT_LATEST' } })).Shards!

const start = (shard: Shard) => BigInt(shard.HashKeyRange!.StartingHashKey!)
const end = (shard: Shard) => BigInt(shard.HashKeyRange!.EndingHashKey!)
const inOrder = (shards: readonly Shard[]) => shards.toSorted((a, b) => (start(a) < start(b) ? -1 : 1))

function expectWholeSpace(shards: readonly Shard[]): void {
  const sorted = inOrder(shards)
  expect(start(sorted[0]!)).toBe(0n)
  expect(end(sorted.at(-1)!)).toBe(END)
  for (let i = 1; i < sorted.length; i++) expect(start(sorted[i]!)).toBe(end(sorted[i - 1]!) + 1n)
}

const step = fc.oneof(
  fc.record({ do: fc.constant('split' as const), pick: fc.nat(), at: fc.bigInt({ min: 0n, max: END }) }),
  fc.record({ do: fc.constant('merge' as const), pick: fc.nat() }),
  fc.record({ do: fc.constant('scale' as const), pick: fc.nat() }),
)

test('open shards always cover all hash keys once, whatever is split, merged and scaled', { timeout: 60_000 }, async () => {
  await using engine = await createTestEngine()
  const call = (operation: string, input: object) => engine.host.call(caller, 'kinesis', operation, input)
  let streams = 0
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.array(step, { maxLength: 12 }), async (ShardCount, steps) => {
      const StreamName = `s${streams++}`
      await call('CreateStream', { StreamName, ShardCount })
      for (const now of steps) {
        const open = inOrder(await openShards(engine, StreamName))
        const first = open[now.pick % open.length]!
        if (now.do === 'split') {
          const at = start(first) + 2n + (now.at % (end(first) - start(first)))
          const NewStartingHashKey = String(at < end(first) ? at : end(first) - 1n)
          await call('SplitShard', { StreamName, ShardToSplit: first.ShardId, NewStartingHashKey }).catch(onlyIfTooNarrow(first))
        }
        const second = open[(now.pick % open.length) + 1]
        if (now.do === 'merge' && second)
          await call('MergeShards', { StreamName, ShardToMerge: first.ShardId, AdjacentShardToMerge: second.ShardId })
        if (now.do === 'scale') {
          const TargetShardCount = Math.ceil(open.length / 2) + (now.pick % (open.length * 2 - Math.ceil(open.length / 2) + 1))
          await call('UpdateShardCount', { StreamName, TargetShardCount, ScalingType: 'UNIFORM_SCALING' })
          expect(await openShards(engine, StreamName)).toHaveLength(TargetShardCount)
        }
        expectWholeSpace(await openShards(engine, StreamName))
      }
      await expectLineage(engine, StreamName)
      await expectRouting(engine, StreamName)
    }),
    { numRuns: 60 },
  )
})

const onlyIfTooNarrow = (shard: Shard) => (error: unknown) => {
  if (!(error instanceof AwsError) || end(shard) - start(shard) > 3n) throw error
}

/** A shard's sequence numbers begin after all of its parents', which are closed. */
async function expectLineage(engine: TestEngine, StreamName: string): Promise<void> {
  const { Shards } = await engine.host.call<ListShardsOutput>(caller, 'kinesis', 'ListShards', { StreamName })
  for (const shard of Shards!)
    for (const parent of Shards!.filter(({ ShardId }) => ShardId === shard.ParentShardId || ShardId === shard.AdjacentParentShardId))
      expect(BigInt(shard.SequenceNumberRange!.StartingSequenceNumber!) > BigInt(parent.SequenceNumberRange!.EndingSequenceNumber!)).toBe(true)
}

/** Records go to the shard that has the MD5 of their key, or their explicit hash key. */
async function expectRouting(engine: TestEngine, StreamName: string): Promise<void> {
  const open = await openShards(engine, StreamName)
  const owner = (key: bigint) => open.find((shard) => start(shard) <= key && key <= end(shard))!.ShardId
  const put = (entry: object) =>
    engine.host.call<{ ShardId: string }>(caller, 'kinesis', 'PutRecord', { StreamName, Data: Buffer.from('x'), ...entry })
  for (const PartitionKey of ['a', 'b', 'ключ', '😀']) {
    const key = BigInt(`0x${createHash('md5').update(PartitionKey).digest('hex')}`)
    expect((await put({ PartitionKey })).ShardId).toBe(owner(key))
  }
  for (const key of [0n, END, ...open.flatMap((shard) => [start(shard), end(shard)])])
    expect((await put({ PartitionKey: 'a', ExplicitHashKey: String(key) })).ShardId).toBe(owner(key))
}

test('no record is lost or doubled while many write, many read, and shards are split and merged', { timeout: 60_000 }, async () => {
  await using engine = await createTestEngine()
  const client = new KinesisClient(engine.client)
  const StreamName = 'busy'
  await engine.host.call(caller, 'kinesis', 'CreateStream', { StreamName, ShardCount: 2 })
  let writing = true

  const write = async (writer: number) => {
    for (let batch = 0; batch < 20; batch++) {
      const Records = Array.from({ length: 25 }, (_, i) => ({
        PartitionKey: `${writer}-${batch}-${i}`,
        Data: Buffer.from(`${writer}-${batch}-${i}`),
      }))
      const answer = await client.send(new PutRecordsCommand({ StreamName, Records }))
      expect(answer.FailedRecordCount).toBe(0)
    }
  }
  const reshard = async () => {
    for (let round = 0; writing; round++) {
      const [first, second] = inOrder(await openShards(engine, StreamName))
      const [operation, input] =
        round % 2 === 0
          ? ['SplitShard', { ShardToSplit: first!.ShardId, NewStartingHashKey: String((start(first!) + end(first!)) / 2n) }] as const
          : ['MergeShards', { ShardToMerge: first!.ShardId, AdjacentShardToMerge: second!.ShardId }] as const
      await engine.host.call(caller, 'kinesis', operation, { StreamName, ...input })
      await new Promise((resolve) => setImmediate(resolve))
      if (round > 60) return
    }
  }
  /** Reads a shard to its end, then its children; of a merged shard's two parents the first in `taken` goes on. */
  const taken = new Set<string>()
  const read = async (ShardId: string, seen: string[]): Promise<void> => {
    if (taken.has(ShardId)) return
    taken.add(ShardId)
    const first = await client.send(new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' }))
    let last = 0n
    for (let next = first.ShardIterator; next; ) {
      const final = !writing
      const page = await client.send(new GetRecordsCommand({ ShardIterator: next, Limit: 40 }))
      for (const record of page.Records!) {
        expect(BigInt(record.SequenceNumber!) > last).toBe(true)
        last = BigInt(record.SequenceNumber!)
        seen.push(Buffer.from(record.Data!).toString())
      }
      if (page.ChildShards) return void (await Promise.all(page.ChildShards.map((child) => read(child.ShardId!, seen))))
      if (final && page.Records!.length === 0) return
      next = page.NextShardIterator
    }
  }
  const seen: string[] = []
  const writers = Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer))).finally(() => (writing = false))
  const roots = ['shardId-000000000000', 'shardId-000000000001']
  await Promise.all([writers, reshard(), ...roots.map((root) => read(root, seen))])
  expect(seen).toHaveLength(8 * 20 * 25)
  expect(new Set(seen).size).toBe(seen.length)
  const all = await client.send(new ListShardsCommand({ StreamName }))
  expect(taken.size).toBe(all.Shards!.length)
  expect(all.Shards!.length).toBeGreaterThan(5)
  client.destroy()
})
