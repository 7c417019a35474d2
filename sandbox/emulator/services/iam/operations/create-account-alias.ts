import type { CreateAccountAliasCommandInput, CreateAccountAliasCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { changeAccount } from '../account.ts'

export const CreateAccountAlias = operation<CreateAccountAliasCommandInput, CreateAccountAliasCommandOutput>({
  action: 'iam:CreateAccountAlias',
  resource: '*',
  storedOnly: true,
  limits: { AccountAlias: { min: 3, max: 63, pattern: '[a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9]' } },
  // An account has one alias: a new one takes the place of the old.
  handle(input, ctx) {
    changeAccount(ctx, { alias: input.AccountAlias! })
    return {}
  },
})
