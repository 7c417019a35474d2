import type { DeleteUserPolicyCommandInput, DeleteUserPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { deleting } from '../inline-policies.ts'
import { USER } from '../kinds.ts'

export const DeleteUserPolicy = operation<DeleteUserPolicyCommandInput, DeleteUserPolicyCommandOutput>({
  action: 'iam:DeleteUserPolicy',
  ...deleting(USER),
})
