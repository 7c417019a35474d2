import type { Integration } from '@aws-sdk/client-api-gateway'
import type { HttpResponse } from '../../../../kernel/http.ts'
import { exchange } from '../../gateway/http-proxy.ts'
import { fillStageVariables, type MethodCall } from './call.ts'
import { failed } from './lambda.ts'
import { mapped } from './mapping.ts'
import { headersOf } from './request-event.ts'
import { GatewayError } from './response-types.ts'

/**
 * One request to the URL that the user gave the integration, and to no other. A proxy passes on what the client sent;
 * without one, what is mapped is all that is sent.
 */
export async function callHttp(call: MethodCall, integration: Integration, body: Buffer, signal: AbortSignal): Promise<HttpResponse & { readonly body: Buffer }> {
  const isProxy = integration.type === 'HTTP_PROXY'
  const source = { call, body: body.toString() }
  const url = targetOf(call, integration, isProxy, source)
  if (!url) throw failed(call, integration, 'is no address once its variables are filled in', 500)
  const own = isProxy ? Object.fromEntries([...headersOf(call)].map(([name, values]) => [name.toLowerCase(), values.join(',')])) : { 'content-type': call.request.headers['content-type'] ?? 'application/json', 'x-amzn-trace-id': call.traceId }
  const mappedHeaders = Object.fromEntries(Object.entries(mapped(integration.requestParameters, 'integration.request.header.', source)).map(([name, value]) => [name.toLowerCase(), value]))
  const headers = { ...own, 'user-agent': `AmazonAPIGateway_${call.apiId}`, ...(isProxy ? pickAgent(own) : {}), ...mappedHeaders, host: url.host, 'content-length': String(body.length) }
  const method = integration.httpMethod === 'ANY' ? call.request.method : integration.httpMethod!
  try {
    return await exchange(url, { method, headers, signal }, body)
  } catch (error) {
    if (signal.aborted) throw error
    call.host.settings.log(`REST API ${call.apiId}, ${call.request.method} ${call.resource.path}: ${url.origin} did not answer: ${String(error)}`)
    throw new GatewayError('INTEGRATION_FAILURE', 'Internal server error')
  }
}

const pickAgent = (headers: Readonly<Record<string, string>>) => (headers['user-agent'] === undefined ? {} : { 'user-agent': headers['user-agent'] })

function targetOf(call: MethodCall, integration: Integration, isProxy: boolean, source: { call: MethodCall; body: string }): URL | undefined {
  const paths = mapped(integration.requestParameters, 'integration.request.path.', source)
  const filled = fillStageVariables(integration.uri ?? '', call).replace(/\{([^{}]+?)\+?\}/g, (whole, name: string) => (Object.hasOwn(paths, name) ? paths[name]! : whole))
  if (!/^https?:/.test(filled) || !URL.canParse(filled)) return undefined
  const url = new URL(filled)
  if (isProxy) for (const [name, value] of call.request.query) url.searchParams.append(name, value)
  for (const [name, value] of Object.entries(mapped(integration.requestParameters, 'integration.request.querystring.', source))) url.searchParams.set(name, value)
  return url
}
