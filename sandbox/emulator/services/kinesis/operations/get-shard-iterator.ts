import type { GetShardIteratorCommandInput, GetShardIteratorCommandOutput } from '@aws-sdk/client-kinesis'
import type { Context } from '../../../kernel/context.ts'
import { operation } from '../../../kernel/operation.ts'
import { dryRun, invalidArgument, shardDoesNotExist } from '../errors.ts'
import { NAME, SEQUENCE_NUMBER, STREAM } from '../limits.ts'
import { sealIterator } from '../shards/iterator.ts'
import { endOf, placeAtTime } from '../shards/log.ts'
import { parseSequenceNumber } from '../shards/sequence-number.ts'
import { shardId, shardIndexOf, type Shard } from '../shards/shard.ts'
import { addressedArn, findStream, trimHorizon, type Stream } from '../state.ts'

const TYPES = ['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER', 'TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'] as const

export const GetShardIterator = operation<GetShardIteratorCommandInput, GetShardIteratorCommandOutput>({
  action: 'kinesis:GetShardIterator',
  resource: addressedArn,
  limits: {
    ShardId: NAME,
    ShardIteratorType: { enum: TYPES },
    StartingSequenceNumber: SEQUENCE_NUMBER,
    ...STREAM,
  },
  handle(input, ctx) {
    const stream = findStream(ctx, input)
    const index = shardIndexOf(input.ShardId!)
    const shard = index === undefined ? undefined : stream.shards[index]
    if (!shard)
      throw shardDoesNotExist(index === undefined ? input.ShardId! : shardId(index), stream.name, ctx.account)
    const place = placeOf(input, ctx, stream, shard)
    if (input.DryRun) throw dryRun()
    const { name: streamName, id: streamId } = stream
    return { ShardIterator: sealIterator({ streamName, streamId, shardIndex: shard.index, place, issuedAt: ctx.now }) }
  },
})

function placeOf(input: GetShardIteratorCommandInput, ctx: Context, stream: Stream, shard: Shard): number {
  const type = input.ShardIteratorType!
  checkMembers(input)
  switch (type) {
    case 'TRIM_HORIZON':
      return trimHorizon(stream, shard, ctx.now)
    case 'LATEST':
      return endOf(shard.log)
    case 'AT_TIMESTAMP':
      return placeAtTime(shard.log, checkTimestamp(input.Timestamp!.getTime(), ctx.now))
    default: {
      const { place } = checkSequenceNumber(input.StartingSequenceNumber!, ctx, stream, shard)
      return type === 'AT_SEQUENCE_NUMBER' ? place : place + 1
    }
  }
}

/** Each type wants its own member and no other's. */
function checkMembers({ ShardIteratorType: type, StartingSequenceNumber: number, Timestamp: time }: GetShardIteratorCommandInput): void {
  const wants = type === 'AT_TIMESTAMP' ? 'Timestamp' : type === 'TRIM_HORIZON' || type === 'LATEST' ? undefined : 'StartingSequenceNumber'
  const refuse = (found: string) =>
    invalidArgument(
      'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or ' +
        '(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber or (3) AT_TIMESTAMP and Timestamp. ' +
        `Request specified ${type} and ${found}.`,
    )
  if (wants === 'StartingSequenceNumber' && number === undefined) throw refuse('no StartingSequenceNumber')
  if (wants !== 'StartingSequenceNumber' && number !== undefined) throw refuse('also a StartingSequenceNumber')
  if (wants === 'Timestamp' && time === undefined) throw refuse('no Timestamp')
}

function checkTimestamp(time: number, now: number): number {
  if (time > now)
    throw invalidArgument(
      'The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. ' +
        `timestampInMillis: ${time}, currentTimestampInMillis: ${now}`,
    )
  return time
}

function checkSequenceNumber(text: string, ctx: Context, stream: Stream, shard: Shard): { place: number } {
  const where = `used in GetShardIterator on shard ${shardId(shard.index)} in stream ${stream.name} under account ${ctx.account}`
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
