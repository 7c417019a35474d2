import type { GetShardIteratorCommandInput, GetShardIteratorCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { dryRun } from '../errors.ts'
import { NAME, SEQUENCE_NUMBER, STREAM } from '../limits.ts'
import { sealIterator } from '../shards/iterator.ts'
import { placeOf, POSITION_TYPES } from '../shards/position.ts'
import { shardToRead } from '../shards/show.ts'
import { addressedArn, findWorkingStream } from '../state.ts'

export const GetShardIterator = operation<GetShardIteratorCommandInput, GetShardIteratorCommandOutput>({
  action: 'kinesis:GetShardIterator',
  resource: addressedArn,
  limits: {
    ShardId: NAME,
    ShardIteratorType: { enum: POSITION_TYPES },
    StartingSequenceNumber: SEQUENCE_NUMBER,
    ...STREAM,
  },
  handle(input, ctx) {
    const stream = findWorkingStream(ctx, input)
    const shard = shardToRead(stream, input.ShardId!, ctx.account)
    const place = placeOf(ctx, stream, shard, {
      type: input.ShardIteratorType!,
      sequenceNumber: input.StartingSequenceNumber,
      timestamp: input.Timestamp,
      operation: 'GetShardIterator',
    })
    if (input.DryRun) throw dryRun()
    const { name: streamName, id: streamId } = stream
    return { ShardIterator: sealIterator({ streamName, streamId, shardIndex: shard.index, place, issuedAt: ctx.now }) }
  },
})
