import type * as sdk from '@aws-sdk/client-cloudwatch-logs'
import type { Context } from '../../kernel/context.ts'
import { groupArn, streamArn } from './names.ts'
import type { LogGroup, LogStream } from './state.ts'

/** A log group as DescribeLogGroups shows it. */
export function groupView(ctx: Context, group: LogGroup): sdk.LogGroup {
  const arn = groupArn(ctx, group.name)
  return {
    logGroupName: group.name,
    creationTime: group.createdAt,
    ...(group.retention_days === undefined ? {} : { retentionInDays: group.retention_days }),
    metricFilterCount: 0,
    // The older of the two ARNs ends with `:*`, as IAM policies need it.
    arn: `${arn}:*`,
    storedBytes: group.stored_bytes,
    ...(group.kmsKeyId === undefined ? {} : { kmsKeyId: group.kmsKeyId }),
    logGroupClass: group.class,
    logGroupArn: arn,
    deletionProtectionEnabled: group.deletionProtected,
  }
}

/** A log stream as DescribeLogStreams shows it; `storedBytes` has been 0 in AWS since 2019. */
export function streamView(ctx: Context, stream: LogStream): sdk.LogStream {
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAt,
    ...(stream.firstEventAt === undefined ? {} : { firstEventTimestamp: stream.firstEventAt }),
    ...(stream.lastEventAt === undefined ? {} : { lastEventTimestamp: stream.lastEventAt }),
    ...(stream.lastIngestedAt === undefined ? {} : { lastIngestionTime: stream.lastIngestedAt }),
    uploadSequenceToken: `49${stream.serial}${String(stream.nextEvent).padStart(34, '0')}`,
    arn: streamArn(ctx, stream.group, stream.name),
    storedBytes: 0,
  }
}
