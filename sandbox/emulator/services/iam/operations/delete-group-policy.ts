import type { DeleteGroupPolicyCommandInput, DeleteGroupPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { deleting } from '../inline-policies.ts'
import { GROUP } from '../kinds.ts'

export const DeleteGroupPolicy = operation<DeleteGroupPolicyCommandInput, DeleteGroupPolicyCommandOutput>({
  action: 'iam:DeleteGroupPolicy',
  ...deleting(GROUP),
})
