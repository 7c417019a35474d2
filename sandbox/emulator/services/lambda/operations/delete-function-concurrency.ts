import type { DeleteFunctionConcurrencyCommandInput, DeleteFunctionConcurrencyCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { release } from '../concurrency.ts'
import { FUNCTION_NAME, namedArn } from '../function-name.ts'
import { findLatest } from '../state.ts'

export const DeleteFunctionConcurrency = operation<
  DeleteFunctionConcurrencyCommandInput,
  DeleteFunctionConcurrencyCommandOutput
>({
  action: 'lambda:DeleteFunctionConcurrency',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { FunctionName: FUNCTION_NAME },
  handle(input, ctx) {
    release(ctx, findLatest(ctx, input.FunctionName!))
    return {}
  },
})
