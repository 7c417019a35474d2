import type { TraceLink } from '../../../kernel/trace/link.ts'

/** One record of a shard. Its place in the log and its time make its sequence number. */
export interface StoredRecord {
  /** Epoch milliseconds; never less than the record's before it. */
  readonly time: number
  /** A view of the log's own memory, not to be written to. */
  readonly data: Uint8Array
  readonly partitionKey: string | undefined
  readonly encrypted: boolean
  /** Where it comes from; nobody is shown it. */
  readonly trace: TraceLink | string | undefined
}
