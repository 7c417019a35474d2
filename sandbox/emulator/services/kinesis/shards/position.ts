import type { ShardIteratorType } from '@aws-sdk/client-kinesis'
import type { Context } from '../../../kernel/context.ts'
import { invalidArgument } from '../errors.ts'
import { trimHorizon, type Stream } from '../state.ts'
import { placeAtTime } from './log.ts'
import { parseSequenceNumber } from './sequence-number.ts'
import { shardId, type Shard } from './shard.ts'

export const POSITION_TYPES = ['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER', 'TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'] as const

/** Where to begin to read a shard, as GetShardIterator and SubscribeToShard are told. */
export interface Position {
  readonly type: ShardIteratorType
  readonly sequenceNumber: string | undefined
  readonly timestamp: Date | undefined
  /** The operation, for messages. */
  readonly operation: 'GetShardIterator' | 'SubscribeToShard'
}

/** The place in the shard's log; throws InvalidArgumentException. */
export function placeOf(ctx: Context, stream: Stream, shard: Shard, position: Position): number {
  checkMembers(position)
  switch (position.type) {
    case 'TRIM_HORIZON':
      return trimHorizon(stream, shard, ctx.now)
    case 'LATEST':
      return shard.log.end
    case 'AT_TIMESTAMP':
      return placeAtTime(shard.log, checkTimestamp(position.timestamp!.getTime(), ctx.now))
    default: {
      const { place } = checkSequenceNumber(position, ctx, stream, shard)
      return position.type === 'AT_SEQUENCE_NUMBER' ? place : place + 1
    }
  }
}

/** Each type wants its own member and no other's. */
function checkMembers({ type, sequenceNumber, timestamp }: Position): void {
  const wants = type === 'AT_TIMESTAMP' ? 'Timestamp' : type === 'TRIM_HORIZON' || type === 'LATEST' ? undefined : 'StartingSequenceNumber'
  const refuse = (found: string) =>
    invalidArgument(
      'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or ' +
        '(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber or (3) AT_TIMESTAMP and Timestamp. ' +
        `Request specified ${type} and ${found}.`,
    )
  if (wants === 'StartingSequenceNumber' && sequenceNumber === undefined) throw refuse('no StartingSequenceNumber')
  if (wants !== 'StartingSequenceNumber' && sequenceNumber !== undefined) throw refuse('also a StartingSequenceNumber')
  if (wants === 'Timestamp' && timestamp === undefined) throw refuse('no Timestamp')
}

function checkTimestamp(time: number, now: number): number {
  if (time > now)
    throw invalidArgument(
      'The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. ' +
        `timestampInMillis: ${time}, currentTimestampInMillis: ${now}`,
    )
  return time
}

function checkSequenceNumber(position: Position, ctx: Context, stream: Stream, shard: Shard): { place: number } {
  const text = position.sequenceNumber!
  const where = `used in ${position.operation} on shard ${shardId(shard.index)} in stream ${stream.name} under account ${ctx.account}`
  const parsed = parseSequenceNumber(text)
  if (!parsed) throw invalidArgument(`StartingSequenceNumber ${text} ${where} is invalid.`)
  if (parsed.shardIndex !== shard.index)
    throw invalidArgument(
      `Invalid StartingSequenceNumber. It encodes ${shardId(parsed.shardIndex)}, ` +
        `while it was used in a call to a shard with ${shardId(shard.index)}`,
    )
  if (parsed.shardCreated_s !== shard.created_s)
    throw invalidArgument(`StartingSequenceNumber ${text} ${where} is invalid because it did not come from this stream.`)
  return parsed
}
