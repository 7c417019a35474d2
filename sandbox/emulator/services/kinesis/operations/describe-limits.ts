import type { DescribeLimitsCommandInput, DescribeLimitsCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { listStreams, ON_DEMAND_STREAM_LIMIT, provisionedShards, shardLimit } from '../state.ts'

export const DescribeLimits = operation<DescribeLimitsCommandInput, DescribeLimitsCommandOutput>({
  action: 'kinesis:DescribeLimits',
  resource: '*',
  handle: (_input, ctx) => ({
    ShardLimit: shardLimit(ctx.region),
    OpenShardCount: provisionedShards(ctx),
    OnDemandStreamCount: listStreams(ctx).filter((stream) => stream.mode === 'ON_DEMAND').length,
    OnDemandStreamCountLimit: ON_DEMAND_STREAM_LIMIT,
  }),
})
