import type { ResourceDeclaration } from '../parse.ts'
import type { Value, ValueMap } from '../value.ts'
import { intrinsicOf, isMap, refTarget } from '../value.ts'
import type { Resources, SamBuild } from './build.ts'
import { ANY_METHOD, defined, IMPLICIT_API, inherited, invalidEvent, literal } from './build.ts'
import { restEvent } from './rest-event.ts'
import { destinationStatements, managedPolicyArn } from './role.ts'

/** The function whose event is expanded. */
export interface EventTarget {
  readonly id: string
  readonly declared: ResourceDeclaration
  /** The APIs, as their ApiId in JSON, whose default route is this function's. */
  readonly defaultRouteApis: ReadonlySet<string>
}

export interface ExpandedEvent {
  readonly resources: Resources
  /** What the function's role needs when SAM makes it: ARNs of managed policies, and inline ones. */
  readonly managedPolicies: readonly Value[]
  readonly inlinePolicies?: readonly ValueMap[]
}

type Expand = (build: SamBuild, target: EventTarget, eventId: string, properties: ValueMap) => ExpandedEvent

const EVENTS: Readonly<Record<string, Expand>> = { Api: restEvent, HttpApi: httpApi, Kinesis: kinesis, S3: s3 }

/** Properties of a Kinesis event that AWS::Lambda::EventSourceMapping has by the same name. */
const MAPPING =
  'BatchSize BisectBatchOnFunctionError DestinationConfig Enabled FilterCriteria FunctionResponseTypes KmsKeyArn LoggingConfig MaximumBatchingWindowInSeconds MaximumRecordAgeInSeconds MaximumRetryAttempts MetricsConfig ParallelizationFactor StartingPosition StartingPositionTimestamp TumblingWindowInSeconds'.split(
    ' ',
  )

export function expandEvent(build: SamBuild, target: EventTarget, eventId: string, event: Value): ExpandedEvent {
  const type = isMap(event) ? event['Type'] : undefined
  if (!isMap(event) || typeof type !== 'string') return invalidEvent(target.id, eventId, "Event is missing key 'Type'.")
  const expand = Object.hasOwn(EVENTS, type) ? EVENTS[type] : undefined
  if (!expand) return invalidEvent(target.id, eventId, `Events of type ${type} are not supported by this sandbox; it has ${Object.keys(EVENTS).join(', ')}.`)
  const properties = event['Properties'] ?? {}
  if (!isMap(properties)) return invalidEvent(target.id, eventId, "'Properties' must be a map.")
  return expand(build, target, eventId, properties)
}

function kinesis(_build: SamBuild, { id, declared }: EventTarget, eventId: string, properties: ValueMap): ExpandedEvent {
  const stream = properties['Stream']
  if (stream === undefined) return invalidEvent(id, eventId, "No Queue (for SQS) or Stream (for Kinesis, DynamoDB or CloudWatch Logs) provided.")
  const unknown = Object.keys(properties).find((name) => name !== 'Stream' && !MAPPING.includes(name))
  if (unknown !== undefined) return invalidEvent(id, eventId, `property ${unknown} not defined for resource of type Kinesis`)
  if (properties['StartingPosition'] === undefined) return invalidEvent(id, eventId, "Missing required property 'StartingPosition'.")
  const filters = properties['FilterCriteria']
  if (isMap(filters) && !intrinsicOf(filters) && Object.keys(filters).some((name) => name !== 'Filters'))
    return invalidEvent(id, eventId, 'FilterCriteria field has a wrong format')
  const { destination, policies } = onFailure(id, eventId, properties['DestinationConfig'])
  const mapping = defined({
    ...Object.fromEntries(MAPPING.map((name) => [name, properties[name]])),
    DestinationConfig: destination,
    EventSourceArn: stream,
    FunctionName: { Ref: id },
  })
  return {
    resources: { [`${id}${eventId}`]: { ...inherited(declared), Type: 'AWS::Lambda::EventSourceMapping', Properties: mapping } },
    managedPolicies: [managedPolicyArn('AWSLambdaKinesisExecutionRole')],
    inlinePolicies: policies,
  }
}

/** SAM's own `Type` of a destination says which right the role that it makes is given; Lambda does not know it. */
function onFailure(id: string, eventId: string, config: Value | undefined): { destination: Value | undefined; policies: ValueMap[] } {
  const target = isMap(config) ? config['OnFailure'] : undefined
  if (!isMap(config) || !isMap(target) || target['Type'] === undefined) return { destination: config, policies: [] }
  const { Type: type, ...rest } = target
  const destination = { ...config, OnFailure: rest }
  if (type === 'Kafka') return { destination, policies: [] }
  const statements = destinationStatements(String(type), rest['Destination'] ?? null)
  if (!statements) return invalidEvent(id, eventId, "The only valid values for 'Type' are 'SQS', 'SNS', 'S3', and 'Kafka'")
  return { destination, policies: [{ PolicyName: `${id}${eventId}${String(type)}Policy`, PolicyDocument: { Statement: statements } }] }
}

function s3(build: SamBuild, target: EventTarget, eventId: string, properties: ValueMap): ExpandedEvent {
  const { id, declared } = target
  const { Bucket: bucket, Events: events, Filter: filter } = properties
  const bucketId = refTarget(bucket)
  if (bucketId === undefined || build.template.resources[bucketId]?.Type !== 'AWS::S3::Bucket') {
    return invalidEvent(id, eventId, 'S3 events must reference an S3 bucket in the same template.')
  }
  if (events === undefined) return invalidEvent(id, eventId, "Missing required property 'Events'.")
  const permissionId = `${id}${eventId}Permission`
  const configurations = (Array.isArray(events) ? events : [events]).map((event) => defined({ Event: event, Function: { 'Fn::GetAtt': [id, 'Arn'] }, Filter: filter }))
  const notifications = build.notifications.get(bucketId) ?? []
  build.notifications.set(bucketId, [...notifications, { permissionId, condition: declared.Condition, configurations }])
  return { resources: { [permissionId]: permission(target, 's3.amazonaws.com', { SourceAccount: { Ref: 'AWS::AccountId' } }) }, managedPolicies: [] }
}

export function permission({ id, declared }: EventTarget, principal: string, source: ValueMap): ResourceDeclaration {
  const properties = { Action: 'lambda:InvokeFunction', FunctionName: { Ref: id }, Principal: principal, ...source }
  return { ...inherited(declared), Type: 'AWS::Lambda::Permission', Properties: properties }
}

const HTTP_API_PROPERTIES = new Set('Path Method ApiId Auth TimeoutInMillis PayloadFormatVersion'.split(' '))

function httpApi(build: SamBuild, target: EventTarget, eventId: string, properties: ValueMap): ExpandedEvent {
  const { id, declared, defaultRouteApis } = target
  const unknown = Object.keys(properties).find((name) => !HTTP_API_PROPERTIES.has(name))
  if (unknown !== undefined) return invalidEvent(id, eventId, `HttpApi property ${unknown} is not supported by this sandbox; remove it to run the template here.`)
  const { path, method } = routeOf(build, target, eventId, properties)
  const apiId = apiOf(build, target, eventId, properties['ApiId'])
  const auth = properties['Auth']
  if (auth !== undefined && !isMap(auth)) return invalidEvent(id, eventId, "'Auth' must be a map.")
  if (typeof apiId === 'string') {
    const route = { functionId: id, eventId, path, method, condition: declared.Condition, auth, timeoutInMillis: properties['TimeoutInMillis'], payloadFormatVersion: properties['PayloadFormatVersion'] }
    build.routes.set(apiId, [...(build.routes.get(apiId) ?? []), route])
  }
  // The default route's permission is for every path of the API, so AWS's transform leaves the others out.
  if (path !== '$default' && defaultRouteApis.has(JSON.stringify(properties['ApiId'] ?? null))) return { resources: {}, managedPolicies: [] }
  const sourceArn = executeApiArn(typeof apiId === 'string' ? { Ref: apiId } : apiId, method, path)
  return { resources: { [`${id}${eventId}Permission`]: permission(target, 'apigateway.amazonaws.com', { SourceArn: sourceArn }) }, managedPolicies: [] }
}

export function routeOf(build: SamBuild, { id }: EventTarget, eventId: string, properties: ValueMap): { path: string; method: string } {
  const path = literal(build, properties['Path'])
  const method = literal(build, properties['Method'])
  if (path === undefined && method === undefined) return { path: '$default', method: ANY_METHOD }
  if (path === undefined) return invalidEvent(id, eventId, "Event is missing key 'Path'.")
  if (method === undefined) return invalidEvent(id, eventId, "Event is missing key 'Method'.")
  if (typeof path !== 'string' || typeof method !== 'string') return invalidEvent(id, eventId, "Api Event must have a String specified for 'Path' and 'Method'.")
  const lower = method.toLowerCase()
  return { path, method: lower === 'any' || lower === '*' ? ANY_METHOD : lower }
}

/** The logical id of the API in this template, or the value that names one elsewhere. */
function apiOf(build: SamBuild, { id }: EventTarget, eventId: string, apiId: Value | undefined): Value {
  if (apiId === undefined) return IMPLICIT_API
  const name = refTarget(apiId) ?? (typeof apiId === 'string' && Object.hasOwn(build.template.resources, apiId) ? apiId : undefined)
  if (name === undefined || Object.hasOwn(build.parameters, name)) return typeof apiId === 'string' ? { 'Fn::Sub': apiId } : apiId
  if (name === IMPLICIT_API || build.template.resources[name]?.Type === 'AWS::Serverless::HttpApi') return name
  return invalidEvent(id, eventId, `ApiId must be a valid reference to an 'AWS::Serverless::HttpApi' resource in same template.`)
}

// `<api>/*/POST/uploads`: any stage. A path parameter stands for any text, and API Gateway drops a trailing slash.
export function executeApiArn(api: Value, method: string, path: string): Value {
  const verb = method === ANY_METHOD ? '*' : method.toUpperCase()
  const pattern = path === '$default' ? '' : path.replace(/(.)\/$/, '$1').replaceAll(/\{[^}]*\}/g, '*')
  const resource = `\${__ApiId__}/\${__Stage__}/${verb}${pattern}`
  return { 'Fn::Sub': [`arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:${resource}`, { __ApiId__: api, __Stage__: '*' }] }
}
