import type { GetGroupPolicyCommandInput, GetGroupPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { getting } from '../inline-policies.ts'
import { GROUP } from '../kinds.ts'

export const GetGroupPolicy = operation<GetGroupPolicyCommandInput, GetGroupPolicyCommandOutput>({
  action: 'iam:GetGroupPolicy',
  ...getting(GROUP),
})
