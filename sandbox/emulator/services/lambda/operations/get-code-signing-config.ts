import type { GetCodeSigningConfigCommandInput, GetCodeSigningConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { CODE_SIGNING_ARN, codeSigningView, findCodeSigning } from '../code-signing.ts'

export const GetCodeSigningConfig = operation<GetCodeSigningConfigCommandInput, GetCodeSigningConfigCommandOutput>({
  action: 'lambda:GetCodeSigningConfig',
  resource: (input) => input.CodeSigningConfigArn!,
  limits: { CodeSigningConfigArn: CODE_SIGNING_ARN },
  storedOnly: true,
  handle: (input, ctx) => ({ CodeSigningConfig: codeSigningView(findCodeSigning(ctx, input.CodeSigningConfigArn!)) }),
})
