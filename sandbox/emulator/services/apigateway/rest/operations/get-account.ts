import type { GetAccountCommandInput, GetAccountCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { readAccount } from '../account.ts'
import { arnOf } from '../state.ts'

export const GetAccount = operation<GetAccountCommandInput, GetAccountCommandOutput>({
  action: 'apigateway:GET',
  resource: (_input, ctx) => arnOf(ctx, 'account'),
  handle: (_input, ctx) => readAccount(ctx),
})
