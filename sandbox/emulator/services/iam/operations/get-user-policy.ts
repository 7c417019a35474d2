import type { GetUserPolicyCommandInput, GetUserPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { getting } from '../inline-policies.ts'
import { USER } from '../kinds.ts'

export const GetUserPolicy = operation<GetUserPolicyCommandInput, GetUserPolicyCommandOutput>({
  action: 'iam:GetUserPolicy',
  ...getting(USER),
})
