import type { GetRolePolicyCommandInput, GetRolePolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { getting } from '../inline-policies.ts'
import { ROLE } from '../kinds.ts'

export const GetRolePolicy = operation<GetRolePolicyCommandInput, GetRolePolicyCommandOutput>({
  action: 'iam:GetRolePolicy',
  ...getting(ROLE),
})
