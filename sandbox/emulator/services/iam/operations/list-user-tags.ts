import type { ListUserTagsCommandInput, ListUserTagsCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { USER } from '../kinds.ts'
import { listingTags } from '../tagging.ts'

export const ListUserTags = operation<ListUserTagsCommandInput, ListUserTagsCommandOutput>({
  action: 'iam:ListUserTags',
  ...listingTags(USER),
})
