import type { ListAccountAliasesCommandInput, ListAccountAliasesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { PAGE_LIMITS } from '../paging.ts'

export const ListAccountAliases = operation<ListAccountAliasesCommandInput, ListAccountAliasesCommandOutput>({
  action: 'iam:ListAccountAliases',
  resource: '*',
  limits: PAGE_LIMITS,
  // Aliases cannot be made here, so that an account never has one.
  handle: () => ({ AccountAliases: [], IsTruncated: false }),
})
