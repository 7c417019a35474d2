import type { GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput } from '@aws-sdk/client-sts'
import { operation } from '../../../kernel/operation.ts'

export const GetCallerIdentity = operation<GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput>({
  action: 'sts:GetCallerIdentity',
  resource: '*',
  handle: (_input, ctx) => ({ UserId: ctx.principal.userId, Account: ctx.account, Arn: ctx.principal.arn }),
})
