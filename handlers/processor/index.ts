import type { BatchResponse, KinesisEvent, KinesisRecord } from './event.ts'
import { getText, putText } from './object.ts'
import { PermanentError, processedKey, readRecord } from './record.ts'

/**
 * Upper-cases every object that the batch names. A hopeless record is logged and passed over. At the first failure
 * that a retry may cure, the rest of the batch is handed back: a stream is ordered, and the mapping redelivers
 * everything from the reported record on, so work done behind it would only be done again.
 */
export const handler = async (event: KinesisEvent): Promise<BatchResponse> => {
  const bucket = environment('PROCESSED_BUCKET')
  for (const record of event.Records) {
    const { sequenceNumber } = record.kinesis
    try {
      await processRecord(record, bucket)
    } catch (error) {
      const skipped = error instanceof PermanentError
      logError(skipped ? 'record skipped' : 'batch stopped, to be retried from this record', sequenceNumber, error)
      if (!skipped) return { batchItemFailures: [{ itemIdentifier: sequenceNumber }] }
    }
  }
  return { batchItemFailures: [] }
}

const processRecord = async (record: KinesisRecord, bucket: string): Promise<void> => {
  const upload = readRecord(record)
  const key = processedKey(upload)
  const { text, metadata } = await getText(upload)
  await putText(bucket, key, { text: text.toUpperCase(), metadata })
  const source = `s3://${upload.bucket}/${upload.key}`
  console.log(JSON.stringify({ message: 'processed', source, target: `s3://${bucket}/${key}` }))
}

const logError = (message: string, sequenceNumber: string, error: unknown): void => {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  console.error(JSON.stringify({ message, sequenceNumber, reason }))
}

/** Read at each call, not at load: a missing setting then shows as this sentence and not as a failed init. */
const environment = (name: string): string => {
  const value = process.env[name]
  if (!value) throw new Error(`environment variable ${name} is not set`)
  return value
}
