import type { DeleteAccountAliasCommandInput, DeleteAccountAliasCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { accountOf, changeAccount } from '../account.ts'
import { noSuchEntity } from '../errors.ts'

export const DeleteAccountAlias = operation<DeleteAccountAliasCommandInput, DeleteAccountAliasCommandOutput>({
  action: 'iam:DeleteAccountAlias',
  resource: '*',
  limits: { AccountAlias: { min: 3, max: 63, pattern: '[a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9]' } },
  handle(input, ctx) {
    if (accountOf(ctx).alias !== input.AccountAlias) throw noSuchEntity(`The Account Alias ${input.AccountAlias!} cannot be found.`)
    changeAccount(ctx, { alias: undefined })
    return {}
  },
})
