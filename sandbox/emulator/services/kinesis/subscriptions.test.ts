import {
  type CreateStreamCommandInput,
  type ListShardsOutput,
  type RegisterStreamConsumerOutput,
  type SubscribeToShardOutput,
} from '@aws-sdk/client-kinesis'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTestEngine, stoppedClock } from '../../../testing/engine.ts'
import { rootPrincipal } from '../../kernel/context.ts'

const caller = { principal: rootPrincipal('000000000000'), region: 'us-east-1' }

/** What happens to a stream while its consumer follows it through all its shards. */
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('put' as const), records: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('split' as const), pick: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('merge' as const), pick: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), by_ms: fc.integer({ min: 1, max: 200_000 }) }) },
)

test('a consumer that renews its subscriptions gets every record once, whatever is split and merged', { timeout: 60_000 }, async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const call = <O>(operation: string, input: object) => engine.host.call<O>(caller, 'kinesis', operation, input)
  let streams = 0

  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const StreamName = `s${streams++}`
      const StreamARN = `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`
      await call('CreateStream', { StreamName, ShardCount: 2 } satisfies CreateStreamCommandInput)
      const { Consumer } = await call<RegisterStreamConsumerOutput>('RegisterStreamConsumer', { StreamARN, ConsumerName: 'c' })
      const [seen, followed] = [[] as string[], new Set<string>()]
      const all: Promise<void>[] = []

      /** Five minutes at a time, each from the number at which the one before has stopped. */
      const follow = async (ShardId: string): Promise<void> => {
        if (followed.has(ShardId)) return
        followed.add(ShardId)
        let position: object = { Type: 'TRIM_HORIZON' }
        for (;;) {
          const { EventStream } = await call<SubscribeToShardOutput>('SubscribeToShard', { ConsumerARN: Consumer!.ConsumerARN, ShardId, StartingPosition: position })
          for await (const { SubscribeToShardEvent: event } of EventStream!) {
            seen.push(...event!.Records!.map(({ Data }) => Buffer.from(Data!).toString()))
            if (event!.ChildShards) return void event!.ChildShards.forEach((child) => all.push(follow(child.ShardId!)))
            position = { Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: event!.ContinuationSequenceNumber }
          }
          if (stopped) return
        }
      }
      let stopped = false
      const shards = (await call<ListShardsOutput>('ListShards', { StreamName })).Shards!
      for (const { ShardId } of shards) all.push(follow(ShardId!))
      let sent = 0
      for (const now of steps) {
        const { Shards } = await call<ListShardsOutput>('ListShards', { StreamName, ShardFilter: { Type: 'AT_LATEST' } })
        const open = Shards!.map((shard) => ({ id: shard.ShardId, start: BigInt(shard.HashKeyRange!.StartingHashKey!), end: BigInt(shard.HashKeyRange!.EndingHashKey!) }))
        open.sort((a, b) => (a.start < b.start ? -1 : 1))
        if (now.do === 'put') {
          const Records = Array.from({ length: now.records }, () => ({ PartitionKey: `${sent}`, Data: Buffer.from(`${sent++}`) }))
          await call('PutRecords', { StreamName, Records })
        } else if (now.do === 'split') {
          const shard = open[now.pick % open.length]!
          await call('SplitShard', { StreamName, ShardToSplit: shard.id, NewStartingHashKey: String((shard.start + shard.end) / 2n) })
        } else if (now.do === 'merge' && open.length > 1) {
          const at = now.pick % (open.length - 1)
          await call('MergeShards', { StreamName, ShardToMerge: open[at]!.id, AdjacentShardToMerge: open[at + 1]!.id })
        } else if (now.do === 'wait') await clock.advance(now.by_ms)
      }
      stopped = true
      // Whoever is about to subscribe does so before time goes on.
      await new Promise((resolve) => setImmediate(resolve))
      await clock.advance(301_000)
      // Shards are followed as their parents end, so that the list grows while it is waited for.
      for (let i = 0; i < all.length; i++) await all[i]
      expect(seen.length).toBe(sent)
      expect(new Set(seen).size).toBe(sent)
    }),
    { numRuns: 40 },
  )
})
