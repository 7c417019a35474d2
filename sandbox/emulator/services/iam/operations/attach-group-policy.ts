import type { AttachGroupPolicyCommandInput, AttachGroupPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { attaching } from '../attached-policies.ts'
import { GROUP } from '../kinds.ts'

export const AttachGroupPolicy = operation<AttachGroupPolicyCommandInput, AttachGroupPolicyCommandOutput>({
  action: 'iam:AttachGroupPolicy',
  ...attaching(GROUP),
})
