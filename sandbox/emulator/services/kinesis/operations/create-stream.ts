import type { CreateStreamCommandInput, CreateStreamCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { invalidArgument, resourceInUse, validationException } from '../errors.ts'
import { NAME, STREAM_MODE, TAGS } from '../limits.ts'
import { checkShardLimit, createStream, ON_DEMAND_SHARDS, streamArn, streamExists } from '../state.ts'

export const CreateStream = operation<CreateStreamCommandInput, CreateStreamCommandOutput>({
  action: 'kinesis:CreateStream',
  resource: (input, ctx) => streamArn(ctx, input.StreamName!),
  limits: {
    StreamName: NAME,
    ShardCount: { minValue: 1, maxValue: 100_000 },
    StreamModeDetails: STREAM_MODE,
    MaxRecordSizeInKiB: { minValue: 1024, maxValue: 10_240 },
    RecordDistributionStrategy: { enum: ['USER_PARTITION_KEY', 'AUTO'] },
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
      throw invalidArgument('RecordDistributionStrategy is only supported for streams in ON_DEMAND mode.')
    if (streamExists(ctx, name)) throw resourceInUse(`Stream ${name} under account ${ctx.account} already exists.`)
    if (mode === 'PROVISIONED') checkShardLimit(ctx, input.ShardCount!)
    createStream(ctx, {
      name,
      mode,
      shardCount: input.ShardCount ?? ON_DEMAND_SHARDS,
      tags: input.Tags ?? {},
      maxRecord_KiB: input.MaxRecordSizeInKiB ?? 1024,
      distribution,
    })
    return {}
  },
})
