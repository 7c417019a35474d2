import type { Authorizer } from '@aws-sdk/client-apigatewayv2'
import { requestArn, type RoutedCall } from './call.ts'
import { identityV1, last, orNull, resourceOf } from './event-v1.ts'
import { requestV2 } from './event-v2.ts'
import { headersOf, queryOf } from './request-parts.ts'

/** The event of a Lambda authorizer, in the payload format that it asks for; the body is never part of it. */
export function authorizerEvent(call: RoutedCall, authorizer: Authorizer, sources: readonly string[]): object {
  return authorizer.AuthorizerPayloadFormatVersion === '1.0' ? formatV1(call, sources) : formatV2(call, sources)
}

function formatV2(call: RoutedCall, sources: readonly string[]): object {
  return {
    version: '2.0',
    type: 'REQUEST',
    routeArn: requestArn(call),
    identitySource: sources.length > 0 ? sources : null,
    ...requestV2(call),
  }
}

function formatV1(call: RoutedCall, sources: readonly string[]): object {
  const { request, route, stage } = call
  const source = sources.length > 0 ? sources.join(',') : null
  const query = queryOf(request)
  return {
    ...{ version: '1.0', type: 'REQUEST', methodArn: requestArn(call), identitySource: source, authorizationToken: source },
    ...{ resource: resourceOf(route.RouteKey!), path: call.pathWithStage, httpMethod: request.method },
    headers: last(headersOf(call)),
    queryStringParameters: query.size > 0 ? last(query) : null,
    pathParameters: orNull(call.pathParameters),
    stageVariables: orNull(stage.StageVariables ?? {}),
    requestContext: {
      path: call.pathWithStage,
      accountId: call.account,
      resourceId: route.RouteKey,
      stage: stage.StageName,
      requestId: call.requestId,
      identity: identityV1(call),
      resourcePath: resourceOf(route.RouteKey!),
      httpMethod: request.method,
      apiId: call.apiId,
    },
  }
}
