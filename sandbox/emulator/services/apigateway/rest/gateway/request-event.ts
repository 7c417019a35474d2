import type { HttpRequest } from '../../../../kernel/http.ts'
import { logTime, queryOf, sourceIp } from '../../gateway/request-parts.ts'
import type { Call, MethodCall } from './call.ts'

/** Never part of an event. */
const DROPPED = new Set(['connection', 'content-length', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'http2-settings'])
const ADDED = ['X-Amzn-Trace-Id', 'X-Forwarded-For', 'X-Forwarded-Port', 'X-Forwarded-Proto']

/** Header values by name, as the client wrote the names, with those that API Gateway adds. */
export function headersOf(call: Call): Map<string, string[]> {
  const { request } = call
  const found = new Map<string, string[]>()
  const spelling = new Map<string, string>()
  const host = request.headers['host'] ?? request.headers[':authority'] ?? call.domainName
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    const lower = request.rawHeaders[index]!.toLowerCase()
    if (lower.startsWith(':') || lower === 'host' || DROPPED.has(lower) || ADDED.some((name) => name.toLowerCase() === lower)) continue
    const name = spelling.get(lower) ?? request.rawHeaders[index]!
    spelling.set(lower, name)
    found.set(name, [...(found.get(name) ?? []), request.rawHeaders[index + 1]!])
  }
  const forwarded = [request.headers['x-forwarded-for'], sourceIp(request)].filter((item) => item !== undefined).join(', ')
  const values = [call.traceId, forwarded, /:(\d+)$/.exec(host)?.[1] ?? '80', 'http']
  found.set('Host', [host])
  ADDED.forEach((name, index) => found.set(name, [values[index]!]))
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** What the event of a function, and that of a REQUEST authorizer, say of a request. */
export function requestParts(call: MethodCall): object {
  const { request, resource, stage } = call
  const headers = headersOf(call)
  const query = queryOf(request)
  return {
    resource: resource.path,
    path: call.path,
    httpMethod: request.method,
    headers: last(headers),
    multiValueHeaders: Object.fromEntries(headers),
    queryStringParameters: query.size > 0 ? last(query) : null,
    multiValueQueryStringParameters: query.size > 0 ? Object.fromEntries(query) : null,
    pathParameters: orNull(call.pathParameters),
    stageVariables: orNull(stage.variables ?? {}),
    requestContext: requestContext(call),
  }
}

/** The event of a proxy integration ("Input format of a Lambda function for proxy integration"). */
export function proxyEvent(call: MethodCall, body: Buffer): object {
  const isBase64Encoded = body.length > 0 && isBinary(call.served.binaryMediaTypes, call.request.headers['content-type'])
  const text = body.length === 0 ? null : body.toString(isBase64Encoded ? 'base64' : 'utf8')
  return { ...requestParts(call), body: text, isBase64Encoded }
}

/** Whether a media type is one that the API passes on as bytes: by its name, or by a wildcard. */
export function isBinary(types: readonly string[], type: string | undefined): boolean {
  if (types.includes('*/*')) return true
  const plain = type?.split(';')[0]!.trim().toLowerCase()
  return plain !== undefined && types.some((known) => known.toLowerCase() === plain || (known.endsWith('/*') && plain.startsWith(known.slice(0, -1).toLowerCase())))
}

export function requestContext(call: MethodCall): Readonly<Record<string, unknown>> {
  const { request, resource, stage } = call
  const authorizer = authorizerOf(call)
  return {
    resourceId: resource.id,
    ...(authorizer ? { authorizer } : {}),
    resourcePath: resource.path,
    httpMethod: request.method,
    extendedRequestId: call.extendedRequestId,
    requestTime: logTime(call.now),
    path: `/${stage.stageName}${call.path === '/' && !request.path.endsWith('/') ? '' : call.path}`,
    accountId: call.account,
    protocol: `HTTP/${request.httpVersion}`,
    stage: stage.stageName,
    domainPrefix: call.domainName.split('.')[0],
    requestTimeEpoch: call.now,
    requestId: call.requestId,
    identity: identityOf(call),
    domainName: call.domainName,
    deploymentId: stage.deploymentId,
    apiId: call.apiId,
  }
}

/** What the authorizer of the method said; nothing on an open one. */
function authorizerOf({ claims, lambda }: MethodCall): object | undefined {
  if (claims) return { claims }
  return lambda ? { ...lambda } : undefined
}

export function identityOf({ request, iam, apiKey }: MethodCall): object {
  return {
    cognitoIdentityPoolId: null,
    accountId: iam?.account ?? null,
    cognitoIdentityId: null,
    caller: iam?.userId ?? null,
    sourceIp: sourceIp(request),
    principalOrgId: null,
    accessKey: iam?.accessKeyId ?? null,
    ...(apiKey ? { apiKey: apiKey.value, apiKeyId: apiKey.id } : {}),
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    userArn: iam?.arn ?? null,
    userAgent: request.headers['user-agent'] ?? null,
    user: iam?.userId ?? null,
  }
}

/** A request's parameter by where it is; the last where there are several. */
export function parameterOf(call: MethodCall, place: 'path' | 'querystring' | 'header', name: string): string | undefined {
  if (place === 'path') return Object.hasOwn(call.pathParameters, name) ? call.pathParameters[name] : undefined
  if (place === 'querystring') return call.request.query.getAll(name).at(-1)
  return headerOf(call.request, name)
}

function headerOf({ headers }: HttpRequest, name: string): string | undefined {
  const lower = name.toLowerCase()
  return Object.hasOwn(headers, lower) ? headers[lower] : undefined
}

const last = (values: Map<string, string[]>) => Object.fromEntries([...values].map(([name, all]) => [name, all.at(-1)!]))

const orNull = (values: Readonly<Record<string, string>>) => (Object.keys(values).length > 0 ? values : null)
