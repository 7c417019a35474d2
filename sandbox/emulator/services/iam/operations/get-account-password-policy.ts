import type { GetAccountPasswordPolicyCommandInput, GetAccountPasswordPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { accountOf } from '../account.ts'
import { noSuchEntity } from '../errors.ts'

export const GetAccountPasswordPolicy = operation<GetAccountPasswordPolicyCommandInput, GetAccountPasswordPolicyCommandOutput>({
  action: 'iam:GetAccountPasswordPolicy',
  resource: '*',
  handle(_input, ctx) {
    const { passwordPolicy } = accountOf(ctx)
    if (!passwordPolicy) throw noSuchEntity(`The Password Policy with domain name ${ctx.account} cannot be found.`)
    return { PasswordPolicy: passwordPolicy }
  },
})
