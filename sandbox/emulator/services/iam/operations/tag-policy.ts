import type { TagPolicyCommandInput, TagPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { POLICY } from '../kinds.ts'
import { tagging } from '../tagging.ts'

export const TagPolicy = operation<TagPolicyCommandInput, TagPolicyCommandOutput>({
  action: 'iam:TagPolicy',
  ...tagging(POLICY),
})
