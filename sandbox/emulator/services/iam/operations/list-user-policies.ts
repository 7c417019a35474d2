import type { ListUserPoliciesCommandInput, ListUserPoliciesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { listing } from '../inline-policies.ts'
import { USER } from '../kinds.ts'

export const ListUserPolicies = operation<ListUserPoliciesCommandInput, ListUserPoliciesCommandOutput>({
  action: 'iam:ListUserPolicies',
  ...listing(USER),
})
