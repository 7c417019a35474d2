import type {
  CreateEventSourceMappingCommandInput, EventSourceMappingConfiguration, EventSourceMappingMetric, EventSourcePosition, FunctionResponseType,
  UpdateEventSourceMappingCommandInput,
} from '@aws-sdk/client-lambda'
import type { Context, Host } from '../../kernel/context.ts'
import { collection } from '../../kernel/store.ts'
import { checkpoints } from './checkpoint.ts'
import { notFound, unsupported } from './errors.ts'
import { scopeOf } from './state.ts'

export type MappingState = 'Creating' | 'Enabling' | 'Enabled' | 'Disabling' | 'Disabled' | 'Updating' | 'Deleting'

/** An event source mapping: which stream is read for which function, and how. */
export interface MappingRecord {
  readonly uuid: string
  readonly account: string
  readonly region: string
  readonly functionArn: string
  /** A stream, or a consumer of one. */
  readonly sourceArn: string
  readonly enabled: boolean
  readonly state: MappingState
  readonly startingPosition: EventSourcePosition
  readonly startingTimestamp?: Date
  readonly batchSize: number
  readonly window_s: number
  /** -1: as often as needed, for as long as the stream keeps the records. */
  readonly retries: number
  /** -1: however old. */
  readonly maximumAge_s: number
  readonly bisect: boolean
  readonly responseTypes: readonly FunctionResponseType[]
  /** Batches of one shard that are worked on at once. */
  readonly factor: number
  /** 0: no tumbling windows. */
  readonly tumbling_s: number
  /** Event patterns of which a record must fit one; empty: all records are delivered. */
  readonly filters: readonly string[]
  /** Where records go that are given up: a bucket's ARN. */
  readonly onFailure?: string
  /** `EventCount`, where records are to be counted on their way. */
  readonly metrics: readonly EventSourceMappingMetric[]
  readonly lastModified: number
  readonly lastResult: string
  readonly tags: Readonly<Record<string, string>>
}

export const mappings = collection<MappingRecord>('lambda.mappings', 'region')

/** Signalled when a mapping changes, so that what waits for a retry can look again. */
export const mappingTopic = (uuid: string) => `lambda:mapping:${uuid}`

export const mappingArn = ({ account, region, uuid }: Pick<MappingRecord, 'account' | 'region' | 'uuid'>) =>
  `arn:aws:lambda:${region}:${account}:event-source-mapping:${uuid}`

export function findMapping(ctx: Context, uuid: string): MappingRecord {
  const found = mappings(ctx).get(uuid)
  if (!found) throw notFound('The resource you requested does not exist.')
  return found
}

/** Changes what is stored of a mapping, if it is still there. */
export function changeMapping(host: Host, mapping: MappingRecord, changes: Partial<MappingRecord>): void {
  const table = mappings(scopeOf(host, mapping))
  const found = table.get(mapping.uuid)
  if (found) table.put(mapping.uuid, { ...found, ...changes })
}

/** Removes a mapping with all of its checkpoints. */
export function removeMapping(host: Host, mapping: MappingRecord): void {
  const where = scopeOf(host, mapping)
  mappings(where).delete(mapping.uuid)
  for (const key of [...checkpoints(where).keys()])
    if (key.startsWith(`${mapping.uuid}/`)) checkpoints(where).delete(key)
}

/** What AWS shows of a mapping. */
export function mappingConfiguration(of: MappingRecord): EventSourceMappingConfiguration {
  return {
    UUID: of.uuid,
    EventSourceMappingArn: mappingArn(of),
    EventSourceArn: of.sourceArn,
    FunctionArn: of.functionArn,
    State: of.state,
    StateTransitionReason: 'User action',
    LastModified: new Date(of.lastModified),
    LastProcessingResult: of.lastResult,
    StartingPosition: of.startingPosition,
    ...(of.startingTimestamp ? { StartingPositionTimestamp: of.startingTimestamp } : {}),
    BatchSize: of.batchSize,
    MaximumBatchingWindowInSeconds: of.window_s,
    ParallelizationFactor: of.factor,
    DestinationConfig: { OnFailure: of.onFailure === undefined ? {} : { Destination: of.onFailure } },
    ...(of.filters.length > 0 ? { FilterCriteria: { Filters: of.filters.map((Pattern) => ({ Pattern })) } } : {}),
    ...(of.metrics.length > 0 ? { MetricsConfig: { Metrics: [...of.metrics] } } : {}),
    MaximumRecordAgeInSeconds: of.maximumAge_s,
    BisectBatchOnFunctionError: of.bisect,
    MaximumRetryAttempts: of.retries,
    TumblingWindowInSeconds: of.tumbling_s,
    FunctionResponseTypes: [...of.responseTypes],
  }
}

/** Members that would change what reaches the function, and are not at work here. */
export function refuseUnsupportedMapping(
  input: Partial<CreateEventSourceMappingCommandInput & UpdateEventSourceMappingCommandInput>,
): void {
  const refused: Record<string, unknown> = {
    'DestinationConfig.OnSuccess': input.DestinationConfig?.OnSuccess?.Destination,
    KMSKeyArn: input.KMSKeyArn,
    LoggingConfig: input.LoggingConfig,
    ScalingConfig: input.ScalingConfig,
    ProvisionedPollerConfig: input.ProvisionedPollerConfig,
    Topics: input.Topics,
    Queues: input.Queues,
    SourceAccessConfigurations: input.SourceAccessConfigurations?.length,
    SelfManagedEventSource: input.SelfManagedEventSource,
    AmazonManagedKafkaEventSourceConfig: input.AmazonManagedKafkaEventSourceConfig,
    SelfManagedKafkaEventSourceConfig: input.SelfManagedKafkaEventSourceConfig,
    DocumentDBEventSourceConfig: input.DocumentDBEventSourceConfig,
  }
  for (const [name, value] of Object.entries(refused)) if (value) throw unsupported(name)
}
