import type { DetachUserPolicyCommandInput, DetachUserPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { detaching } from '../attached-policies.ts'
import { USER } from '../kinds.ts'

export const DetachUserPolicy = operation<DetachUserPolicyCommandInput, DetachUserPolicyCommandOutput>({
  action: 'iam:DetachUserPolicy',
  ...detaching(USER),
})
