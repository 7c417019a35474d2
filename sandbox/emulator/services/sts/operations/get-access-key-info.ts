import type { GetAccessKeyInfoCommandInput, GetAccessKeyInfoCommandOutput } from '@aws-sdk/client-sts'
import { findCredential } from '../../../kernel/credentials.ts'
import { operation } from '../../../kernel/operation.ts'

/** The account of a key: of one that was issued here, else the account that signing with it would mean. */
export const GetAccessKeyInfo = operation<GetAccessKeyInfoCommandInput, GetAccessKeyInfoCommandOutput>({
  action: 'sts:GetAccessKeyInfo',
  resource: '*',
  limits: { AccessKeyId: { min: 16, max: 128, pattern: '[\\w]*' } },
  handle: (input, ctx) => ({
    Account: findCredential(ctx.store, input.AccessKeyId!)?.principal.account ?? ctx.settings.defaultAccount,
  }),
})
