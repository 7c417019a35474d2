import type { ListAttachedRolePoliciesCommandInput, ListAttachedRolePoliciesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { listingAttached } from '../attached-policies.ts'
import { ROLE } from '../kinds.ts'

export const ListAttachedRolePolicies = operation<ListAttachedRolePoliciesCommandInput, ListAttachedRolePoliciesCommandOutput>({
  action: 'iam:ListAttachedRolePolicies',
  ...listingAttached(ROLE),
})
