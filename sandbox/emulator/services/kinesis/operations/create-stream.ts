import type { CreateStreamCommandInput, CreateStreamCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { autoNeedsOnDemand, resourceInUse, validationException } from '../errors.ts'
import { DISTRIBUTION, MAX_RECORD_SIZE, NAME, STREAM_MODE, TAGS, WARM_THROUGHPUT } from '../limits.ts'
import { checkAccount } from '../quotas.ts'
import { checkShardLimit, createStream, streamArn, streamExists } from '../state.ts'
import { checkWarmThroughput, shardsFor } from '../warm-throughput.ts'

export const CreateStream = operation<CreateStreamCommandInput, CreateStreamCommandOutput>({
  action: 'kinesis:CreateStream',
  resource: (input, ctx) => streamArn(ctx, input.StreamName!),
  limits: {
    StreamName: NAME,
    ShardCount: { minValue: 1, maxValue: 100_000 },
    StreamModeDetails: STREAM_MODE,
    MaxRecordSizeInKiB: MAX_RECORD_SIZE,
    RecordDistributionStrategy: DISTRIBUTION,
    WarmThroughputMiBps: WARM_THROUGHPUT,
    Tags: TAGS,
  },
  handle(input, ctx) {
    const name = input.StreamName!
    const mode = input.StreamModeDetails?.StreamMode ?? 'PROVISIONED'
    const distribution = input.RecordDistributionStrategy ?? 'USER_PARTITION_KEY'
    if (mode === 'ON_DEMAND' && input.ShardCount !== undefined)
      throw validationException('ShardCount is not expected when StreamMode=ON_DEMAND')
    if (mode === 'PROVISIONED' && input.ShardCount === undefined)
      throw validationException('ShardCount is required when StreamMode=PROVISIONED')
    if (mode === 'PROVISIONED' && distribution === 'AUTO')
      throw autoNeedsOnDemand()
    if (streamExists(ctx, name)) throw resourceInUse(`Stream ${name} under account ${ctx.account} already exists.`)
    const warm_MiBps = input.WarmThroughputMiBps
    if (warm_MiBps !== undefined) checkWarmThroughput(ctx, mode, warm_MiBps)
    if (mode === 'PROVISIONED') checkShardLimit(ctx, input.ShardCount!)
    checkAccount(ctx, mode)
    createStream(ctx, {
      name,
      mode,
      shardCount: input.ShardCount ?? shardsFor(warm_MiBps),
      tags: input.Tags ?? {},
      maxRecord_KiB: input.MaxRecordSizeInKiB ?? 1024,
      distribution,
      ...(warm_MiBps === undefined ? {} : { warm_MiBps }),
    })
    return {}
  },
})
