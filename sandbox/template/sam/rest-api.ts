import { createHash } from 'node:crypto'
import type { ResourceDeclaration } from '../parse.ts'
import type { Value, ValueMap } from '../value.ts'
import { isMap } from '../value.ts'
import type { Resources, SamBuild } from './build.ts'
import { attributes, checkProperties, defined, inherited, invalid, literal } from './build.ts'
import { authorizerPermissions } from './rest-auth.ts'
import { restApiBody } from './rest-open-api.ts'

const KNOWN = new Set(
  'Name Description StageName Tags Variables Auth Cors DefinitionBody FailOnWarnings DisableExecuteApiEndpoint AccessLogSetting MethodSettings EndpointConfiguration BinaryMediaTypes MinimumCompressionSize TracingEnabled GatewayResponses Models OpenApiVersion ApiKeySourceType Mode PropagateTags'.split(' '),
)
const UNSUPPORTED = new Set('AlwaysDeploy CacheClusterEnabled CacheClusterSize CanarySetting DefinitionUri Domain EndpointAccessMode MergeDefinitions Policy SecurityPolicy'.split(' '))

export const IMPLICIT_REST_API = 'ServerlessRestApi'

/**
 * AWS::Serverless::Api: the API, whose OpenAPI body holds all methods and authorizers, a deployment that has another
 * name for another body, and the stage. The deployment's hash is not AWS's, which is of the text of a Python object.
 */
export function expandRestApi(build: SamBuild, id: string, declared: ResourceDeclaration): Resources {
  checkProperties(id, declared, KNOWN, UNSUPPORTED)
  const properties = declared.Properties ?? {}
  const stageName = literal(build, properties['StageName']) ?? invalid(id, "Missing required property 'StageName'.", 'StageName')
  const body = restApiBody(build, id, properties, build.routes.get(id) ?? [])
  const digest = createHash('sha1').update(JSON.stringify([body, properties['OpenApiVersion'] ?? null])).digest('hex')
  const deploymentId = `${id}Deployment${digest.slice(0, 10)}`
  const stageId = stageLogicalId(id, stageName)
  build.names.set(`${id}.Stage`, stageId)
  build.names.set(`${id}.Deployment`, deploymentId)
  const more = inherited(declared)
  // Without OpenApiVersion SAM has always made a second stage, of this name, and keeps to it.
  const extraStage = properties['OpenApiVersion'] === undefined ? 'Stage' : undefined
  const deployment = defined({ Description: `RestApi deployment id: ${digest}`, RestApiId: { Ref: id }, StageName: extraStage })
  return {
    [id]: { ...attributes(declared), Type: 'AWS::ApiGateway::RestApi', Properties: apiProperties(properties, body) },
    [deploymentId]: { ...more, Type: 'AWS::ApiGateway::Deployment', Properties: deployment },
    [stageId]: { ...more, Type: 'AWS::ApiGateway::Stage', Properties: stageProperties(id, stageName, deploymentId, properties) },
    ...authorizerPermissions(id, properties, more),
  }
}

function apiProperties(properties: ValueMap, body: ValueMap): ValueMap {
  const endpoint = properties['EndpointConfiguration']
  const type = isMap(endpoint) && endpoint['Type'] !== undefined ? endpoint['Type'] : isMap(endpoint) ? undefined : endpoint
  return defined({
    Body: body,
    ApiKeySourceType: properties['ApiKeySourceType'],
    BinaryMediaTypes: properties['BinaryMediaTypes'],
    Description: properties['Description'],
    EndpointConfiguration: type === undefined ? undefined : { Types: [type] },
    FailOnWarnings: properties['FailOnWarnings'],
    MinimumCompressionSize: properties['MinimumCompressionSize'],
    Mode: properties['Mode'],
    Name: properties['Name'],
    Parameters: type === undefined ? undefined : { endpointConfigurationTypes: type },
  })
}

function stageProperties(id: string, stageName: Value, deploymentId: string, properties: ValueMap): ValueMap {
  const tags = properties['Tags']
  return defined({
    AccessLogSetting: properties['AccessLogSetting'],
    DeploymentId: { Ref: deploymentId },
    MethodSettings: properties['MethodSettings'],
    RestApiId: { Ref: id },
    StageName: stageName,
    Tags: isMap(tags) ? Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) : undefined,
    TracingEnabled: properties['TracingEnabled'],
    Variables: properties['Variables'],
  })
}

function stageLogicalId(id: string, stageName: Value): string {
  if (typeof stageName !== 'string') return `${id}Stage`
  if (/^[a-zA-Z0-9]+$/.test(stageName)) return `${id}${stageName}Stage`
  return `${id}Stage${createHash('sha1').update(stageName).digest('hex').slice(0, 10)}`
}
