import type { SubscribeToShardCommandInput, SubscribeToShardCommandOutput } from '@aws-sdk/client-kinesis'
import type { Context } from '../../../kernel/context.ts'
import { operation } from '../../../kernel/operation.ts'
import { consumerByArn, consumerStatus, type RegisteredConsumer } from '../consumers.ts'
import { consumerNotFound, dryRun, resourceInUse } from '../errors.ts'
import { CONSUMER_ARN, NAME, SEQUENCE_NUMBER } from '../limits.ts'
import { placeOf, POSITION_TYPES } from '../shards/position.ts'
import { shardToRead } from '../shards/show.ts'
import { findStream, type Stream } from '../state.ts'
import { subscribe } from '../subscriptions.ts'

/** The answer goes on for five minutes, or until the shard ends. */
export const SubscribeToShard = operation<SubscribeToShardCommandInput, SubscribeToShardCommandOutput>({
  action: 'kinesis:SubscribeToShard',
  resource: (input) => input.ConsumerARN!,
  limits: {
    ConsumerARN: CONSUMER_ARN,
    ShardId: NAME,
    StartingPosition: { members: { Type: { required: true, enum: POSITION_TYPES }, SequenceNumber: SEQUENCE_NUMBER } },
  },
  handle(input, ctx) {
    const consumer = consumerByArn(ctx, input.ConsumerARN!)
    if (!consumer) throw consumerNotFound(input.ConsumerARN!, ctx.account)
    const stream = findStream(ctx, { StreamARN: consumer.streamArn })
    const shard = shardToRead(stream, input.ShardId!, ctx.account)
    checkActive(ctx, stream, consumer)
    const { Type, SequenceNumber, Timestamp } = input.StartingPosition!
    const place = placeOf(ctx, stream, shard, {
      type: Type!,
      sequenceNumber: SequenceNumber,
      timestamp: Timestamp,
      operation: 'SubscribeToShard',
    })
    if (input.DryRun) throw dryRun()
    return { EventStream: subscribe(ctx, { stream, shard, consumer, place }) }
  },
})

function checkActive(ctx: Context, stream: Stream, consumer: RegisteredConsumer): void {
  if (consumerStatus(consumer, ctx.now) === 'ACTIVE') return
  throw resourceInUse(
    `Consumer ${consumer.name} with creation timestamp ${Math.floor(consumer.createdAt / 1000)} under stream: ${stream.name} , ` +
      `account ${ctx.account} is not in ACTIVE status.`,
  )
}
