import type { PutFunctionConcurrencyCommandInput, PutFunctionConcurrencyCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { reserve } from '../concurrency.ts'
import { FUNCTION_NAME, namedArn } from '../function-name.ts'
import { findLatest } from '../state.ts'

export const PutFunctionConcurrency = operation<PutFunctionConcurrencyCommandInput, PutFunctionConcurrencyCommandOutput>({
  action: 'lambda:PutFunctionConcurrency',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { FunctionName: FUNCTION_NAME, ReservedConcurrentExecutions: { minValue: 0 } },
  handle(input, ctx) {
    reserve(ctx, findLatest(ctx, input.FunctionName!), input.ReservedConcurrentExecutions!)
    return { ReservedConcurrentExecutions: input.ReservedConcurrentExecutions! }
  },
})
