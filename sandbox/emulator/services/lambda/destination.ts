import type { Host } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import type { Span } from '../../kernel/trace/span.ts'
import { invalidParameter } from './errors.ts'
import { changeMapping, type MappingRecord } from './mapping.ts'
import { eventOf, type Item } from './records.ts'
import type { Source } from './source.ts'

/** The last invocation of records that are given up, as far as there was one. */
export interface Attempted {
  readonly requestId?: string | undefined
  readonly response?: ResponseContext | undefined
}

export interface ResponseContext {
  readonly statusCode: number
  readonly executedVersion: string
  readonly functionError: string | null
}

export interface Discarded extends Attempted {
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded'
  readonly invokeCount: number
  readonly shardId: string
  readonly items: readonly Item[]
  readonly trace: Span
}

/** Throws as Lambda does where the destination is not there, or the role may not look at it. */
export async function checkDestination(source: Source, { onFailure }: MappingRecord): Promise<void> {
  if (onFailure === undefined) return
  try {
    await source.call('s3', 'HeadBucket', { Bucket: bucketOf(onFailure) })
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    if (error.status === 403) throw invalidParameter('The provided execution role does not have permissions to call ListBucket on S3')
    throw invalidParameter(`The destination ARN ${onFailure} is invalid.`)
  }
}

/** Writes what is given up into the mapping's destination; true where it has one and that took it. */
export async function deliver(host: Host, source: Source, mapping: MappingRecord, discarded: Discarded): Promise<boolean | undefined> {
  const { shardId, items, condition } = discarded
  host.settings.log(
    `${items.length} record${items.length === 1 ? '' : 's'} of ${shardId} given up for ${mapping.functionArn}: ${condition}`,
  )
  if (mapping.onFailure === undefined) return undefined
  const now = new Date(host.clock.now())
  const invocation = invocationRecord(now, source, mapping, discarded, host.ids.uuid())
  const Body = JSON.stringify({ ...invocation, payload: eventOf(items, { shardId, sourceArn: source.arn }).toString() })
  const Key = objectKey(now, mapping.uuid, shardId, host.ids.uuid())
  try {
    await source.call('s3', 'PutObject', { Bucket: bucketOf(mapping.onFailure), Key, Body }, discarded.trace)
    return true
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    changeMapping(host, mapping, { lastResult: `PROBLEM: ${error.message}` })
    host.settings.log(`The destination ${mapping.onFailure} did not take what was given up: ${error.message}`)
    return false
  }
}

/** Records that were too old have no answer to tell of, and count as tried once even when they never were. */
function invocationRecord(now: Date, source: Source, mapping: MappingRecord, discarded: Discarded, otherwise: string): object {
  const { condition, invokeCount, requestId = otherwise, response, shardId, items } = discarded
  const [first, last] = [items[0]!.record, items.at(-1)!.record]
  return {
    requestContext: { requestId, functionArn: mapping.functionArn, condition, approximateInvokeCount: Math.max(1, invokeCount) },
    ...(condition === 'RetryAttemptsExhausted' && response ? { responseContext: response } : {}),
    version: '1.0',
    timestamp: now.toISOString(),
    KinesisBatchInfo: {
      shardId,
      startSequenceNumber: first.SequenceNumber,
      endSequenceNumber: last.SequenceNumber,
      approximateArrivalOfFirstRecord: first.ApproximateArrivalTimestamp!.toISOString(),
      approximateArrivalOfLastRecord: last.ApproximateArrivalTimestamp!.toISOString(),
      batchSize: items.length,
      streamArn: source.streamArn,
    },
  }
}

/** `aws/lambda/<mapping>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<UUID>` */
function objectKey(now: Date, mapping: string, shardId: string, id: string): string {
  const [date, time] = now.toISOString().slice(0, 19).split('T') as [string, string]
  return `aws/lambda/${mapping}/${shardId}/${date.replaceAll('-', '/')}/${date}T${time.replaceAll(':', '.')}-${id}`
}

const bucketOf = (arn: string) => arn.slice(arn.lastIndexOf(':') + 1)
