import type { Limit } from '../../kernel/validate.ts'

/** Constraints that several operations share. */
export const NAME: Limit = { pattern: '[a-zA-Z0-9_.-]+', max: 128, min: 1 }
export const STREAM_ARN: Limit = { pattern: 'arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+', max: 2048, min: 1 }
export const CONSUMER_ARN: Limit = {
  pattern: '^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+',
  max: 2048,
  min: 1,
}
export const RESOURCE_ARN: Limit = { pattern: 'arn:aws.*:kinesis:.*:\\d{12}:.*stream/\\S+', max: 2048, min: 1 }
/** The two ways to name a stream. */
export const STREAM = { StreamName: NAME, StreamARN: STREAM_ARN }
export const HASH_KEY: Limit = { pattern: '0|([1-9]\\d{0,38})' }
export const PARTITION_KEY: Limit = { max: 256, min: 1 }
export const SEQUENCE_NUMBER: Limit = { pattern: '0|([1-9]\\d{0,128})' }
export const TAGS: Limit = { max: 200, keys: { max: 128, min: 1 }, values: { max: 256, min: 0 } }
export const TAG_KEYS: Limit = { max: 50, min: 1, each: { max: 128, min: 1 } }
export const NEXT_TOKEN: Limit = { max: 1_048_576, min: 1 }
export const STREAM_MODE: Limit = { members: { StreamMode: { required: true, enum: ['PROVISIONED', 'ON_DEMAND'] } } }
export const ENCRYPTION = { EncryptionType: { enum: ['NONE', 'KMS'] }, KeyId: { max: 2048, min: 1 } }
/** The two ways to name a consumer. */
export const CONSUMER = { StreamARN: STREAM_ARN, ConsumerName: NAME, ConsumerARN: CONSUMER_ARN }
export const MAX_RECORD_SIZE: Limit = { minValue: 1024, maxValue: 10_240 }
export const DISTRIBUTION: Limit = { enum: ['USER_PARTITION_KEY', 'AUTO'] }
export const WARM_THROUGHPUT: Limit = { minValue: 0 }
export const REQUIRED: Limit = { required: true }
export const KMS_ONLY = { EncryptionType: { required: true, enum: ['KMS'] }, KeyId: { required: true, max: 2048, min: 1 } } as const
