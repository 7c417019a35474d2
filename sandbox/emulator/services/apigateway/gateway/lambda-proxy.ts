import type { Integration } from '@aws-sdk/client-apigatewayv2'
import { AwsError } from '../../../kernel/errors.ts'
import type { HttpResponse } from '../../../kernel/http.ts'
import { functionOf } from '../rules.ts'
import { internalError } from './answers.ts'
import { routeArn, type RoutedCall } from './call.ts'
import { eventV1 } from './event-v1.ts'
import { eventV2 } from './event-v2.ts'
import { evaluate } from './expressions.ts'
import { invokeFunction } from './invoke-function.ts'
import { MalformedResponse, readLambdaResponse } from './lambda-response.ts'

/** In access logs, where the function has no permission for API Gateway. */
const NOT_ALLOWED =
  "The IAM role configured on the integration or API Gateway doesn't have permissions to call the integration. Check the permissions and try again."

/** Invokes the integration's function with the request as an event, and makes its return value the answer. */
export async function callLambda(call: RoutedCall, integration: Integration, body: Buffer): Promise<HttpResponse> {
  const version = integration.PayloadFormatVersion ?? '1.0'
  const event = version === '2.0' ? eventV2(call, body) : eventV1(call, body)
  // A stage variable in the URI names another function for each stage.
  const functionArn = functionOf(evaluate(integration.IntegrationUri!, { call })) ?? integration.IntegrationUri!
  try {
    const result = await invokeFunction(call, functionArn, routeArn(call), event)
    call.notes.invocationStatus = result.StatusCode ?? 200
    if (result.FunctionError) return failed(call, functionArn, `ended with an error (${result.FunctionError})`)
    return readLambdaResponse(result.Payload, version)
  } catch (error) {
    if (error instanceof MalformedResponse) return failed(call, functionArn, `returned what is no HTTP answer: ${error.message}`)
    if (error instanceof AwsError) {
      const noted = error.code === 'AccessDeniedException' ? NOT_ALLOWED : undefined
      return failed(call, functionArn, `could not be invoked: ${error.code}: ${error.message}`, noted)
    }
    throw error
  }
}

/** The client learns nothing of the reason, as in AWS; whoever runs the engine does. */
function failed(call: RoutedCall, functionArn: string, what: string, noted = what): HttpResponse {
  call.notes.integrationError = noted
  call.host.settings.log(`HTTP API ${call.apiId}, ${call.route.RouteKey}: ${functionArn} ${what}`)
  return internalError()
}
