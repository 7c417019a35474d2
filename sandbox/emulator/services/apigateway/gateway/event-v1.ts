import type { RoutedCall } from './call.ts'
import type { Identity } from './notes.ts'
import { eventBody, headersOf, logTime, queryOf, sourceIp } from './request-parts.ts'

/** The event of payload format 1.0, as HTTP APIs send it; members without a value are null. */
export function eventV1(call: RoutedCall, body: Buffer): object {
  const { request, route, stage } = call
  const headers = headersOf(call, body)
  const query = queryOf(request)
  const { body: text, isBase64Encoded } = eventBody(request, body)
  return {
    version: '1.0',
    resource: resourceOf(route.RouteKey!),
    path: call.pathWithStage,
    httpMethod: request.method,
    headers: last(headers),
    multiValueHeaders: Object.fromEntries(headers),
    queryStringParameters: query.size > 0 ? last(query) : null,
    multiValueQueryStringParameters: query.size > 0 ? Object.fromEntries(query) : null,
    requestContext: requestContext(call),
    pathParameters: orNull(call.pathParameters),
    stageVariables: orNull(stage.StageVariables ?? {}),
    body: text ?? null,
    isBase64Encoded,
  }
}

const NOBODY = {
  accessKey: null, accountId: null, caller: null, cognitoAmr: null, cognitoAuthenticationProvider: null, cognitoAuthenticationType: null,
  cognitoIdentityId: null, cognitoIdentityPoolId: null, principalOrgId: null,
}

function requestContext(call: RoutedCall): object {
  const { request, route } = call
  return {
    accountId: call.account,
    apiId: call.apiId,
    authorizer: authorizer(call),
    domainName: call.domainName,
    domainPrefix: call.domainName.split('.')[0],
    extendedRequestId: call.requestId,
    httpMethod: request.method,
    identity: identityV1(call),
    path: call.pathWithStage,
    protocol: `HTTP/${request.httpVersion}`,
    requestId: call.requestId,
    requestTime: logTime(call.now),
    requestTimeEpoch: call.now,
    resourceId: route.RouteKey,
    resourcePath: resourceOf(route.RouteKey!),
    stage: call.stage.StageName,
  }
}

export function identityV1({ request, iam }: RoutedCall): object {
  return {
    ...NOBODY,
    ...(iam ? { accessKey: iam.accessKeyId, accountId: iam.account, caller: iam.userId } : {}),
    sourceIp: sourceIp(request),
    user: iam?.userId ?? null,
    userAgent: request.headers['user-agent'] ?? null,
    userArn: iam?.arn ?? null,
  }
}

/** A Lambda authorizer's context stands beside its principalId, as in REST APIs. */
function authorizer({ jwt, lambda }: Identity): object {
  if (!lambda) return jwt ?? { claims: null, scopes: null }
  return { ...lambda.context, ...(lambda.principalId === undefined ? {} : { principalId: lambda.principalId }) }
}

export function resourceOf(routeKey: string): string {
  return routeKey.slice(routeKey.indexOf(' ') + 1)
}

export function last(values: Map<string, string[]>): Record<string, string> {
  return Object.fromEntries([...values].map(([name, all]) => [name, all.at(-1)!]))
}

export function orNull(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> | null {
  return Object.keys(values).length > 0 ? values : null
}
