import type { PutRecordsCommandInput, PutRecordsCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { dryRun, invalidArgument } from '../errors.ts'
import { HASH_KEY, PARTITION_KEY, STREAM } from '../limits.ts'
import { measurePut } from '../measure.ts'
import { append, isRefused } from '../shards/append.ts'
import { addressedArn, encryptionOf, findWorkingStream } from '../state.ts'

const LARGEST_CALL_BYTES = 10 * 1024 * 1024
const nth = (i: number) => `records.${i + 1}.member.`

export const PutRecords = operation<PutRecordsCommandInput, PutRecordsCommandOutput>({
  action: 'kinesis:PutRecords',
  resource: addressedArn,
  limits: {
    Records: {
      max: 500,
      min: 1,
      each: {
        members: { PartitionKey: PARTITION_KEY, ExplicitHashKey: HASH_KEY, Data: { required: true, max: 10_485_760 } },
      },
    },
    ...STREAM,
  },
  handle(input, ctx) {
    const began = ctx.clock.elapsed()
    const stream = findWorkingStream(ctx, input)
    let bytes = 0
    for (const { Data, PartitionKey } of input.Records!) bytes += Data!.byteLength + (PartitionKey?.length ?? 0)
    if (bytes > LARGEST_CALL_BYTES) throw invalidArgument('Records size exceeds 10 MB limit')
    if (input.DryRun) throw dryRun()
    const records = append(ctx, stream, input.Records!, nth)
    measurePut(ctx, stream, 'PutRecords', began, input.Records!, records)
    const failed = records.reduce((count, record) => count + (isRefused(record) ? 1 : 0), 0)
    return { FailedRecordCount: failed, Records: records, ...encryptionOf(stream.kmsKeyId !== undefined) }
  },
})
