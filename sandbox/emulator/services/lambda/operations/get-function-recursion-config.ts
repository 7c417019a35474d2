import type { GetFunctionRecursionConfigCommandInput, GetFunctionRecursionConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { FUNCTION_NAME, namedArn } from '../function-name.ts'
import { recursionSettings } from '../runtime-management.ts'
import { findLatest, scopeOf } from '../state.ts'

export const GetFunctionRecursionConfig = operation<GetFunctionRecursionConfigCommandInput, GetFunctionRecursionConfigCommandOutput>({
  action: 'lambda:GetFunctionRecursionConfig',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { FunctionName: FUNCTION_NAME },
  storedOnly: true,
  handle(input, ctx) {
    const found = findLatest(ctx, input.FunctionName!)
    return { RecursiveLoop: recursionSettings(scopeOf(ctx, found)).get(found.name) ?? 'Terminate' }
  },
})
