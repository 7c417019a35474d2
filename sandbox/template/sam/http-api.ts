import { createHash } from 'node:crypto'
import type { ResourceDeclaration } from '../parse.ts'
import type { Value, ValueMap } from '../value.ts'
import { isMap } from '../value.ts'
import type { EventRoute, Resources, SamBuild } from './build.ts'
import { attributes, checkProperties, defined, inherited, invalid, literal } from './build.ts'
import { openApiBody } from './open-api.ts'

const KNOWN = new Set(
  'Name Description StageName Tags StageVariables Auth CorsConfiguration DefinitionBody FailOnWarnings DisableExecuteApiEndpoint AccessLogSettings DefaultRouteSettings RouteSettings PropagateTags'.split(
    ' ',
  ),
)
const UNSUPPORTED = new Set(['DefinitionUri', 'Domain'])

/** AWS::Serverless::HttpApi: the API, whose OpenAPI body holds all routes and authorizers, and its one stage. */
export function expandHttpApi(build: SamBuild, id: string, declared: ResourceDeclaration): Resources {
  checkProperties(id, declared, KNOWN, UNSUPPORTED)
  const properties = declared.Properties ?? {}
  const tags = properties['Tags'] ?? {}
  if (!isMap(tags)) return invalid(id, "Type of property 'Tags' is invalid; it is a map of names to values.", 'Tags')
  const allTags = { 'httpapi:createdBy': 'SAM', ...tags }
  const stageName = literal(build, properties['StageName']) ?? '$default'
  const stageId = stageLogicalId(id, stageName)
  build.names.set(`${id}.Stage`, stageId)
  const body = openApiBody(id, properties, build.routes.get(id) ?? [], allTags)
  return {
    [id]: { ...attributes(declared), Type: 'AWS::ApiGatewayV2::Api', Properties: defined({ Body: body, FailOnWarnings: properties['FailOnWarnings'] }) },
    [stageId]: { ...inherited(declared), Type: 'AWS::ApiGatewayV2::Stage', Properties: stageProperties(id, stageName, properties, allTags) },
  }
}

function stageProperties(id: string, stageName: Value, properties: ValueMap, tags: ValueMap): ValueMap {
  return defined({
    ApiId: { Ref: id },
    StageName: stageName,
    StageVariables: properties['StageVariables'],
    AccessLogSettings: properties['AccessLogSettings'],
    DefaultRouteSettings: properties['DefaultRouteSettings'],
    RouteSettings: properties['RouteSettings'],
    Tags: tags,
    AutoDeploy: true,
  })
}

/** SAM guide, "Generated CloudFormation resources for AWS::Serverless::HttpApi"; other names get a hash. */
function stageLogicalId(id: string, stageName: Value): string {
  if (stageName === '$default') return `${id}ApiGatewayDefaultStage`
  if (typeof stageName !== 'string') return `${id}Stage`
  if (/^[a-zA-Z0-9]+$/.test(stageName)) return `${id}${stageName}Stage`
  return `${id}Stage${createHash('sha1').update(stageName).digest('hex').slice(0, 10)}`
}

/**
 * The condition of the API that SAM makes by itself: none when a function without a condition has a route, else any of
 * the functions' conditions. May add a condition to the build.
 */
export function implicitApiCondition(build: SamBuild, id: string, routes: readonly EventRoute[]): string | undefined {
  const conditions = new Set(routes.map(({ condition }) => condition))
  if (conditions.has(undefined)) return undefined
  const [first, ...others] = [...conditions].filter((condition) => condition !== undefined)
  if (first === undefined || others.length === 0) return first
  build.conditions[`${id}Condition`] = { 'Fn::Or': [first, ...others].map((condition) => ({ Condition: condition })) }
  return `${id}Condition`
}
