import type { AttachUserPolicyCommandInput, AttachUserPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { attaching } from '../attached-policies.ts'
import { USER } from '../kinds.ts'

export const AttachUserPolicy = operation<AttachUserPolicyCommandInput, AttachUserPolicyCommandOutput>({
  action: 'iam:AttachUserPolicy',
  ...attaching(USER),
})
