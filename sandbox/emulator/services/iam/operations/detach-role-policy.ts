import type { DetachRolePolicyCommandInput, DetachRolePolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { detaching } from '../attached-policies.ts'
import { ROLE } from '../kinds.ts'

export const DetachRolePolicy = operation<DetachRolePolicyCommandInput, DetachRolePolicyCommandOutput>({
  action: 'iam:DetachRolePolicy',
  ...detaching(ROLE),
})
