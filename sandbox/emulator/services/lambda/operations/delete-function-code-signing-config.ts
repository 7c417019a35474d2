import type { DeleteFunctionCodeSigningConfigCommandInput, DeleteFunctionCodeSigningConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { functionCodeSigning } from '../code-signing.ts'
import { FUNCTION_NAME, namedArn } from '../function-name.ts'
import { findLatest, scopeOf } from '../state.ts'

export const DeleteFunctionCodeSigningConfig = operation<DeleteFunctionCodeSigningConfigCommandInput, DeleteFunctionCodeSigningConfigCommandOutput>({
  action: 'lambda:DeleteFunctionCodeSigningConfig',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { FunctionName: FUNCTION_NAME },
  storedOnly: true,
  handle(input, ctx) {
    const found = findLatest(ctx, input.FunctionName!)
    functionCodeSigning(scopeOf(ctx, found)).delete(found.name)
    return {}
  },
})
