import type { Principal } from '../../../kernel/context.ts'
import type { RoutedCall } from './call.ts'
import type { Identity } from './notes.ts'
import { eventBody, headersOf, logTime, queryOf, sourceIp } from './request-parts.ts'

/** The event of payload format 2.0; members without a value are left out. */
export function eventV2(call: RoutedCall, body: Buffer): object {
  return { version: '2.0', ...requestV2(call, body) }
}

/** What events of format 2.0 say of a request; those of authorizers without its body. */
export function requestV2(call: RoutedCall, body?: Buffer): object {
  const { request, route, stage } = call
  const headers = headersOf(call, body)
  // Cookies are taken out of the headers.
  const cookies = headers.get('cookie')?.flatMap((value) => value.split(/;\s*/)).filter((cookie) => cookie !== '')
  headers.delete('cookie')
  const { body: text, isBase64Encoded } = body ? eventBody(request, body) : {}
  return {
    routeKey: route.RouteKey,
    rawPath: call.pathWithStage,
    rawQueryString: request.rawQuery,
    ...(cookies ? { cookies } : {}),
    headers: joined(headers),
    ...ifAny('queryStringParameters', joined(queryOf(request))),
    requestContext: requestContext(call),
    ...(text === undefined ? {} : { body: text }),
    ...ifAny('pathParameters', call.pathParameters),
    ...(isBase64Encoded === undefined ? {} : { isBase64Encoded }),
    ...ifAny('stageVariables', stage.StageVariables ?? {}),
  }
}

function requestContext(call: RoutedCall): object {
  const { request } = call
  return {
    accountId: call.account,
    apiId: call.apiId,
    ...authorizer(call),
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

function authorizer({ jwt, lambda, iam }: Identity): object {
  if (jwt) return { authorizer: { jwt } }
  if (lambda) return { authorizer: { lambda: lambda.context } }
  return iam ? { authorizer: { iam: iamIdentity(iam) } } : {}
}

function iamIdentity({ accessKeyId, account, userId, arn }: Principal): object {
  return { accessKey: accessKeyId, accountId: account, callerId: userId, cognitoIdentity: null, principalOrgId: null, userArn: arn, userId }
}

/** Several values of one name become one text. */
function joined(values: Map<string, string[]>): Record<string, string> {
  return Object.fromEntries([...values].map(([name, all]) => [name, all.join(',')]))
}

function ifAny(name: string, values: Readonly<Record<string, string>>): object {
  return Object.keys(values).length > 0 ? { [name]: values } : {}
}
