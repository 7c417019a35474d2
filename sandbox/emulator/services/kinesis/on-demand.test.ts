import {
  type DescribeStreamSummaryOutput,
  type GetRecordsOutput,
  type GetShardIteratorOutput,
  type ListShardsOutput,
  type PutRecordsOutput,
  type RegisterStreamConsumerOutput,
  type SubscribeToShardOutput,
} from '@aws-sdk/client-kinesis'
import { expect, test } from 'vitest'
import { createTestEngine, eventually, stoppedClock } from '../../../testing/engine.ts'
import { rootPrincipal } from '../../kernel/context.ts'
import { toDecimal, evenRanges } from './shards/hash-key.ts'

const caller = { principal: rootPrincipal('000000000000'), region: 'us-east-1' }
const StreamName = 's'
const MIB = 1024 * 1024

async function limited(mode: 'ON_DEMAND' | 'PROVISIONED', limits: 'aws' | 'off' = 'aws') {
  const clock = stoppedClock()
  const engine = await createTestEngine({ clock, limits })
  const call = <O>(operation: string, input: object) => engine.host.call<O>(caller, 'kinesis', operation, input)
  await call('CreateStream', { StreamName, StreamModeDetails: { StreamMode: mode }, ...(mode === 'PROVISIONED' ? { ShardCount: 1 } : {}) })
  await clock.advance(1000)
  return { engine, clock, call, [Symbol.asyncDispose]: () => engine.stop() }
}

// "Quotas and limits" and "Choose the right mode to stream in" of the Developer Guide: 4 MB/s to begin with, then up to twice the peak.
test('an on-demand stream grows to twice of what it took for a minute, and no record is lost on the way', async () => {
  await using of = await limited('ON_DEMAND')
  const openShards = async () => (await of.call<DescribeStreamSummaryOutput>('DescribeStreamSummary', { StreamName })).StreamDescriptionSummary!.OpenShardCount
  const Data = Buffer.alloc(0.75 * MIB - 1)
  const Records = evenRanges(4).map(({ start }) => ({ PartitionKey: 'k', ExplicitHashKey: toDecimal(start), Data }))
  expect(await openShards()).toBe(4)
  // 3 MiB a second for a minute: room for 6 is wanted.
  for (let second = 0; second < 60; second++) {
    expect((await of.call<PutRecordsOutput>('PutRecords', { StreamName, Records })).FailedRecordCount).toBe(0)
    await of.clock.advance(1000)
  }
  expect(await openShards()).toBe(6)
  const { Shards } = await of.call<ListShardsOutput>('ListShards', { StreamName })
  const children = Shards!.filter(({ ParentShardId }) => ParentShardId !== undefined)
  expect(Shards!.filter(({ SequenceNumberRange }) => SequenceNumberRange!.EndingSequenceNumber !== undefined).map(({ ShardId }) => ShardId)).toEqual([
    'shardId-000000000000',
    'shardId-000000000001',
  ])
  expect(children.map(({ ParentShardId, AdjacentParentShardId }) => [ParentShardId, AdjacentParentShardId])).toEqual([
    ['shardId-000000000000', undefined],
    ['shardId-000000000000', undefined],
    ['shardId-000000000001', undefined],
    ['shardId-000000000001', undefined],
  ])
  const { ShardIterator } = await of.call<GetShardIteratorOutput>('GetShardIterator', { StreamName, ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' })
  expect((await of.call<GetRecordsOutput>('GetRecords', { ShardIterator })).Records).toHaveLength(13)
  // What is open covers all hash keys, without a gap or an overlap.
  const open = Shards!.filter(({ SequenceNumberRange }) => SequenceNumberRange!.EndingSequenceNumber === undefined)
  const ranges = open.map(({ HashKeyRange }) => [BigInt(HashKeyRange!.StartingHashKey!), BigInt(HashKeyRange!.EndingHashKey!)] as const)
  ranges.sort(([one], [other]) => (one < other ? -1 : 1))
  expect(ranges.map(([start]) => start)).toEqual([0n, ...ranges.slice(0, -1).map(([, end]) => end + 1n)])
  expect(ranges.at(-1)![1]).toBe(2n ** 128n - 1n)
  // Less demand than before takes nothing away.
  await of.call('PutRecords', { StreamName, Records })
  await of.clock.advance(61_000)
  expect(await openShards()).toBe(6)
})

test('without AWS’s limits, or with shards of its owner’s, a stream stays as it is', async () => {
  await using of = await limited('ON_DEMAND', 'off')
  for (let i = 0; i < 300; i++) await of.call('PutRecord', { StreamName, PartitionKey: String(i), Data: Buffer.alloc(MIB - 10) })
  await of.clock.advance(120_000)
  expect((await of.call<ListShardsOutput>('ListShards', { StreamName })).Shards).toHaveLength(4)
})

// API_SubscribeToShard and "Quotas and limits": 2 MB a second a shard for each registered consumer.
test('a subscribed consumer gets no more than 2 MiB a second of a shard, beside all others', async () => {
  await using of = await limited('PROVISIONED')
  for (let second = 0; second < 6; second++) {
    await of.call('PutRecord', { StreamName, PartitionKey: 'k', Data: Buffer.alloc(MIB - 10) })
    await of.clock.advance(1000)
  }
  const StreamARN = `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`
  const follow = async (ConsumerName: string) => {
    const { Consumer } = await of.call<RegisterStreamConsumerOutput>('RegisterStreamConsumer', { StreamARN, ConsumerName })
    await of.clock.advance(1000)
    const input = { ConsumerARN: Consumer!.ConsumerARN, ShardId: 'shardId-000000000000', StartingPosition: { Type: 'TRIM_HORIZON' } }
    const { EventStream } = await of.call<SubscribeToShardOutput>('SubscribeToShard', input)
    const got = { records: 0 }
    const reading = (async () => {
      for await (const { SubscribeToShardEvent: event } of EventStream!) got.records += event!.Records!.length
    })()
    return { got, reading }
  }
  const [one, other] = [await follow('one'), await follow('other')]
  await eventually('two records of each', () => (one.got.records >= 2 && other.got.records >= 2 ? true : undefined))
  // The one has had a second longer.
  expect([one.got.records, other.got.records]).toEqual([4, 2])
  await of.clock.advance(1000)
  await eventually('two more', () => (other.got.records >= 4 ? true : undefined))
  expect(other.got.records).toBe(4)
  await of.clock.advance(5000)
  await eventually('all', () => (one.got.records === 6 && other.got.records === 6 ? true : undefined))
  await of.engine.stop()
  await Promise.allSettled([one.reading, other.reading])
})
