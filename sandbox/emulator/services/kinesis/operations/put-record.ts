import type { PutRecordCommandInput, PutRecordCommandOutput } from '@aws-sdk/client-kinesis'
import type { Context } from '../../../kernel/context.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { operation } from '../../../kernel/operation.ts'
import { dryRun, invalidArgument } from '../errors.ts'
import { HASH_KEY, PARTITION_KEY, SEQUENCE_NUMBER, STREAM } from '../limits.ts'
import { measurePut } from '../measure.ts'
import { append, isRefused } from '../shards/append.ts'
import { parseSequenceNumber } from '../shards/sequence-number.ts'
import { addressedArn, encryptionOf, findWorkingStream, type Stream } from '../state.ts'

const itself = () => ''

export const PutRecord = operation<PutRecordCommandInput, PutRecordCommandOutput>({
  action: 'kinesis:PutRecord',
  resource: addressedArn,
  limits: {
    ...STREAM,
    PartitionKey: PARTITION_KEY,
    ExplicitHashKey: HASH_KEY,
    SequenceNumberForOrdering: SEQUENCE_NUMBER,
    Data: { max: 10_485_760 },
  },
  handle(input, ctx) {
    const began = ctx.clock.elapsed()
    const stream = findWorkingStream(ctx, input)
    if (input.SequenceNumberForOrdering !== undefined) checkOrdering(input.SequenceNumberForOrdering, ctx, stream)
    if (input.DryRun) throw dryRun()
    const placed = append(ctx, stream, [input], itself)
    measurePut(ctx, stream, 'PutRecord', began, [input], placed)
    const [result] = placed
    if (isRefused(result!)) throw new AwsError(result.ErrorCode, result.ErrorMessage)
    return { ...result!, ...encryptionOf(stream.kmsKeyId !== undefined) }
  },
})

/** Numbers of a shard always grow here, so that the member has only to be one that this stream can have given. */
function checkOrdering(number: string, ctx: Context, stream: Stream): void {
  const parsed = parseSequenceNumber(number)
  // The second of a shard's creation may lie a little ahead of the clock after a reshard.
  const newest_s = Math.max(Math.floor(ctx.now / 1000), stream.shards.at(-1)!.created_s)
  if (!parsed || parsed.arrived_s > newest_s)
    throw invalidArgument(
      `ExclusiveMinimumSequenceNumber ${number} used in PutRecord on stream ${stream.name} ` +
        `under account ${ctx.account} is invalid.`,
    )
}
