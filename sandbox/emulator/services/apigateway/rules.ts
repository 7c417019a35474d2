import type { Authorizer, Cors, Integration, JWTConfiguration, RouteSettings, Stage } from '@aws-sdk/client-apigatewayv2'
import { badRequest, notFound, unsupported } from './errors.ts'
import { checkParameterMapping } from './parameter-rules.ts'
import { lookUp, type ById, type HttpApi } from './state.ts'

/** What CreateX, UpdateX and ImportApi all refuse. Each throws BadRequestException, or NotImplemented by name. */

const ROUTE_KEY = /^(?:\$default|(?:ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) \/\S*)$/
const ROUTE_KEY_FORM =
  'The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"'

export function checkRouteKey(routeKey: string | undefined): string {
  if (!routeKey || !ROUTE_KEY.test(routeKey)) throw badRequest(ROUTE_KEY_FORM)
  const segments = routeKey.slice(routeKey.indexOf('/') + 1).split('/')
  const names = segments.flatMap((segment) => /^\{([^{}]+?)\+?\}$/.exec(segment)?.[1] ?? [])
  if (new Set(names).size !== names.length) throw badRequest('Path parameters in a route key must have distinct names')
  const greedy = segments.findIndex((segment) => segment.endsWith('+}'))
  if (greedy >= 0 && greedy !== segments.length - 1)
    throw badRequest('A greedy path variable must be the last segment of a route key')
  return routeKey
}

interface WantedRoute {
  readonly Target?: string | undefined
  readonly AuthorizationType?: string | undefined
  readonly AuthorizerId?: string | undefined
  readonly ApiKeyRequired?: boolean | undefined
}

export function checkRoute(api: HttpApi, route: WantedRoute): void {
  if (route.ApiKeyRequired) throw badRequest('Currently, API keys are not supported for HTTP APIs')
  checkTarget(api.integrations, route.Target)
  const type = route.AuthorizationType ?? 'NONE'
  if (type === 'NONE' || type === 'AWS_IAM') return
  if (type !== 'JWT' && type !== 'CUSTOM') throw badRequest('Invalid authorization type specified')
  if (!route.AuthorizerId) throw badRequest(`Authorizer ID must be specified when authorization type is ${type}`)
  const authorizer = lookUp(api.authorizers, route.AuthorizerId)
  if (!authorizer) throw badRequest(`Invalid authorizer ID specified: ${route.AuthorizerId}`)
  if ((authorizer.AuthorizerType === 'JWT') !== (type === 'JWT'))
    throw badRequest(`Authorizer ${route.AuthorizerId} of type ${authorizer.AuthorizerType} cannot be used with authorization type ${type}`)
}

function checkTarget(integrations: ById<Integration>, target: string | undefined): void {
  if (target === undefined) return
  const id = /^integrations\/(.+)$/.exec(target)?.[1]
  if (id === undefined) throw badRequest('Invalid target specified. Target should be in the format "integrations/<IntegrationId>"')
  if (!lookUp(integrations, id)) throw badRequest(`Invalid Integration identifier specified ${id}`)
}

export function checkIntegration(integration: Integration): void {
  const { IntegrationType: type, IntegrationUri: uri } = integration
  if (type !== 'AWS_PROXY' && type !== 'HTTP_PROXY')
    throw badRequest('HTTP APIs only support integration types AWS_PROXY and HTTP_PROXY')
  if (integration.IntegrationSubtype) throw unsupported(`IntegrationSubtype ${integration.IntegrationSubtype}`)
  if (integration.ConnectionType === 'VPC_LINK') throw unsupported('ConnectionType VPC_LINK')
  checkParameterMapping(integration)
  if (!['1.0', '2.0'].includes(integration.PayloadFormatVersion ?? '1.0'))
    throw badRequest('PayloadFormatVersion must be either 1.0 or 2.0')
  const timeout = integration.TimeoutInMillis
  if (timeout !== undefined && (timeout < 50 || timeout > 30_000))
    throw badRequest('Timeout should be between 50 ms and 30000 ms')
  if (type === 'AWS_PROXY' && functionOf(uri) === undefined) throw badRequest('Invalid Integration URI specified')
  if (type === 'HTTP_PROXY' && !/^https?:\/\/[^/]/.test(uri ?? '')) throw badRequest('Invalid Integration URI specified')
  if (type === 'HTTP_PROXY' && !integration.IntegrationMethod) throw badRequest('HttpMethod must be specified for HTTP_PROXY integrations')
}

/** The function's ARN in an integration URI: by itself, or in API Gateway's own form (`…:lambda:path/2015-03-31/functions/<arn>/invocations`). */
export function functionOf(uri: string | undefined): string | undefined {
  const inner = /^arn:aws[\w-]*:apigateway:[\w-]+:lambda:path\/[\d-]+\/functions\/(.+)\/invocations$/.exec(uri ?? '')?.[1] ?? uri
  return inner !== undefined && /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:[^/\s]+$/.test(inner) ? inner : undefined
}

export function checkAuthorizer(authorizer: Authorizer): void {
  if (authorizer.AuthorizerType === 'REQUEST') return checkFunctionAuthorizer(authorizer)
  if (authorizer.AuthorizerType !== 'JWT') throw badRequest('Invalid authorizer type specified. Must be one of [JWT, REQUEST]')
  const sources = authorizer.IdentitySource ?? []
  if (sources.length !== 1 || !/^\$request\.(?:header|querystring)\.[^\s.]+$/i.test(sources[0]!))
    throw badRequest('JWT authorizer identity source must be exactly one of $request.header.<name> or $request.querystring.<name>')
  checkJwt(authorizer.JwtConfiguration)
}

const IDENTITY_SOURCE = /^\$(?:request\.(?:header|querystring)|context|stageVariables)\.[^\s$]+$/

function checkFunctionAuthorizer(authorizer: Authorizer): void {
  const { AuthorizerPayloadFormatVersion: version, AuthorizerResultTtlInSeconds: ttl = 0, IdentitySource: sources = [] } = authorizer
  if (authorizer.JwtConfiguration) throw badRequest('JwtConfiguration can only be specified for JWT authorizers')
  if (functionOf(authorizer.AuthorizerUri) === undefined) throw badRequest('Invalid Authorizer URI specified')
  if (version === undefined) throw badRequest('AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer')
  if (version !== '1.0' && version !== '2.0') throw badRequest('AuthorizerPayloadFormatVersion must be either 1.0 or 2.0')
  if (authorizer.EnableSimpleResponses && version === '1.0')
    throw badRequest('EnableSimpleResponses can only be set for authorizer payload format version 2.0')
  if (ttl < 0 || ttl > 3600) throw badRequest('Invalid value for AuthorizerResultTtlInSeconds. Valid range is 0 to 3600')
  if (ttl > 0 && sources.length === 0) throw badRequest('IdentitySource is required when authorizer result caching is enabled')
  const wrong = sources.find((source) => !IDENTITY_SOURCE.test(source))
  if (wrong !== undefined) throw badRequest(`Invalid identity source specified: ${wrong}`)
}

function checkJwt(jwt: JWTConfiguration | undefined): void {
  if (!jwt?.Audience || jwt.Audience.length === 0) throw badRequest('Audience is a required parameter for JWT authorizers')
  const issuer = jwt.Issuer ?? ''
  // AWS asks the issuer for its discovery document here; we ask when the first token comes (README, By design).
  if (!URL.canParse(issuer) || !/^https?:/.test(issuer))
    throw badRequest(`Invalid issuer: ${issuer}. Issuer must have a valid discovery endpoint ended with '/.well-known/openid-configuration'`)
}

export function checkCors(cors: Cors | undefined): void {
  if (!cors?.AllowCredentials) return
  for (const list of [cors.AllowOrigins, cors.AllowHeaders, cors.AllowMethods, cors.ExposeHeaders])
    if (list?.includes('*'))
      throw badRequest('allow-credentials is not supported if any of allow-origins, allow-headers, allow-methods or expose-headers is "*"')
}

export function checkStageName(name: string | undefined): string {
  if (!name || !/^(?:\$default|[A-Za-z0-9_-]{1,128})$/.test(name))
    throw badRequest("Stage name only allows a-zA-Z0-9_-$, and '$' only as part of $default")
  return name
}

/** Throws NotFoundException where settings are for a route that is not there, BadRequestException where they cannot be. */
export function checkStage(api: HttpApi, stage: Stage): void {
  for (const [routeKey, settings] of Object.entries(stage.RouteSettings ?? {})) {
    if (!Object.values(api.routes).some(({ RouteKey }) => RouteKey === routeKey))
      throw notFound(`Unable to find Route by key ${routeKey} within the provided RouteSettings`)
    checkThrottling(settings)
  }
  checkThrottling(stage.DefaultRouteSettings ?? {})
  const destination = stage.AccessLogSettings?.DestinationArn
  if (destination && !/^arn:aws[\w-]*:(?:logs:[\w-]+:\d{12}:log-group:[^:*]+(?::\*)?|firehose:[\w-]+:\d{12}:deliverystream\/amazon-apigateway-.+)$/.test(destination))
    throw badRequest('Invalid ARN specified in the request')
  if (destination?.includes(':firehose:')) throw unsupported('An access log that goes to Firehose')
}

function checkThrottling({ ThrottlingBurstLimit: burst = 0, ThrottlingRateLimit: rate = 0 }: RouteSettings): void {
  if (burst < 0 || rate < 0) throw badRequest('Throttling limits must not be negative')
}
