import type { PutUserPolicyCommandInput, PutUserPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { putting } from '../inline-policies.ts'
import { USER } from '../kinds.ts'

export const PutUserPolicy = operation<PutUserPolicyCommandInput, PutUserPolicyCommandOutput>({
  action: 'iam:PutUserPolicy',
  ...putting(USER),
})
