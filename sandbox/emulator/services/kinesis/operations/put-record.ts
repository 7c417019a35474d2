import type { PutRecordCommandInput, PutRecordCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { dryRun, invalidArgument } from '../errors.ts'
import { HASH_KEY, PARTITION_KEY, SEQUENCE_NUMBER, STREAM } from '../limits.ts'
import { append } from '../shards/append.ts'
import { parseSequenceNumber } from '../shards/sequence-number.ts'
import { addressedArn, encryptionOf, findStream } from '../state.ts'

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
    const stream = findStream(ctx, input)
    // Numbers of a shard always grow here, so that the member has only to be valid.
    const after = input.SequenceNumberForOrdering
    const parsed = after === undefined ? undefined : parseSequenceNumber(after)
    if (after !== undefined && (!parsed || parsed.arrived_s * 1000 > ctx.now))
      throw invalidArgument(
        `ExclusiveMinimumSequenceNumber ${after} used in PutRecord on stream ${stream.name} ` +
          `under account ${ctx.account} is invalid.`,
      )
    if (input.DryRun) throw dryRun()
    const [placed] = append(ctx, stream, [input], itself)
    return { ...placed!, ...encryptionOf(stream.kmsKeyId !== undefined) }
  },
})
