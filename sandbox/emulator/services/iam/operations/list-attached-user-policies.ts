import type { ListAttachedUserPoliciesCommandInput, ListAttachedUserPoliciesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { listingAttached } from '../attached-policies.ts'
import { USER } from '../kinds.ts'

export const ListAttachedUserPolicies = operation<ListAttachedUserPoliciesCommandInput, ListAttachedUserPoliciesCommandOutput>({
  action: 'iam:ListAttachedUserPolicies',
  ...listingAttached(USER),
})
