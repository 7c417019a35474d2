import type { UpdateCodeSigningConfigCommandInput, UpdateCodeSigningConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { CODE_SIGNING_ARN, CODE_SIGNING_LIMITS, codeSigningView, updateCodeSigning } from '../code-signing.ts'

export const UpdateCodeSigningConfig = operation<UpdateCodeSigningConfigCommandInput, UpdateCodeSigningConfigCommandOutput>({
  action: 'lambda:UpdateCodeSigningConfig',
  resource: (input) => input.CodeSigningConfigArn!,
  limits: { CodeSigningConfigArn: CODE_SIGNING_ARN, ...CODE_SIGNING_LIMITS },
  storedOnly: true,
  handle: (input, ctx) => ({ CodeSigningConfig: codeSigningView(updateCodeSigning(ctx, input.CodeSigningConfigArn!, input)) }),
})
