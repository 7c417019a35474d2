import type { UpdateFunctionEventInvokeConfigCommandInput, UpdateFunctionEventInvokeConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { findInvokeConfig, INVOKE_CONFIG_LIMITS, invokeConfigView, putInvokeConfig } from '../event-invoke-config.ts'
import { namedArn, QUALIFIED_NAME, QUALIFIER } from '../function-name.ts'

export const UpdateFunctionEventInvokeConfig = operation<
  UpdateFunctionEventInvokeConfigCommandInput,
  UpdateFunctionEventInvokeConfigCommandOutput
>({
  action: 'lambda:UpdateFunctionEventInvokeConfig',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: { FunctionName: QUALIFIED_NAME, Qualifier: QUALIFIER, ...INVOKE_CONFIG_LIMITS },
  handle: (input, ctx) => invokeConfigView(putInvokeConfig(ctx, input, findInvokeConfig(ctx, input))),
})
