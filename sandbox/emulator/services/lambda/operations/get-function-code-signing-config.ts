import type { GetFunctionCodeSigningConfigCommandInput, GetFunctionCodeSigningConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { functionCodeSigning } from '../code-signing.ts'
import { FUNCTION_NAME, namedArn } from '../function-name.ts'
import { findLatest, scopeOf } from '../state.ts'

export const GetFunctionCodeSigningConfig = operation<GetFunctionCodeSigningConfigCommandInput, GetFunctionCodeSigningConfigCommandOutput>({
  action: 'lambda:GetFunctionCodeSigningConfig',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { FunctionName: FUNCTION_NAME },
  storedOnly: true,
  // A function without one is answered with nothing.
  handle(input, ctx) {
    const found = findLatest(ctx, input.FunctionName!)
    const arn = functionCodeSigning(scopeOf(ctx, found)).get(found.name)
    return { CodeSigningConfigArn: arn, FunctionName: arn === undefined ? undefined : found.name }
  },
})
