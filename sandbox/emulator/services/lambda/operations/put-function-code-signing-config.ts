import type { PutFunctionCodeSigningConfigCommandInput, PutFunctionCodeSigningConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { CODE_SIGNING_ARN, useCodeSigning } from '../code-signing.ts'
import { FUNCTION_NAME, namedArn } from '../function-name.ts'
import { findLatest } from '../state.ts'

export const PutFunctionCodeSigningConfig = operation<PutFunctionCodeSigningConfigCommandInput, PutFunctionCodeSigningConfigCommandOutput>({
  action: 'lambda:PutFunctionCodeSigningConfig',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { CodeSigningConfigArn: CODE_SIGNING_ARN, FunctionName: FUNCTION_NAME },
  storedOnly: true,
  handle(input, ctx) {
    const found = findLatest(ctx, input.FunctionName!)
    useCodeSigning(ctx, found, input.CodeSigningConfigArn!)
    return { CodeSigningConfigArn: input.CodeSigningConfigArn, FunctionName: found.name }
  },
})
