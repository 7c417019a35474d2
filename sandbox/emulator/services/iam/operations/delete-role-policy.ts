import type { DeleteRolePolicyCommandInput, DeleteRolePolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { deleting } from '../inline-policies.ts'
import { ROLE } from '../kinds.ts'

export const DeleteRolePolicy = operation<DeleteRolePolicyCommandInput, DeleteRolePolicyCommandOutput>({
  action: 'iam:DeleteRolePolicy',
  ...deleting(ROLE),
})
