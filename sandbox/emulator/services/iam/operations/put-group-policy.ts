import type { PutGroupPolicyCommandInput, PutGroupPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { putting } from '../inline-policies.ts'
import { GROUP } from '../kinds.ts'

export const PutGroupPolicy = operation<PutGroupPolicyCommandInput, PutGroupPolicyCommandOutput>({
  action: 'iam:PutGroupPolicy',
  ...putting(GROUP),
})
