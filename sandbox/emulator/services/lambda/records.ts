import type { _Record } from '@aws-sdk/client-kinesis'
import { windowMembers, type WindowPart } from './tumbling.ts'

/** What an invocation may be given, in bytes. */
const EVENT_BYTES = 6_291_456
const HEAD = '{"Records":['
const TAIL = ']}'

export interface Origin {
  readonly shardId: string
  /** The stream's ARN, or the consumer's where the mapping reads for one. */
  readonly sourceArn: string
  readonly roleArn: string
}

/** A record with its place in an event: written once, however often it is tried. */
export interface Item {
  readonly record: _Record
  readonly json: string
  readonly size_bytes: number
}

export type RecordMembers = ReturnType<typeof membersOf>

/** A record member for member as Lambda writes it. */
export function membersOf(record: _Record, { shardId, sourceArn, roleArn }: Origin) {
  return {
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
    awsRegion: sourceArn.split(':')[3],
    eventSourceARN: sourceArn,
  }
}

export function itemOf(record: _Record, members: RecordMembers): Item {
  const json = JSON.stringify(members)
  return { record, json, size_bytes: Buffer.byteLength(json) }
}

/** Epoch milliseconds. */
export const arrivalOf = ({ record }: Pick<Item, 'record'>) => record.ApproximateArrivalTimestamp!.getTime()

/** The event for some items of a shard. */
export function eventOf(items: readonly Item[], { shardId, sourceArn }: Omit<Origin, 'roleArn'>, window?: WindowPart): Buffer {
  const rest = window ? `],${JSON.stringify(windowMembers(window, shardId, sourceArn)).slice(1)}` : TAIL
  return Buffer.from(`${HEAD}${items.map(({ json }) => json).join(',')}${rest}`)
}

/**
 * How many of the first items fit into one invocation: at least one, however large it is. `besides_bytes` is what the
 * event holds beside its records.
 */
export function fitting(items: readonly Item[], batchSize: number, besides_bytes = 0): number {
  let bytes = HEAD.length + TAIL.length + besides_bytes
  let count = 0
  for (const { size_bytes } of items) {
    bytes += size_bytes + (count > 0 ? 1 : 0)
    if (count > 0 && (bytes > EVENT_BYTES || count >= batchSize)) break
    count++
  }
  return count
}

/**
 * With `ReportBatchItemFailures`: the index of the first record that the answer reports as failed, or undefined where
 * all went well. An answer that cannot be read, or that names no record of the batch, fails the whole batch: 0.
 */
export function firstFailure(payload: Uint8Array | undefined, items: readonly Item[]): number | undefined {
  let answer: unknown
  try {
    answer = JSON.parse(Buffer.from(payload ?? []).toString() || 'null')
  } catch {
    return 0
  }
  if (typeof answer !== 'object' || answer === null) return undefined
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures
  if (failures === undefined || failures === null) return undefined
  if (!Array.isArray(failures)) return 0
  const places = new Map(items.map(({ record }, index) => [record.SequenceNumber, index]))
  let first: number | undefined
  for (const failure of failures as ({ itemIdentifier?: string } | null)[]) {
    const index = places.get(failure?.itemIdentifier)
    if (index === undefined) return 0
    if (first === undefined || index < first) first = index
  }
  return first
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
