import type { DescribeStreamSummaryCommandInput, DescribeStreamSummaryCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { listConsumers } from '../consumers.ts'
import { STREAM } from '../limits.ts'
import { addressedArn, findStream } from '../state.ts'
import { commonDescription } from '../views.ts'

export const DescribeStreamSummary = operation<DescribeStreamSummaryCommandInput, DescribeStreamSummaryCommandOutput>({
  action: 'kinesis:DescribeStreamSummary',
  resource: addressedArn,
  limits: STREAM,
  handle(input, ctx) {
    const stream = findStream(ctx, input)
    return {
      StreamDescriptionSummary: {
        ...commonDescription(stream),
        OpenShardCount: stream.open.length,
        ConsumerCount: listConsumers(ctx, stream).length,
        MaxRecordSizeInKiB: stream.maxRecord_KiB,
        ...(stream.mode === 'ON_DEMAND' ? { RecordDistributionStrategy: stream.distribution } : {}),
      },
    }
  },
})
