import type { UntagPolicyCommandInput, UntagPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { POLICY } from '../kinds.ts'
import { untagging } from '../tagging.ts'

export const UntagPolicy = operation<UntagPolicyCommandInput, UntagPolicyCommandOutput>({
  action: 'iam:UntagPolicy',
  ...untagging(POLICY),
})
