import type { PutRecordInput, PutRecordOutput, PutRecordsInput, PutRecordsOutput } from '@aws-sdk/client-kinesis'
import { textsIn } from '../../kernel/trace/group.ts'
import type { Attributes } from '../../kernel/trace/span.ts'

type Input = Partial<PutRecordInput & PutRecordsInput>
type Output = Partial<PutRecordOutput & PutRecordsOutput>

/** The stream, and of records that are put how many and how large; of one alone also where it went. */
export function describe(_operation: string, input: object, output: object | undefined): Attributes | undefined {
  const { StreamName, StreamARN, Data, Records } = input as Input
  const stream = StreamName ?? StreamARN?.slice(StreamARN.lastIndexOf('/') + 1)
  if (stream === undefined) return undefined
  const { ShardId, SequenceNumber, FailedRecordCount } = (output as Output | undefined) ?? {}
  if (Data) return { stream, size_bytes: Data.byteLength, ...(ShardId === undefined ? {} : { shard: ShardId, sequenceNumber: SequenceNumber }) }
  if (!Records) return { stream }
  const size_bytes = Records.reduce((sum, record) => sum + (record.Data?.byteLength ?? 0), 0)
  return { stream, records: Records.length, size_bytes, ...(FailedRecordCount ? { failed: FailedRecordCount } : {}) }
}

const LARGEST_BYTES = 64 * 1024

export function touches(_operation: string, input: object): readonly string[] {
  const { Data, PartitionKey, Records = [] } = input as Input
  const all = Data ? [{ Data, PartitionKey }] : Records.slice(0, 10)
  return all.flatMap((record) => [
    ...(record.Data && record.Data.byteLength <= LARGEST_BYTES ? textsIn(Buffer.from(record.Data).toString()) : []),
    ...(record.PartitionKey === undefined ? [] : [record.PartitionKey]),
  ])
}
