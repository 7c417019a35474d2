import type { DeleteSSHPublicKeyCommandInput, DeleteSSHPublicKeyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { forgetting, SSH_KEYS } from '../user-credentials.ts'

export const DeleteSSHPublicKey = operation<DeleteSSHPublicKeyCommandInput, DeleteSSHPublicKeyCommandOutput>({
  action: 'iam:DeleteSSHPublicKey',
  ...forgetting(SSH_KEYS),
})
