import type { UpdateServiceSpecificCredentialCommandInput, UpdateServiceSpecificCredentialCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { changingStatus, SERVICE_CREDENTIALS } from '../user-credentials.ts'

export const UpdateServiceSpecificCredential = operation<UpdateServiceSpecificCredentialCommandInput, UpdateServiceSpecificCredentialCommandOutput>({
  action: 'iam:UpdateServiceSpecificCredential',
  storedOnly: true,
  ...changingStatus(SERVICE_CREDENTIALS),
})
