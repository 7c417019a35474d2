import type { Integration } from '@aws-sdk/client-apigatewayv2'
import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda'
import { servicePrincipal } from '../../../kernel/context.ts'
import { AwsError } from '../../../kernel/errors.ts'
import type { HttpResponse } from '../../../kernel/http.ts'
import { functionOf } from '../rules.ts'
import { internalError } from './answers.ts'
import type { RoutedCall } from './call.ts'
import { eventV1 } from './event-v1.ts'
import { eventV2 } from './event-v2.ts'
import { MalformedResponse, readLambdaResponse } from './lambda-response.ts'

/** Invokes the integration's function with the request as an event, and makes its return value the answer. */
export async function callLambda(call: RoutedCall, integration: Integration, body: Buffer): Promise<HttpResponse> {
  const version = integration.PayloadFormatVersion ?? '1.0'
  const event = version === '2.0' ? eventV2(call, body) : eventV1(call, body)
  const functionArn = functionOf(integration.IntegrationUri)!
  try {
    const result = await invoke(call, { FunctionName: functionArn, Payload: Buffer.from(JSON.stringify(event)) })
    if (result.FunctionError) return failed(call, functionArn, `ended with an error (${result.FunctionError})`)
    return readLambdaResponse(result.Payload, version)
  } catch (error) {
    if (error instanceof MalformedResponse) return failed(call, functionArn, `returned what is no HTTP answer: ${error.message}`)
    if (error instanceof AwsError) return failed(call, functionArn, `could not be invoked: ${error.code}: ${error.message}`)
    throw error
  }
}

function invoke(call: RoutedCall, input: Pick<InvocationRequest, 'FunctionName' | 'Payload'>): Promise<InvocationResponse> {
  const principal = servicePrincipal('apigateway.amazonaws.com', call.account)
  const request: InvocationRequest = { ...input, InvocationType: 'RequestResponse' }
  return call.host.call<InvocationResponse>({ principal, region: call.region }, 'lambda', 'Invoke', request)
}

/** The client learns nothing of the reason, as in AWS; whoever runs the engine does. */
function failed(call: RoutedCall, functionArn: string, what: string): HttpResponse {
  call.host.settings.log(`HTTP API ${call.apiId}, ${call.route.RouteKey}: ${functionArn} ${what}`)
  return internalError()
}
