import type { ValueMap } from '../value.ts'
import { isMap, refTarget } from '../value.ts'
import type { SamBuild } from './build.ts'
import { invalidEvent, literal } from './build.ts'
import type { EventTarget, ExpandedEvent } from './events.ts'
import { executeApiArn, permission, routeOf } from './events.ts'
import { IMPLICIT_REST_API } from './rest-api.ts'

const PROPERTIES = new Set('Path Method RestApiId Auth TimeoutInMillis RequestModel RequestParameters'.split(' '))
const AUTH = new Set('Authorizer AuthorizationScopes ApiKeyRequired InvokeRole'.split(' '))

/** An event of type Api: a method of a REST API, and the permission for it. */
export function restEvent(build: SamBuild, target: EventTarget, eventId: string, properties: ValueMap): ExpandedEvent {
  const { id, declared } = target
  const unknown = Object.keys(properties).find((name) => !PROPERTIES.has(name))
  if (unknown !== undefined) return invalidEvent(id, eventId, `Api property ${unknown} is not supported by this sandbox; remove it to run the template here.`)
  for (const name of ['Path', 'Method']) if (properties[name] === undefined) return invalidEvent(id, eventId, `Event is missing key '${name}'.`)
  const { path, method } = routeOf(build, target, eventId, properties)
  const given = properties['RestApiId']
  const apiId = given === undefined ? IMPLICIT_REST_API : refTarget(given)
  const api = apiId === undefined ? undefined : build.template.resources[apiId]
  const isImplicit = apiId === IMPLICIT_REST_API
  if (apiId === undefined || (!isImplicit && api?.Type !== 'AWS::Serverless::Api'))
    return invalidEvent(id, eventId, 'RestApiId must be a valid reference to an \'AWS::Serverless::Api\' resource in same template.')
  const { Auth: auth, RequestModel: requestModel, RequestParameters: requestParameters, TimeoutInMillis: timeoutInMillis } = properties
  if (auth !== undefined && !isMap(auth)) return invalidEvent(id, eventId, "'Auth' must be a map.")
  const foreign = Object.keys(auth ?? {}).find((name) => !AUTH.has(name))
  if (foreign !== undefined) return invalidEvent(id, eventId, `Auth property ${foreign} is not supported by this sandbox; remove it to run the template here.`)
  if (requestParameters !== undefined && !Array.isArray(requestParameters)) return invalidEvent(id, eventId, "Invalid value for 'RequestParameters' property. It must be a list.")
  const route = { functionId: id, eventId, path, method, condition: declared.Condition, auth, timeoutInMillis, payloadFormatVersion: undefined, requestModel, requestParameters }
  build.routes.set(apiId, [...(build.routes.get(apiId) ?? []), route])
  const stage = isImplicit && !api ? 'Prod' : literal(build, api?.Properties?.['StageName'])
  const suffix = typeof stage === 'string' ? stage : 'Stage'
  const SourceArn = executeApiArn({ Ref: apiId }, method, path)
  return { resources: { [`${id}${eventId}Permission${suffix}`]: permission(target, 'apigateway.amazonaws.com', { SourceArn }) }, managedPolicies: [] }
}
