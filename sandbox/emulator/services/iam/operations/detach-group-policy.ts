import type { DetachGroupPolicyCommandInput, DetachGroupPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { detaching } from '../attached-policies.ts'
import { GROUP } from '../kinds.ts'

export const DetachGroupPolicy = operation<DetachGroupPolicyCommandInput, DetachGroupPolicyCommandOutput>({
  action: 'iam:DetachGroupPolicy',
  ...detaching(GROUP),
})
