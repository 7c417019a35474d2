import type { DeleteServiceSpecificCredentialCommandInput, DeleteServiceSpecificCredentialCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { forgetting, SERVICE_CREDENTIALS } from '../user-credentials.ts'

export const DeleteServiceSpecificCredential = operation<DeleteServiceSpecificCredentialCommandInput, DeleteServiceSpecificCredentialCommandOutput>({
  action: 'iam:DeleteServiceSpecificCredential',
  ...forgetting(SERVICE_CREDENTIALS),
})
