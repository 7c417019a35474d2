import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda'
import { servicePrincipal } from '../../../kernel/context.ts'
import type { Call } from './call.ts'

/** Invokes a function as API Gateway, on behalf of `sourceArn` (a route, or an authorizer), and waits for what it returns; throws what Lambda's Invoke throws. */
export function invokeFunction(call: Pick<Call, 'account' | 'host' | 'region' | 'trace'>, functionArn: string, sourceArn: string, event: object): Promise<InvocationResponse> {
  const principal = servicePrincipal('apigateway.amazonaws.com', call.account)
  const request: InvocationRequest = {
    FunctionName: functionArn,
    InvocationType: 'RequestResponse',
    Payload: Buffer.from(JSON.stringify(event)),
  }
  const source = { arn: sourceArn, account: call.account }
  return call.host.call<InvocationResponse>({ principal, region: call.region, source, trace: call.trace }, 'lambda', 'Invoke', request)
}
