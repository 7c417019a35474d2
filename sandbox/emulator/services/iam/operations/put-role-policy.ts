import type { PutRolePolicyCommandInput, PutRolePolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { putting } from '../inline-policies.ts'
import { ROLE } from '../kinds.ts'

export const PutRolePolicy = operation<PutRolePolicyCommandInput, PutRolePolicyCommandOutput>({
  action: 'iam:PutRolePolicy',
  ...putting(ROLE),
})
