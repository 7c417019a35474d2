import type { UntagInstanceProfileCommandInput, UntagInstanceProfileCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { PROFILE } from '../instance-profiles.ts'
import { untagging } from '../tagging.ts'

export const UntagInstanceProfile = operation<UntagInstanceProfileCommandInput, UntagInstanceProfileCommandOutput>({
  action: 'iam:UntagInstanceProfile',
  ...untagging(PROFILE),
})
