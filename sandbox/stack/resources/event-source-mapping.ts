import type { CreateEventSourceMappingCommandInput, EventSourceMappingConfiguration } from '@aws-sdk/client-lambda'
import type { Clients } from '../clients.ts'
import { pick, text, type ResourceHandler } from '../resource.ts'

const SETTINGS = ['BatchSize', 'MaximumBatchingWindowInSeconds', 'ParallelizationFactor', 'MaximumRetryAttempts', 'MaximumRecordAgeInSeconds', 'TumblingWindowInSeconds'] as const
const OTHERS = ['Enabled', 'StartingPosition', 'StartingPositionTimestamp', 'BisectBatchOnFunctionError', 'FunctionResponseTypes', 'FilterCriteria', 'DestinationConfig'] as const

export const eventSourceMapping: ResourceHandler = {
  type: 'AWS::Lambda::EventSourceMapping',
  async ensure(resource, stack) {
    const { CreateEventSourceMappingCommand } = await import('@aws-sdk/client-lambda')
    const lambda = await stack.clients.lambda()
    const FunctionName = text(resource, 'FunctionName')
    const EventSourceArn = text(resource, 'EventSourceArn')
    const existing = await find(stack.clients, FunctionName, EventSourceArn)
    if (existing) return { ref: existing.UUID!, attributes: { Id: existing.UUID! }, action: 'unchanged' }
    const numbers = Object.entries(pick(resource.properties, SETTINGS)).map(([name, value]) => [name, Number(value)])
    const input: CreateEventSourceMappingCommandInput = {
      FunctionName,
      EventSourceArn,
      ...Object.fromEntries(numbers),
      ...pick(resource.properties, OTHERS),
    }
    const created = await lambda.send(new CreateEventSourceMappingCommand(input))
    await enabled(stack.clients, created.UUID!)
    return { ref: created.UUID!, attributes: { Id: created.UUID! }, action: 'created' }
  },
}

async function find(clients: Clients, FunctionName: string, EventSourceArn: string): Promise<EventSourceMappingConfiguration | undefined> {
  const { ListEventSourceMappingsCommand } = await import('@aws-sdk/client-lambda')
  const listed = await (await clients.lambda()).send(new ListEventSourceMappingsCommand({ FunctionName, EventSourceArn }))
  return listed.EventSourceMappings?.[0]
}

/** A mapping takes a moment to be made; a record put before it is enabled might be older than its LATEST. */
async function enabled(clients: Clients, UUID: string): Promise<void> {
  const { GetEventSourceMappingCommand } = await import('@aws-sdk/client-lambda')
  const lambda = await clients.lambda()
  for (let attempt = 0; attempt < 120; attempt++) {
    const { State } = await lambda.send(new GetEventSourceMappingCommand({ UUID }))
    if (State !== 'Creating' && State !== 'Enabling') return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
