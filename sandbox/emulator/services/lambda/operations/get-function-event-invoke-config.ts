import type { GetFunctionEventInvokeConfigCommandInput, GetFunctionEventInvokeConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { findInvokeConfig, invokeConfigView } from '../event-invoke-config.ts'
import { namedArn, QUALIFIED_NAME, QUALIFIER } from '../function-name.ts'

export const GetFunctionEventInvokeConfig = operation<
  GetFunctionEventInvokeConfigCommandInput,
  GetFunctionEventInvokeConfigCommandOutput
>({
  action: 'lambda:GetFunctionEventInvokeConfig',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: { FunctionName: QUALIFIED_NAME, Qualifier: QUALIFIER },
  handle: (input, ctx) => invokeConfigView(findInvokeConfig(ctx, input)),
})
