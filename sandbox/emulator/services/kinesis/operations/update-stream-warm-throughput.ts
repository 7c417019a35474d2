import type { UpdateStreamWarmThroughputCommandInput, UpdateStreamWarmThroughputCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { STREAM, WARM_THROUGHPUT } from '../limits.ts'
import { scale } from '../shards/reshard.ts'
import { addressedArn, findActiveStream, updateStream } from '../state.ts'
import { checkWarmThroughput, shardsFor, showWarmThroughput } from '../warm-throughput.ts'

export const UpdateStreamWarmThroughput = operation<UpdateStreamWarmThroughputCommandInput, UpdateStreamWarmThroughputCommandOutput>({
  action: 'kinesis:UpdateStreamWarmThroughput',
  resource: addressedArn,
  limits: { ...STREAM, WarmThroughputMiBps: WARM_THROUGHPUT },
  handle(input, ctx) {
    const stream = findActiveStream(ctx, input)
    const target = input.WarmThroughputMiBps!
    checkWarmThroughput(ctx, stream.mode, target)
    const { CurrentMiBps } = showWarmThroughput(ctx, stream).WarmThroughput!
    stream.warm_MiBps = target
    scale(ctx, stream, shardsFor(target))
    updateStream(ctx, stream)
    return { StreamARN: stream.arn, StreamName: stream.name, WarmThroughput: { TargetMiBps: target, CurrentMiBps } }
  },
})
