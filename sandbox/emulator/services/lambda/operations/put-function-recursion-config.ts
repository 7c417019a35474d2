import type { PutFunctionRecursionConfigCommandInput, PutFunctionRecursionConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { FUNCTION_NAME, namedArn } from '../function-name.ts'
import { recursionSettings } from '../runtime-management.ts'
import { findLatest, scopeOf } from '../state.ts'

export const PutFunctionRecursionConfig = operation<PutFunctionRecursionConfigCommandInput, PutFunctionRecursionConfigCommandOutput>({
  action: 'lambda:PutFunctionRecursionConfig',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { FunctionName: FUNCTION_NAME, RecursiveLoop: { enum: ['Allow', 'Terminate'] } },
  storedOnly: true,
  handle(input, ctx) {
    const found = findLatest(ctx, input.FunctionName!)
    return { RecursiveLoop: recursionSettings(scopeOf(ctx, found)).put(found.name, input.RecursiveLoop!) }
  },
})
