import type { EnableEnhancedMonitoringCommandInput, EnhancedMonitoringOutput, MetricsName } from '@aws-sdk/client-kinesis'
import type { Context } from '../../kernel/context.ts'
import type { Limits } from '../../kernel/validate.ts'
import { STREAM } from './limits.ts'
import { findActiveStream, updateStream } from './state.ts'

const METRICS = [
  'IncomingBytes',
  'IncomingRecords',
  'OutgoingBytes',
  'OutgoingRecords',
  'WriteProvisionedThroughputExceeded',
  'ReadProvisionedThroughputExceeded',
  'IteratorAgeMilliseconds',
] as const satisfies MetricsName[]

export const METRICS_LIMITS: Limits = {
  ShardLevelMetrics: { max: 7, min: 1, each: { enum: [...METRICS, 'ALL'] } },
  ...STREAM,
}

/** Sets the stream's shard-level metrics to those that `keep` chooses by what they were and what is named. */
export function changeMetrics(
  ctx: Context,
  input: EnableEnhancedMonitoringCommandInput,
  keep: (before: boolean, named: boolean) => boolean,
): EnhancedMonitoringOutput {
  const stream = findActiveStream(ctx, input)
  const [before, named] = [stream.metrics, input.ShardLevelMetrics!]
  stream.metrics = METRICS.filter((name) => keep(before.includes(name), named.includes(name) || named.includes('ALL')))
  updateStream(ctx, stream)
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    CurrentShardLevelMetrics: [...before],
    DesiredShardLevelMetrics: [...stream.metrics],
  }
}
