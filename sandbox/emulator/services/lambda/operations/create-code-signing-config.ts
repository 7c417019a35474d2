import type { CreateCodeSigningConfigCommandInput, CreateCodeSigningConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { CODE_SIGNING_LIMITS, codeSigningView, createCodeSigning } from '../code-signing.ts'

export const CreateCodeSigningConfig = operation<CreateCodeSigningConfigCommandInput, CreateCodeSigningConfigCommandOutput>({
  action: 'lambda:CreateCodeSigningConfig',
  resource: '*',
  limits: CODE_SIGNING_LIMITS,
  storedOnly: true,
  handle: (input, ctx) => ({ CodeSigningConfig: codeSigningView(createCodeSigning(ctx, input)) }),
})
