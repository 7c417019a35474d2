import type { Integration } from '@aws-sdk/client-api-gateway'
import type { InvocationResponse } from '@aws-sdk/client-lambda'
import { AwsError } from '../../../../kernel/errors.ts'
import type { HttpResponse } from '../../../../kernel/http.ts'
import { invokeFunction } from '../../gateway/invoke-function.ts'
import { MalformedResponse, readRestResponse } from '../../gateway/lambda-response.ts'
import { functionOf } from '../../rules.ts'
import { fillStageVariables, methodArn, type MethodCall } from './call.ts'
import { isBinary, proxyEvent } from './request-event.ts'
import { integrationFailed } from './response-types.ts'

/** Invokes the integration's function with the request as an event, and makes its return value the answer. */
export async function callProxy(call: MethodCall, integration: Integration, body: Buffer): Promise<HttpResponse> {
  const result = await invoke(call, integration, proxyEvent(call, body))
  if (result.FunctionError) throw failed(call, integration, `ended with an error (${result.FunctionError})`, 502)
  try {
    const { isBase64Encoded, ...response } = readRestResponse(result.Payload)
    const headers = remapped(response.headers)
    headers['x-amzn-trace-id'] ??= call.traceId
    // Bytes only for who accepts a type that the API has as binary; all others get the base64 text.
    const accepted = call.request.headers['accept']?.split(',')[0]
    const isBytes = isBase64Encoded && isBinary(call.served.binaryMediaTypes, accepted)
    return { ...response, headers, body: isBytes ? Buffer.from(response.body, 'base64') : response.body }
  } catch (error) {
    if (error instanceof MalformedResponse) throw failed(call, integration, `returned what is no answer of a proxy integration: ${error.message}`, 502)
    throw error
  }
}

/** Invokes the function of an integration that is no proxy: its event is `payload`, as a template has made it. */
export async function callFunction(call: MethodCall, integration: Integration, payload: string): Promise<{ text: string; errorMessage?: string }> {
  let event: object
  try {
    event = JSON.parse(payload === '' ? '{}' : payload) as object
  } catch {
    throw failed(call, integration, 'was to be invoked with what is no JSON', 500)
  }
  const result = await invoke(call, integration, event)
  const text = Buffer.from(result.Payload ?? []).toString()
  if (!result.FunctionError) return { text }
  const { errorMessage = '' } = JSON.parse(text === '' ? '{}' : text) as { errorMessage?: string }
  return { text, errorMessage }
}

async function invoke(call: MethodCall, integration: Integration, event: object): Promise<InvocationResponse> {
  const uri = fillStageVariables(integration.uri ?? '', call)
  const functionArn = functionOf(uri)
  if (functionArn === undefined) throw failed(call, integration, `is no function: ${uri}`, 500)
  try {
    return await invokeFunction(call, functionArn, methodArn(call), event)
  } catch (error) {
    if (error instanceof AwsError) throw failed(call, integration, `could not be invoked: ${error.code}: ${error.message}`, 500)
    throw error
  }
}

/** The client learns nothing of the reason, as in AWS; whoever runs the engine does. */
export function failed(call: MethodCall, integration: Integration, what: string, status: 500 | 502) {
  const { apiId, request, resource, host } = call
  host.settings.log(`REST API ${apiId}, ${request.method} ${resource.path}: ${integration.uri ?? integration.type} ${what}`)
  return integrationFailed(status)
}

/** "Amazon API Gateway important notes": an integration cannot set these; its values go on under another name. */
const REMAPPED = new Set(['authorization', 'connection', 'content-length', 'content-md5', 'date', 'host', 'max-forwards', 'server', 'user-agent', 'www-authenticate'])

export function remapped(headers: HttpResponse['headers']): HttpResponse['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [REMAPPED.has(name) ? `x-amzn-remapped-${name}` : name, value]))
}
