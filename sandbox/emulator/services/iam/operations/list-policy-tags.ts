import type { ListPolicyTagsCommandInput, ListPolicyTagsCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { POLICY } from '../kinds.ts'
import { listingTags } from '../tagging.ts'

export const ListPolicyTags = operation<ListPolicyTagsCommandInput, ListPolicyTagsCommandOutput>({
  action: 'iam:ListPolicyTags',
  ...listingTags(POLICY),
})
