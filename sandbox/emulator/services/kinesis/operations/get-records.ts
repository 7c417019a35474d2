import type { GetRecordsCommandInput, GetRecordsCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { dryRun, shardDoesNotExist } from '../errors.ts'
import { STREAM_ARN } from '../limits.ts'
import { measureGet } from '../measure.ts'
import { checkAge, openIterator, sealIterator } from '../shards/iterator.ts'
import { readFrom } from '../shards/log.ts'
import { shardId } from '../shards/shard.ts'
import { childrenOf, showRecords } from '../shards/show.ts'
import { checkRead, spendRead } from '../shards/throughput.ts'
import { findStreamOf, streamArn, trimHorizon } from '../state.ts'

const LARGEST_ANSWER_BYTES = 10 * 1024 * 1024

export const GetRecords = operation<GetRecordsCommandInput, GetRecordsCommandOutput>({
  action: 'kinesis:GetRecords',
  resource: (input, ctx) => input.StreamARN ?? streamArn(ctx, openIterator(input.ShardIterator!).streamName),
  limits: { Limit: { minValue: 1, maxValue: 10_000 }, ShardIterator: { max: 512, min: 1 }, StreamARN: STREAM_ARN },
  handle(input, ctx) {
    const began = ctx.clock.elapsed()
    const iterator = openIterator(input.ShardIterator!)
    checkAge(iterator, ctx.now)
    const stream = findStreamOf(ctx, iterator)
    const shard = stream.shards[iterator.shardIndex]
    if (!shard) throw shardDoesNotExist(shardId(iterator.shardIndex), stream.name, ctx.account)
    if (input.DryRun) throw dryRun()
    checkRead(ctx, stream, shard)
    const start = Math.max(iterator.place, trimHorizon(stream, shard, ctx.now))
    const found = readFrom(shard.log, start, input.Limit ?? 10_000, LARGEST_ANSWER_BYTES)
    spendRead(ctx, stream, shard, found.reduce((sum, record) => sum + record.data.byteLength, 0))
    const place = start + found.length
    const behind = place < shard.log.end
    const done = shard.closedAt !== undefined && !behind
    const age_ms = behind ? ctx.now - found.at(-1)!.time : 0
    measureGet(ctx, stream, shard, began, found, age_ms)
    return {
      Records: showRecords(shard, start, found),
      ...(done
        ? { ChildShards: childrenOf(stream, shard) }
        : { NextShardIterator: sealIterator({ ...iterator, place, issuedAt: ctx.now }) }),
      MillisBehindLatest: age_ms,
    }
  },
})
