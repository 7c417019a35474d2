import type { AttachRolePolicyCommandInput, AttachRolePolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { attaching } from '../attached-policies.ts'
import { ROLE } from '../kinds.ts'

export const AttachRolePolicy = operation<AttachRolePolicyCommandInput, AttachRolePolicyCommandOutput>({
  action: 'iam:AttachRolePolicy',
  ...attaching(ROLE),
})
