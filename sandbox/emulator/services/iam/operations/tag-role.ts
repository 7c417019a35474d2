import type { TagRoleCommandInput, TagRoleCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { ROLE } from '../kinds.ts'
import { tagging } from '../tagging.ts'

export const TagRole = operation<TagRoleCommandInput, TagRoleCommandOutput>({
  action: 'iam:TagRole',
  ...tagging(ROLE),
})
