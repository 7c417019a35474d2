import type { TagUserCommandInput, TagUserCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { USER } from '../kinds.ts'
import { tagging } from '../tagging.ts'

export const TagUser = operation<TagUserCommandInput, TagUserCommandOutput>({
  action: 'iam:TagUser',
  ...tagging(USER),
})
