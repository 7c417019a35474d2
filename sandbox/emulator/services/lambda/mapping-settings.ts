import type { CreateEventSourceMappingCommandInput, UpdateEventSourceMappingCommandInput } from '@aws-sdk/client-lambda'
import type { Limits } from '../../kernel/validate.ts'
import { invalidParameter, unsupported } from './errors.ts'
import { QUALIFIED_NAME } from './function-name.ts'
import type { MappingRecord } from './mapping.ts'

export const MAPPING_LIMITS: Limits = {
  FunctionName: QUALIFIED_NAME,
  BatchSize: { minValue: 1, maxValue: 10_000 },
  MaximumBatchingWindowInSeconds: { minValue: 0, maxValue: 300 },
  ParallelizationFactor: { minValue: 1, maxValue: 10 },
  MaximumRecordAgeInSeconds: { minValue: -1, maxValue: 604_800 },
  MaximumRetryAttempts: { minValue: -1, maxValue: 10_000 },
  TumblingWindowInSeconds: { minValue: 0, maxValue: 900 },
  FunctionResponseTypes: { max: 1 },
}

const STREAM = /^arn:aws[a-z-]*:kinesis:([a-z0-9-]+):(\d{12}):stream\/([a-zA-Z0-9_.-]+)$/

/** The stream of a mapping; throws where the source is none that can be read here. */
export function readStreamArn(arn: string | undefined): string {
  if (arn === undefined) throw invalidParameter('Unrecognized event source, must be kinesis, dynamodb stream or sqs. Unsupported source arn : null')
  if (STREAM.test(arn)) return arn
  const service = arn.split(':')[2] ?? ''
  if (service === 'kinesis' && arn.includes('/consumer/')) throw unsupported('EventSourceArn of a stream consumer')
  if (['dynamodb', 'sqs', 'kafka', 'mq', 'rds'].includes(service)) throw unsupported(`EventSourceArn of ${service}`)
  throw invalidParameter(`Unrecognized event source, must be kinesis, dynamodb stream or sqs. Unsupported source arn : ${arn}`)
}

export function checkStartingPosition(input: CreateEventSourceMappingCommandInput): void {
  if (input.StartingPosition === undefined) throw missing('startingPosition')
  if (input.StartingPosition === 'AT_TIMESTAMP' && !input.StartingPositionTimestamp) throw missing('startingPositionTimestamp')
  if (input.StartingPosition !== 'AT_TIMESTAMP' && input.StartingPositionTimestamp)
    throw invalidParameter('StartingPositionTimestamp is only valid with StartingPosition AT_TIMESTAMP.')
}

function missing(name: string) {
  return invalidParameter(
    `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null.`,
  )
}

/** What a request changes of how a mapping reads and retries. */
export function readMappingSettings(
  input: CreateEventSourceMappingCommandInput | UpdateEventSourceMappingCommandInput,
): Partial<MappingRecord> {
  const age_s = input.MaximumRecordAgeInSeconds
  if (age_s !== undefined && age_s !== -1 && age_s < 60)
    throw invalidParameter('MaximumRecordAgeInSeconds must be -1 or between 60 and 604800 seconds.')
  return {
    ...(input.BatchSize === undefined ? {} : { batchSize: input.BatchSize }),
    ...(input.MaximumBatchingWindowInSeconds === undefined ? {} : { window_s: input.MaximumBatchingWindowInSeconds }),
    ...(age_s === undefined ? {} : { maximumAge_s: age_s }),
    ...(input.MaximumRetryAttempts === undefined ? {} : { retries: input.MaximumRetryAttempts }),
    ...(input.BisectBatchOnFunctionError === undefined ? {} : { bisect: input.BisectBatchOnFunctionError }),
    ...(input.FunctionResponseTypes ? { responseTypes: input.FunctionResponseTypes } : {}),
  }
}
