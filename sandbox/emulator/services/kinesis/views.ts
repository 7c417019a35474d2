import type { StreamSummary } from '@aws-sdk/client-kinesis'
import { statusOf, type Stream } from './state.ts'

/** AWS keeps the time of creation in whole seconds. */
export const wholeSeconds = (time: number) => new Date(Math.floor(time / 1000) * 1000)

/** What DescribeStream and DescribeStreamSummary have in common. */
export function commonDescription(stream: Stream, now: number) {
  return {
    ...summarise(stream, now),
    RetentionPeriodHours: stream.retention_h,
    StreamCreationTimestamp: wholeSeconds(stream.createdAt),
    EnhancedMonitoring: [{ ShardLevelMetrics: [...stream.metrics] }],
    ...(stream.kmsKeyId === undefined
      ? { EncryptionType: 'NONE' as const }
      : { EncryptionType: 'KMS' as const, KeyId: stream.kmsKeyId }),
  }
}

/** One stream in ListStreams. */
export function summarise(stream: Stream, now: number): StreamSummary {
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    StreamStatus: statusOf(stream, now),
    StreamModeDetails: { StreamMode: stream.mode },
    StreamCreationTimestamp: wholeSeconds(stream.createdAt),
  }
}
