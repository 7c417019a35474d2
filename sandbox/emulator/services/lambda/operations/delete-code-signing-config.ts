import type { DeleteCodeSigningConfigCommandInput, DeleteCodeSigningConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { CODE_SIGNING_ARN, deleteCodeSigning } from '../code-signing.ts'

export const DeleteCodeSigningConfig = operation<DeleteCodeSigningConfigCommandInput, DeleteCodeSigningConfigCommandOutput>({
  action: 'lambda:DeleteCodeSigningConfig',
  resource: (input) => input.CodeSigningConfigArn!,
  limits: { CodeSigningConfigArn: CODE_SIGNING_ARN },
  storedOnly: true,
  handle(input, ctx) {
    deleteCodeSigning(ctx, input.CodeSigningConfigArn!)
    return {}
  },
})
