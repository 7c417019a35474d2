import type { DeleteAccountPasswordPolicyCommandInput, DeleteAccountPasswordPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { accountOf, changeAccount } from '../account.ts'
import { noSuchEntity } from '../errors.ts'

export const DeleteAccountPasswordPolicy = operation<DeleteAccountPasswordPolicyCommandInput, DeleteAccountPasswordPolicyCommandOutput>({
  action: 'iam:DeleteAccountPasswordPolicy',
  resource: '*',
  handle(_input, ctx) {
    if (!accountOf(ctx).passwordPolicy) throw noSuchEntity(`The account policy with name PasswordPolicy cannot be found.`)
    changeAccount(ctx, { passwordPolicy: undefined })
    return {}
  },
})
