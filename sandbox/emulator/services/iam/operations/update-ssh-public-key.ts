import type { UpdateSSHPublicKeyCommandInput, UpdateSSHPublicKeyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { changingStatus, SSH_KEYS } from '../user-credentials.ts'

export const UpdateSSHPublicKey = operation<UpdateSSHPublicKeyCommandInput, UpdateSSHPublicKeyCommandOutput>({
  action: 'iam:UpdateSSHPublicKey',
  storedOnly: true,
  ...changingStatus(SSH_KEYS),
})
