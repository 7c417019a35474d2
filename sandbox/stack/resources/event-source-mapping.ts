import type { CreateEventSourceMappingCommandInput, EventSourceMappingConfiguration } from '@aws-sdk/client-lambda'
import type { Clients } from '../clients.ts'
import { covers, pick, text, type PlannedResource, type ResourceHandler } from '../resource.ts'

const NUMBERS = ['BatchSize', 'MaximumBatchingWindowInSeconds', 'ParallelizationFactor', 'MaximumRetryAttempts', 'MaximumRecordAgeInSeconds', 'TumblingWindowInSeconds'] as const
const FLAGS = ['Enabled', 'BisectBatchOnFunctionError'] as const
/** What can be changed and is taken over as it is written. */
const OTHERS = [
  'FunctionResponseTypes', 'FilterCriteria', 'DestinationConfig', 'MetricsConfig', 'LoggingConfig', 'ScalingConfig', 'ProvisionedPollerConfig', 'SourceAccessConfigurations',
  'AmazonManagedKafkaEventSourceConfig', 'SelfManagedKafkaEventSourceConfig', 'DocumentDBEventSourceConfig',
] as const
/** What a mapping is made with once and for all. */
const FIXED = ['StartingPosition', 'Topics', 'Queues', 'SelfManagedEventSource'] as const

export const eventSourceMapping: ResourceHandler = {
  type: 'AWS::Lambda::EventSourceMapping',
  async ensure(resource, stack) {
    const FunctionName = text(resource, 'FunctionName')
    const EventSourceArn = text(resource, 'EventSourceArn')
    const existing = await find(stack.clients, FunctionName, EventSourceArn)
    if (existing) return { ...named(existing), action: (await change(stack.clients, existing, settingsOf(resource))) ? 'updated' : 'unchanged' }
    const { CreateEventSourceMappingCommand } = await import('@aws-sdk/client-lambda')
    const input = { FunctionName, EventSourceArn, ...settingsOf(resource), ...fixedOf(resource) }
    const created = await (await stack.clients.lambda()).send(new CreateEventSourceMappingCommand(input))
    await settled(stack.clients, created.UUID!)
    return { ...named(created), action: 'created' }
  },
}

const named = ({ UUID, EventSourceMappingArn = '' }: EventSourceMappingConfiguration) => ({
  ref: UUID!,
  attributes: { Id: UUID!, EventSourceMappingArn },
})

type Input = Partial<CreateEventSourceMappingCommandInput>

/** CloudFormation takes text where a number or a truth value is wanted; the API does not. */
function settingsOf({ properties }: PlannedResource): Input {
  const convert = (names: readonly string[], to: (value: unknown) => unknown) =>
    Object.fromEntries(Object.entries(pick(properties, names)).map(([name, value]) => [name, to(value)]))
  const key = properties['KmsKeyArn']
  return {
    ...convert(NUMBERS, Number),
    ...convert(FLAGS, (value) => String(value) === 'true'),
    ...pick(properties, OTHERS),
    ...(key === undefined ? {} : { KMSKeyArn: String(key) }),
  }
}

function fixedOf({ properties }: PlannedResource): Input {
  const { StartingPositionTimestamp: time, Tags: tags } = properties
  return {
    ...pick(properties, FIXED),
    // Seconds since 1970, as a number or as text.
    ...(time === undefined ? {} : { StartingPositionTimestamp: new Date(Number(time) * 1000) }),
    ...(Array.isArray(tags) ? { Tags: Object.fromEntries(tags.map(({ Key, Value }: { Key: string; Value: unknown }) => [Key, String(Value)])) } : {}),
  }
}

async function find(clients: Clients, FunctionName: string, EventSourceArn: string): Promise<EventSourceMappingConfiguration | undefined> {
  const { ListEventSourceMappingsCommand } = await import('@aws-sdk/client-lambda')
  const listed = await (await clients.lambda()).send(new ListEventSourceMappingsCommand({ FunctionName, EventSourceArn }))
  return listed.EventSourceMappings?.[0]
}

/** Brings a mapping in line with what the template says; what it does not say stays. True where something had to change. */
async function change(clients: Clients, existing: EventSourceMappingConfiguration, wanted: Input): Promise<boolean> {
  const has = { ...existing, Enabled: existing.State === 'Enabled' || existing.State === 'Enabling' || existing.State === 'Creating' }
  if (covers(has, wanted)) return false
  const { UpdateEventSourceMappingCommand } = await import('@aws-sdk/client-lambda')
  await (await clients.lambda()).send(new UpdateEventSourceMappingCommand({ UUID: existing.UUID, ...wanted }))
  await settled(clients, existing.UUID!)
  return true
}

/** A mapping takes a moment to be made; a record put before it is enabled might be older than its LATEST. */
async function settled(clients: Clients, UUID: string): Promise<void> {
  const { GetEventSourceMappingCommand } = await import('@aws-sdk/client-lambda')
  const lambda = await clients.lambda()
  for (let attempt = 0; attempt < 120; attempt++) {
    const { State } = await lambda.send(new GetEventSourceMappingCommand({ UUID }))
    if (State === 'Enabled' || State === 'Disabled') return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
