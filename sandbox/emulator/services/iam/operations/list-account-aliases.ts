import type { ListAccountAliasesCommandInput, ListAccountAliasesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { accountOf } from '../account.ts'
import { PAGE_LIMITS } from '../paging.ts'

export const ListAccountAliases = operation<ListAccountAliasesCommandInput, ListAccountAliasesCommandOutput>({
  action: 'iam:ListAccountAliases',
  resource: '*',
  limits: PAGE_LIMITS,
  handle(_input, ctx) {
    const { alias } = accountOf(ctx)
    return { AccountAliases: alias === undefined ? [] : [alias], IsTruncated: false }
  },
})
