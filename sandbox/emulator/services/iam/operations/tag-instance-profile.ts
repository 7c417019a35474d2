import type { TagInstanceProfileCommandInput, TagInstanceProfileCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { PROFILE } from '../instance-profiles.ts'
import { tagging } from '../tagging.ts'

export const TagInstanceProfile = operation<TagInstanceProfileCommandInput, TagInstanceProfileCommandOutput>({
  action: 'iam:TagInstanceProfile',
  ...tagging(PROFILE),
})
