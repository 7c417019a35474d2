import type { ListRolePoliciesCommandInput, ListRolePoliciesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { listing } from '../inline-policies.ts'
import { ROLE } from '../kinds.ts'

export const ListRolePolicies = operation<ListRolePoliciesCommandInput, ListRolePoliciesCommandOutput>({
  action: 'iam:ListRolePolicies',
  ...listing(ROLE),
})
