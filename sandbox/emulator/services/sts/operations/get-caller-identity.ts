import type { GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput } from '@aws-sdk/client-sts'
import { nothing, operation } from '../../../kernel/operation.ts'

export const GetCallerIdentity = operation<GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput>({
  action: 'sts:GetCallerIdentity',
  resource: '*',
  // Everybody may ask who they are; no policy can take that away.
  needs: nothing,
  handle: (_input, ctx) => ({ UserId: ctx.principal.userId, Account: ctx.account, Arn: ctx.principal.arn }),
})
