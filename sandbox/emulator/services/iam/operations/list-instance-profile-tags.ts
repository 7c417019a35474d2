import type { ListInstanceProfileTagsCommandInput, ListInstanceProfileTagsCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { PROFILE } from '../instance-profiles.ts'
import { listingTags } from '../tagging.ts'

export const ListInstanceProfileTags = operation<ListInstanceProfileTagsCommandInput, ListInstanceProfileTagsCommandOutput>({
  action: 'iam:ListInstanceProfileTags',
  ...listingTags(PROFILE),
})
