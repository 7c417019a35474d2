import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { PermanentError, type Upload } from './record.ts'

// Made once per execution environment, so that warm invocations reuse their connections.
const s3 = new S3Client({})

/**
 * AccessDenied is among them because S3 says that, and not NoSuchKey, of a missing key to a caller without
 * s3:ListBucket, which this function's role does not have (API reference, GetObject, "Permissions").
 */
const UNREADABLE = new Set(['NoSuchKey', 'NoSuchBucket', 'AccessDenied', 'InvalidObjectState', 'KeyTooLongError'])

/** Not AccessDenied: a refused write is the fault of our own set-up and hits every record, so none may be skipped. */
const UNWRITABLE = new Set(['KeyTooLongError'])

/** A text with the metadata of its object, which says which upload it came from. */
export interface StoredText {
  readonly text: string
  readonly metadata: Readonly<Record<string, string>>
}

/** Throws PermanentError if the object can never be read, else whatever S3 or the network threw. */
export const getText = async ({ bucket, key }: Upload): Promise<StoredText> => {
  try {
    const { Body, Metadata = {} } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
    return { text: (await Body?.transformToString('utf-8')) ?? '', metadata: Metadata }
  } catch (error) {
    throw classify(error, UNREADABLE)
  }
}

/** Writing the same key again is harmless, as it must be: a redelivered record does so. */
export const putText = async (bucket: string, key: string, { text, metadata }: StoredText): Promise<void> => {
  try {
    // Bytes, because the SDK takes an empty string for a stream of unknown length, and warns.
    const Body = Buffer.from(text)
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body,
        ContentType: 'text/plain; charset=utf-8',
        Metadata: { ...metadata },
      }),
    )
  } catch (error) {
    throw classify(error, UNWRITABLE)
  }
}

const classify = (error: unknown, permanent: ReadonlySet<string>): unknown =>
  error instanceof Error && permanent.has(error.name)
    ? new PermanentError(`${error.name}: ${error.message}`, { cause: error })
    : error
