import type { DescribeStreamSummaryCommandInput, DescribeStreamSummaryCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { listChannels } from '../channels.ts'
import { listConsumers } from '../consumers.ts'
import { STREAM } from '../limits.ts'
import { addressedArn, findStream, statusOf } from '../state.ts'
import { commonDescription } from '../views.ts'
import { showWarmThroughput } from '../warm-throughput.ts'

export const DescribeStreamSummary = operation<DescribeStreamSummaryCommandInput, DescribeStreamSummaryCommandOutput>({
  action: 'kinesis:DescribeStreamSummary',
  resource: addressedArn,
  limits: STREAM,
  handle(input, ctx) {
    const stream = findStream(ctx, input)
    const channels = listChannels(ctx).filter(({ streamArn }) => streamArn === stream.arn).length
    return {
      StreamDescriptionSummary: {
        ...commonDescription(stream, ctx.now),
        OpenShardCount: statusOf(stream, ctx.now) === 'CREATING' ? 0 : stream.open.length,
        ConsumerCount: listConsumers(ctx, stream).length,
        ...showWarmThroughput(ctx, stream),
        MaxRecordSizeInKiB: stream.maxRecord_KiB,
        ...(channels > 0 ? { ChannelCount: channels } : {}),
        ...(stream.mode === 'ON_DEMAND' ? { RecordDistributionStrategy: stream.distribution } : {}),
      },
    }
  },
})
