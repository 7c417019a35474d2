import type { PatchOperation, Stage } from '@aws-sdk/client-api-gateway'
import { covers, ifFound, text, type PlannedResource, type ResourceHandler } from '../resource.ts'

export const restApiStage: ResourceHandler = {
  type: 'AWS::ApiGateway::Stage',
  async ensure(resource, stack) {
    const { CreateStageCommand, GetStageCommand, UpdateStageCommand } = await import('@aws-sdk/client-api-gateway')
    const client = await stack.clients.restapis()
    const [restApiId, deploymentId] = [text(resource, 'RestApiId'), text(resource, 'DeploymentId')]
    const stageName = text(resource, 'StageName')
    const known = await ifFound(() => client.send(new GetStageCommand({ restApiId, stageName })), 'NotFoundException')
    const { Description, TracingEnabled, Variables } = resource.properties
    const variables = Object.fromEntries(Object.entries((Variables ?? {}) as object).map(([name, value]) => [name, String(value)]))
    const wanted = {
      deploymentId,
      variables,
      ...(Description === undefined ? {} : { description: String(Description) }),
      ...(TracingEnabled === undefined ? {} : { tracingEnabled: String(TracingEnabled) === 'true' }),
    }
    if (!known) await client.send(new CreateStageCommand({ restApiId, stageName, ...wanted }))
    const patchOperations = [...(known ? changes(known, wanted) : []), ...settings(resource, known)]
    if (patchOperations.length > 0) await client.send(new UpdateStageCommand({ restApiId, stageName, patchOperations }))
    const action = !known ? 'created' : patchOperations.length > 0 ? 'updated' : 'unchanged'
    return { ref: stageName, attributes: {}, action }
  },
}

function changes(known: Stage, wanted: Pick<Stage, 'deploymentId' | 'description' | 'tracingEnabled' | 'variables'>): PatchOperation[] {
  const { variables = {}, ...texts } = wanted
  const replaced = Object.entries(texts).filter(([name, value]) => known[name as keyof Stage] !== value)
  const set = Object.entries(variables).filter(([name, value]) => known.variables?.[name] !== value)
  const gone = Object.keys(known.variables ?? {}).filter((name) => !Object.hasOwn(variables, name))
  return [
    ...replaced.map(([name, value]): PatchOperation => ({ op: 'replace', path: `/${name}`, value: String(value) })),
    ...set.map(([name, value]): PatchOperation => ({ op: 'replace', path: `/variables/${name}`, value })),
    ...gone.map((name): PatchOperation => ({ op: 'remove', path: `/variables/${name}` })),
  ]
}

/** Members of a MethodSettings entry by the path below its method. */
const SETTINGS: Readonly<Record<string, readonly [path: string, member: string]>> = {
  DataTraceEnabled: ['logging/dataTrace', 'dataTraceEnabled'],
  LoggingLevel: ['logging/loglevel', 'loggingLevel'],
  MetricsEnabled: ['metrics/enabled', 'metricsEnabled'],
  ThrottlingBurstLimit: ['throttling/burstLimit', 'throttlingBurstLimit'],
  ThrottlingRateLimit: ['throttling/rateLimit', 'throttlingRateLimit'],
}

function settings({ properties }: PlannedResource, known: Stage | undefined): PatchOperation[] {
  const entries = (properties['MethodSettings'] ?? []) as Readonly<Record<string, unknown>>[]
  return entries.flatMap((entry) => {
    const resourcePath = String(entry['ResourcePath'] ?? '/*').replace(/^\//, '')
    const key = `${resourcePath}/${String(entry['HttpMethod'] ?? '*')}`
    const held = (known?.methodSettings?.[key] ?? {}) as Readonly<Record<string, unknown>>
    return Object.entries(SETTINGS).flatMap(([name, [path, member]]): PatchOperation[] => {
      if (entry[name] === undefined || covers(held[member], entry[name])) return []
      return [{ op: 'replace', path: `/${resourcePath.replaceAll('/', '~1')}/${String(entry['HttpMethod'] ?? '*')}/${path}`, value: String(entry[name]) }]
    })
  })
}
