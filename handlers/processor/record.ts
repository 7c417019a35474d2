import type { KinesisRecord } from './event.ts'

export type Upload = { readonly bucket: string; readonly key: string }

/** A record that cannot succeed however often it is tried, and must not hold up those behind it. */
export class PermanentError extends Error {
  override name = 'PermanentError'
}

const SOURCE_PREFIX = 'uploads/'
const TARGET_PREFIX = 'processed/'

/** The object that a record names; throws PermanentError where it names none. */
export const readRecord = ({ kinesis }: KinesisRecord): Upload => {
  const { bucket, key } = parseObject(Buffer.from(kinesis.data, 'base64').toString('utf8'))
  // The pattern also keeps out what the SDK would take for an ARN, or refuse before any request is sent.
  if (typeof bucket !== 'string' || !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw new PermanentError('member "bucket" is not a bucket name')
  }
  if (typeof key !== 'string' || !key.isWellFormed()) {
    throw new PermanentError('member "key" is not a string')
  }
  if (!key.startsWith(SOURCE_PREFIX) || key === SOURCE_PREFIX) {
    throw new PermanentError(`key ${JSON.stringify(key)} is not under ${SOURCE_PREFIX}`)
  }
  return { bucket, key }
}

export const processedKey = ({ key }: Upload): string => TARGET_PREFIX + key.slice(SOURCE_PREFIX.length)

const parseObject = (text: string): Readonly<Record<string, unknown>> => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new PermanentError('data is not JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PermanentError('data is not a JSON object')
  }
  return value as Record<string, unknown>
}
