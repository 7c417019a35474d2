import type { DeleteFunctionEventInvokeConfigCommandInput, DeleteFunctionEventInvokeConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { findInvokeConfig, invokeConfigs, referenceOf } from '../event-invoke-config.ts'
import { namedArn, QUALIFIED_NAME, QUALIFIER } from '../function-name.ts'
import { qualifiedKey, scopeOf } from '../state.ts'

export const DeleteFunctionEventInvokeConfig = operation<
  DeleteFunctionEventInvokeConfigCommandInput,
  DeleteFunctionEventInvokeConfigCommandOutput
>({
  action: 'lambda:DeleteFunctionEventInvokeConfig',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: { FunctionName: QUALIFIED_NAME, Qualifier: QUALIFIER },
  handle(input, ctx) {
    findInvokeConfig(ctx, input)
    const reference = referenceOf(ctx, input)
    invokeConfigs(scopeOf(ctx, reference)).delete(qualifiedKey(reference.name, reference.qualifier))
    return {}
  },
})
