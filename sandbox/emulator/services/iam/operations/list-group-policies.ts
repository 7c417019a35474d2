import type { ListGroupPoliciesCommandInput, ListGroupPoliciesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { listing } from '../inline-policies.ts'
import { GROUP } from '../kinds.ts'

export const ListGroupPolicies = operation<ListGroupPoliciesCommandInput, ListGroupPoliciesCommandOutput>({
  action: 'iam:ListGroupPolicies',
  ...listing(GROUP),
})
