import type { PutFunctionEventInvokeConfigCommandInput, PutFunctionEventInvokeConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { INVOKE_CONFIG_LIMITS, invokeConfigView, putInvokeConfig } from '../event-invoke-config.ts'
import { namedArn, QUALIFIED_NAME, QUALIFIER } from '../function-name.ts'

export const PutFunctionEventInvokeConfig = operation<
  PutFunctionEventInvokeConfigCommandInput,
  PutFunctionEventInvokeConfigCommandOutput
>({
  action: 'lambda:PutFunctionEventInvokeConfig',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: { FunctionName: QUALIFIED_NAME, Qualifier: QUALIFIER, ...INVOKE_CONFIG_LIMITS },
  handle: (input, ctx) => invokeConfigView(putInvokeConfig(ctx, input)),
})
