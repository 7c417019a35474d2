import type { _Record } from '@aws-sdk/client-kinesis'

/** A batch of a Kinesis stream as a function is given it, in bytes of at most this many. */
const EVENT_BYTES = 6 * 1024 * 1024 - 1024
/** What one record adds to its data and key. */
const RECORD_OVERHEAD_BYTES = 700

interface Origin {
  readonly shardId: string
  readonly streamArn: string
  readonly roleArn: string
}

/** The event for `records`, member for member as Lambda writes it. */
export function eventOf(records: readonly _Record[], { shardId, streamArn, roleArn }: Origin): Buffer {
  const awsRegion = streamArn.split(':')[3]
  const Records = records.map((record) => ({
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: record.PartitionKey,
      sequenceNumber: record.SequenceNumber,
      data: base64(record.Data!),
      approximateArrivalTimestamp: record.ApproximateArrivalTimestamp!.getTime() / 1000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${shardId}:${record.SequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: roleArn,
    awsRegion,
    eventSourceARN: streamArn,
  }))
  return Buffer.from(JSON.stringify({ Records }))
}

/** How many of the first records fit into one invocation. */
export function fitting(records: readonly _Record[], batchSize: number): number {
  let bytes = 0
  let count = 0
  for (const { Data } of records) {
    bytes += Math.ceil(Data!.byteLength / 3) * 4 + RECORD_OVERHEAD_BYTES
    if (count > 0 && (bytes > EVENT_BYTES || count >= batchSize)) break
    count++
  }
  return count
}

/**
 * With `ReportBatchItemFailures`: the index of the first record that the answer reports as failed, or undefined where
 * all went well. An answer that cannot be read, or that names no record of the batch, fails the whole batch: 0.
 */
export function firstFailure(payload: Uint8Array | undefined, records: readonly _Record[]): number | undefined {
  let answer: unknown
  try {
    answer = JSON.parse(Buffer.from(payload ?? []).toString() || 'null')
  } catch {
    return 0
  }
  if (answer === null || answer === undefined) return undefined
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures
  if (failures === undefined || failures === null) return undefined
  if (!Array.isArray(failures)) return 0
  let first: number | undefined
  for (const failure of failures as ({ itemIdentifier?: unknown } | null)[]) {
    const index = records.findIndex(({ SequenceNumber }) => SequenceNumber === failure?.itemIdentifier)
    if (index < 0) return 0
    if (first === undefined || index < first) first = index
  }
  return first
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
