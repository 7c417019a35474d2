import type { ListRoleTagsCommandInput, ListRoleTagsCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { ROLE } from '../kinds.ts'
import { listingTags } from '../tagging.ts'

export const ListRoleTags = operation<ListRoleTagsCommandInput, ListRoleTagsCommandOutput>({
  action: 'iam:ListRoleTags',
  ...listingTags(ROLE),
})
