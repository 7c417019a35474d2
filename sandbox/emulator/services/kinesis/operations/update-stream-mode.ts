import type { UpdateStreamModeCommandInput, UpdateStreamModeCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { STREAM_ARN, STREAM_MODE, WARM_THROUGHPUT } from '../limits.ts'
import { scale } from '../shards/reshard.ts'
import { addressedArn, checkShardLimit, findActiveStream, updateStream } from '../state.ts'
import { checkWarmThroughput } from '../warm-throughput.ts'

/** The shards stay as they are, in both directions, unless a warm throughput wants more. */
export const UpdateStreamMode = operation<UpdateStreamModeCommandInput, UpdateStreamModeCommandOutput>({
  action: 'kinesis:UpdateStreamMode',
  resource: addressedArn,
  limits: { StreamARN: STREAM_ARN, StreamModeDetails: STREAM_MODE, WarmThroughputMiBps: WARM_THROUGHPUT },
  handle(input, ctx) {
    const stream = findActiveStream(ctx, input)
    const mode = input.StreamModeDetails!.StreamMode!
    if (mode === 'PROVISIONED' && stream.mode === 'ON_DEMAND') {
      checkShardLimit(ctx, stream.open.length)
      stream.distribution = 'USER_PARTITION_KEY'
    }
    const warm_MiBps = input.WarmThroughputMiBps
    if (warm_MiBps !== undefined) {
      checkWarmThroughput(ctx, mode, warm_MiBps)
      stream.warm_MiBps = warm_MiBps
      scale(ctx, stream, Math.max(stream.open.length, warm_MiBps))
    } else if (mode === 'PROVISIONED') delete stream.warm_MiBps
    stream.mode = mode
    updateStream(ctx, stream)
    return {}
  },
})
