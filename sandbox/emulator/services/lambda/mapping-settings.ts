import type { CreateEventSourceMappingCommandInput, UpdateEventSourceMappingCommandInput } from '@aws-sdk/client-lambda'
import type { Limits } from '../../kernel/validate.ts'
import { invalidParameter, unsupported } from './errors.ts'
import { QUALIFIED_NAME } from './function-name.ts'
import type { MappingRecord } from './mapping.ts'
import { checkFilters } from './record-filter.ts'

const DESTINATION = '$|kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)'

export const MAPPING_LIMITS: Limits = {
  FunctionName: QUALIFIED_NAME,
  BatchSize: { minValue: 1, maxValue: 10_000 },
  FilterCriteria: { members: { Filters: { each: { members: { Pattern: { max: 4096 } } } } } },
  MaximumBatchingWindowInSeconds: { minValue: 0, maxValue: 300 },
  ParallelizationFactor: { minValue: 1, maxValue: 10 },
  StartingPosition: { enum: ['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'] },
  DestinationConfig: { members: { OnFailure: { members: { Destination: { max: 350, pattern: DESTINATION } } } } },
  MaximumRecordAgeInSeconds: { minValue: -1, maxValue: 604_800 },
  MaximumRetryAttempts: { minValue: -1, maxValue: 10_000 },
  TumblingWindowInSeconds: { minValue: 0, maxValue: 900 },
  FunctionResponseTypes: { max: 1, each: { enum: ['ReportBatchItemFailures'] } },
  MetricsConfig: { members: { Metrics: { each: { enum: ['EventCount', 'ErrorCount', 'KafkaMetrics'] } } } },
}

const SOURCE = /^arn:aws[a-z-]*:kinesis:[a-z0-9-]+:\d{12}:stream\/[a-zA-Z0-9_.-]+(\/consumer\/[a-zA-Z0-9_.-]+:\d+)?$/

/** The stream, or the consumer of one, that a mapping reads; throws where the source is none that can be read here. */
export function readSourceArn(arn: string | undefined): string {
  if (arn === undefined) throw invalidParameter('Unrecognized event source, must be kinesis, dynamodb stream or sqs. Unsupported source arn : null')
  if (SOURCE.test(arn)) return arn
  const service = arn.split(':')[2] ?? ''
  if (['dynamodb', 'sqs', 'kafka', 'mq', 'rds'].includes(service)) throw unsupported(`EventSourceArn of ${service}`)
  throw invalidParameter(`Unrecognized event source, must be kinesis, dynamodb stream or sqs. Unsupported source arn : ${arn}`)
}

/** `now` is epoch milliseconds. */
export function checkStartingPosition(input: CreateEventSourceMappingCommandInput, now: number): void {
  if (input.StartingPosition === undefined) throw missing('startingPosition')
  const time = input.StartingPositionTimestamp
  if (input.StartingPosition !== 'AT_TIMESTAMP') {
    if (time) throw invalidParameter('StartingPositionTimestamp is only valid with StartingPosition AT_TIMESTAMP.')
    return
  }
  if (!time) throw missing('startingPositionTimestamp')
  if (time.getTime() > now) throw invalidParameter('StartingPositionTimestamp cannot be in the future.')
}

function missing(name: string) {
  return invalidParameter(
    `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null.`,
  )
}

/** What a request changes of how a mapping reads and retries. An `onFailure` of undefined takes the destination away. */
export function readMappingSettings(
  input: CreateEventSourceMappingCommandInput | UpdateEventSourceMappingCommandInput,
): Partial<MappingRecord> {
  const age_s = input.MaximumRecordAgeInSeconds
  if (age_s !== undefined && age_s !== -1 && age_s < 60)
    throw invalidParameter('MaximumRecordAgeInSeconds must be -1 or between 60 and 604800 seconds.')
  const given = {
    batchSize: input.BatchSize,
    window_s: input.MaximumBatchingWindowInSeconds,
    maximumAge_s: age_s,
    retries: input.MaximumRetryAttempts,
    bisect: input.BisectBatchOnFunctionError,
    responseTypes: input.FunctionResponseTypes,
    factor: input.ParallelizationFactor,
    tumbling_s: input.TumblingWindowInSeconds,
    filters: input.FilterCriteria && checkFilters((input.FilterCriteria.Filters ?? []).map(({ Pattern }) => Pattern)),
    metrics: input.MetricsConfig && readMetrics(input.MetricsConfig.Metrics ?? []),
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== null))
}

/** The destination that a request sets (undefined: none), or `unchanged`. */
export function readDestination(
  input: Pick<CreateEventSourceMappingCommandInput, 'DestinationConfig'>,
  unchanged: string | undefined,
): string | undefined {
  if (!input.DestinationConfig) return unchanged
  const arn = input.DestinationConfig.OnFailure?.Destination
  if (arn === undefined || arn === '') return undefined
  if (/^arn:aws[a-z-]*:s3:::[^/]+$/.test(arn)) return arn
  const service = arn.startsWith('kafka:') ? 'kafka' : arn.split(':')[2]!
  if (['sqs', 'sns', 'kafka'].includes(service)) throw unsupported(`DestinationConfig.OnFailure of ${service}`)
  throw invalidParameter(`The destination ARN ${arn} is invalid.`)
}

function readMetrics(metrics: NonNullable<CreateEventSourceMappingCommandInput['MetricsConfig']>['Metrics'] & object): MappingRecord['metrics'] {
  if (metrics.some((metric) => metric !== 'EventCount'))
    throw invalidParameter('Only EventCount metrics are supported for Kinesis event source mappings.')
  return [...new Set(metrics)]
}
