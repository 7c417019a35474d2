import type { RoutedCall } from './call.ts'
import { eventBody, headersOf, logTime, queryOf, sourceIp } from './request-parts.ts'

/** The event of payload format 2.0; members without a value are left out. */
export function eventV2(call: RoutedCall, body: Buffer): object {
  const { request, route, stage } = call
  const headers = headersOf(call, body)
  // Cookies are taken out of the headers.
  const cookies = headers.get('cookie')?.flatMap((value) => value.split(/;\s*/)).filter((cookie) => cookie !== '')
  headers.delete('cookie')
  const { body: text, isBase64Encoded } = eventBody(request, body)
  return {
    version: '2.0',
    routeKey: route.RouteKey,
    rawPath: call.pathWithStage,
    rawQueryString: request.rawQuery,
    ...(cookies ? { cookies } : {}),
    headers: joined(headers),
    ...ifAny('queryStringParameters', joined(queryOf(request))),
    requestContext: requestContext(call),
    ...(text === undefined ? {} : { body: text }),
    ...ifAny('pathParameters', call.pathParameters),
    isBase64Encoded,
    ...ifAny('stageVariables', stage.StageVariables ?? {}),
  }
}

function requestContext(call: RoutedCall): object {
  const { request, jwt } = call
  return {
    accountId: call.account,
    apiId: call.apiId,
    ...(jwt ? { authorizer: { jwt } } : {}),
    domainName: call.domainName,
    domainPrefix: call.domainName.split('.')[0],
    http: {
      method: request.method,
      path: call.pathWithStage,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: sourceIp(request),
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: call.requestId,
    routeKey: call.route.RouteKey,
    stage: call.stage.StageName,
    time: logTime(call.now),
    timeEpoch: call.now,
  }
}

/** Several values of one name become one text. */
function joined(values: Map<string, string[]>): Record<string, string> {
  return Object.fromEntries([...values].map(([name, all]) => [name, all.join(',')]))
}

function ifAny(name: string, values: Readonly<Record<string, string>>): object {
  return Object.keys(values).length > 0 ? { [name]: values } : {}
}
