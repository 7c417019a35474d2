import type { ListAttachedGroupPoliciesCommandInput, ListAttachedGroupPoliciesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { listingAttached } from '../attached-policies.ts'
import { GROUP } from '../kinds.ts'

export const ListAttachedGroupPolicies = operation<ListAttachedGroupPoliciesCommandInput, ListAttachedGroupPoliciesCommandOutput>({
  action: 'iam:ListAttachedGroupPolicies',
  ...listingAttached(GROUP),
})
