import type { GetFunctionConcurrencyCommandInput, GetFunctionConcurrencyCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { FUNCTION_NAME, namedArn } from '../function-name.ts'
import { findLatest } from '../state.ts'

export const GetFunctionConcurrency = operation<GetFunctionConcurrencyCommandInput, GetFunctionConcurrencyCommandOutput>({
  action: 'lambda:GetFunctionConcurrency',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { FunctionName: FUNCTION_NAME },
  handle(input, ctx) {
    const { reservedConcurrency } = findLatest(ctx, input.FunctionName!)
    return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency }
  },
})
