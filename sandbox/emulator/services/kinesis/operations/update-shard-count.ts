import type { UpdateShardCountCommandInput, UpdateShardCountCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { limitExceeded } from '../errors.ts'
import { STREAM } from '../limits.ts'
import { checkProvisioned, scale } from '../shards/reshard.ts'
import { addressedArn, checkShardLimit, findActiveStream } from '../state.ts'

const MOST_SHARDS = 10_000

export const UpdateShardCount = operation<UpdateShardCountCommandInput, UpdateShardCountCommandOutput>({
  action: 'kinesis:UpdateShardCount',
  resource: addressedArn,
  limits: { ...STREAM, TargetShardCount: { minValue: 1 }, ScalingType: { enum: ['UNIFORM_SCALING'] } },
  handle(input, ctx) {
    const stream = findActiveStream(ctx, input)
    checkProvisioned(ctx, stream)
    const [target, current] = [input.TargetShardCount!, stream.open.length]
    const counts = `Current open shard count: ${current}, Target shard count: ${target}`
    if (target > MOST_SHARDS)
      throw limitExceeded(`Target shard count or number of open shards cannot be greater than ${MOST_SHARDS}. ${counts}`)
    if (target > current * 2)
      throw limitExceeded(`UpdateShardCount cannot scale up over double your current open shard count. ${counts}`)
    if (target < current / 2)
      throw limitExceeded(`UpdateShardCount cannot scale down below half your current open shard count. ${counts}`)
    if (target > current) checkShardLimit(ctx, target - current)
    scale(ctx, stream, target)
    return { StreamName: stream.name, StreamARN: stream.arn, CurrentShardCount: current, TargetShardCount: target }
  },
})
