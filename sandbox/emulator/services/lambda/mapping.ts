import type {
  CreateEventSourceMappingCommandInput, EventSourceMappingConfiguration, EventSourcePosition, FunctionResponseType,
  UpdateEventSourceMappingCommandInput,
} from '@aws-sdk/client-lambda'
import type { Context, Host } from '../../kernel/context.ts'
import { collection } from '../../kernel/store.ts'
import { notFound, unsupported } from './errors.ts'
import { scopeOf } from './state.ts'

export type MappingState = 'Creating' | 'Enabling' | 'Enabled' | 'Disabling' | 'Disabled' | 'Updating' | 'Deleting'

/** An event source mapping: which stream is read for which function, and how. */
export interface MappingRecord {
  readonly uuid: string
  readonly account: string
  readonly region: string
  readonly functionArn: string
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
  readonly lastModified: number
  readonly lastResult: string
  readonly tags: Readonly<Record<string, string>>
}

/** How far one shard has been read for a mapping. */
export interface Checkpoint {
  /** The last record that is done with. */
  readonly after?: string
  /** Where reading begins as long as nothing is done: an iterator taken at `anchoredAt`, or the shard's begin. */
  readonly iterator?: string
  readonly anchoredAt?: number
  /** Closed by a reshard and read to its end. */
  readonly drained?: boolean
}

export const mappings = collection<MappingRecord>('lambda.mappings', 'region')
/** By `<mapping>/<shard>`. */
export const checkpoints = collection<Checkpoint>('lambda.checkpoints', 'region')

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
    ParallelizationFactor: 1,
    DestinationConfig: { OnFailure: {} },
    MaximumRecordAgeInSeconds: of.maximumAge_s,
    BisectBatchOnFunctionError: of.bisect,
    MaximumRetryAttempts: of.retries,
    TumblingWindowInSeconds: 0,
    FunctionResponseTypes: [...of.responseTypes],
  }
}

/** Members that would change what reaches the function, and are not at work here. */
export function refuseUnsupportedMapping(
  input: Partial<CreateEventSourceMappingCommandInput & UpdateEventSourceMappingCommandInput>,
): void {
  const refused: Record<string, unknown> = {
    FilterCriteria: input.FilterCriteria?.Filters?.length,
    'DestinationConfig.OnFailure': input.DestinationConfig?.OnFailure?.Destination,
    'DestinationConfig.OnSuccess': input.DestinationConfig?.OnSuccess?.Destination,
    'ParallelizationFactor above 1': (input.ParallelizationFactor ?? 1) > 1,
    TumblingWindowInSeconds: input.TumblingWindowInSeconds,
    KMSKeyArn: input.KMSKeyArn,
    MetricsConfig: input.MetricsConfig?.Metrics?.length,
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
