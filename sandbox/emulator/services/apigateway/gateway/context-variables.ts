import type { Call, RoutedCall } from './call.ts'
import type { Identity, Notes } from './notes.ts'
import { logTime, sourceIp } from './request-parts.ts'

/** A call as far as it has come: requests that match no route have a line in the access log too. */
export type AnyCall = Call & Partial<Pick<RoutedCall, 'route' | 'pathParameters'>>

type Value = string | number | undefined

/** `$context.<name>` ("Customize HTTP API access logs"); undefined where this request has no such thing. */
export function contextVariable(call: AnyCall, name: string): string | undefined {
  const read = Object.hasOwn(VARIABLES, name) ? VARIABLES[name]!(call, call.notes) : ofAuthorizer(call.notes.identity, name)
  return read === undefined ? undefined : String(read)
}

const VARIABLES: Readonly<Record<string, (call: AnyCall, notes: Notes) => Value>> = {
  accountId: ({ account }) => account,
  apiId: ({ apiId }) => apiId,
  'authorizer.error': (_call, { authorizerError }) => authorizerError,
  'authorizer.principalId': (_call, { identity }) => identity?.lambda?.principalId,
  awsEndpointRequestId: (_call, { integrationRequestId }) => integrationRequestId,
  dataProcessed: (_call, { requestLength = 0, responseLength = 0 }) => requestLength + responseLength,
  domainName: ({ domainName }) => domainName,
  domainPrefix: ({ domainName }) => domainName.split('.')[0],
  'error.message': (_call, { error }) => error,
  'error.messageString': (_call, { error }) => (error === undefined ? undefined : JSON.stringify(error)),
  extendedRequestId: ({ requestId }) => requestId,
  httpMethod: ({ request }) => request.method,
  'identity.accountId': (_call, { identity }) => identity?.iam?.account,
  'identity.caller': (_call, { identity }) => identity?.iam?.userId,
  'identity.sourceIp': ({ request }) => sourceIp(request),
  'identity.user': (_call, { identity }) => identity?.iam?.userId,
  'identity.userAgent': ({ request }) => request.headers['user-agent'],
  'identity.userArn': (_call, { identity }) => identity?.iam?.arn,
  'integration.error': (_call, { integrationError }) => integrationError,
  'integration.integrationStatus': (_call, { invocationStatus }) => invocationStatus,
  'integration.latency': (_call, { integrationLatency }) => integrationLatency,
  'integration.requestId': (_call, { integrationRequestId }) => integrationRequestId,
  'integration.status': (_call, { integrationStatus }) => integrationStatus,
  integrationErrorMessage: (_call, { integrationError }) => integrationError,
  integrationLatency: (_call, { integrationLatency }) => integrationLatency,
  integrationStatus: (_call, { invocationStatus, integrationStatus }) => invocationStatus ?? integrationStatus,
  path: ({ pathWithStage }) => pathWithStage,
  protocol: ({ request }) => `HTTP/${request.httpVersion}`,
  requestId: ({ requestId }) => requestId,
  requestTime: ({ now }) => logTime(now),
  requestTimeEpoch: ({ now }) => now,
  responseLatency: (_call, { responseLatency }) => responseLatency,
  responseLength: (_call, { responseLength }) => responseLength,
  routeKey: ({ route }) => route?.RouteKey,
  stage: ({ stage }) => stage.StageName,
  status: (_call, { status }) => status,
}

/** A token's claim, or a member of a Lambda authorizer's context; an object among these has no text of its own. */
function ofAuthorizer(identity: Identity | undefined, name: string): Value {
  const [, claim, property] = /^authorizer\.(?:claims\.(.+)|(.+))$/.exec(name) ?? []
  if (claim !== undefined) return own(identity?.jwt?.claims, claim)
  return property === undefined ? undefined : own(identity?.lambda?.context ?? undefined, property)
}

function own(values: Readonly<Record<string, unknown>> | undefined, name: string): Value {
  const value = values && Object.hasOwn(values, name) ? values[name] : undefined
  return value === null || value === undefined || typeof value === 'object' ? undefined : String(value)
}
