import type { UpdateStreamModeCommandInput, UpdateStreamModeCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { STREAM_ARN, STREAM_MODE } from '../limits.ts'
import { addressedArn, checkShardLimit, findStream, saveStream } from '../state.ts'

/** The shards stay as they are, in both directions. */
export const UpdateStreamMode = operation<UpdateStreamModeCommandInput, UpdateStreamModeCommandOutput>({
  action: 'kinesis:UpdateStreamMode',
  resource: addressedArn,
  limits: { StreamARN: STREAM_ARN, StreamModeDetails: STREAM_MODE },
  handle(input, ctx) {
    const stream = findStream(ctx, input)
    const mode = input.StreamModeDetails!.StreamMode!
    if (mode === 'PROVISIONED' && stream.mode === 'ON_DEMAND') {
      checkShardLimit(ctx, stream.open.length)
      stream.distribution = 'USER_PARTITION_KEY'
    }
    stream.mode = mode
    saveStream(ctx, stream)
    return {}
  },
})
