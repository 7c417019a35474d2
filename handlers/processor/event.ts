/** The part of a Kinesis event that this function reads. Data is base64; the event source mapping sets the order. */
export type KinesisRecord = {
  readonly kinesis: { readonly sequenceNumber: string; readonly data: string }
}

export type KinesisEvent = { readonly Records: readonly KinesisRecord[] }

/** What ReportBatchItemFailures asks for: empty means all done, else the mapping resumes at the lowest number named. */
export type BatchResponse = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] }
