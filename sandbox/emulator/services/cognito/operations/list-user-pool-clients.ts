import type {
  ListUserPoolClientsCommandInput, ListUserPoolClientsCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { page } from '../issuer/paging.ts'
import { USER_POOL_ID } from '../limits.ts'
import { findPool, listClients } from '../state.ts'

export const ListUserPoolClients = operation<ListUserPoolClientsCommandInput, ListUserPoolClientsCommandOutput>({
  action: 'cognito-idp:ListUserPoolClients',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, MaxResults: { minValue: 1, maxValue: 60 } },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const { items, next } = page(listClients(ctx, pool), input.MaxResults ?? 60, input.NextToken)
    const UserPoolClients = items.map(({ id, poolId, settings }) => ({
      ClientId: id,
      UserPoolId: poolId,
      ClientName: settings.ClientName,
    }))
    return { UserPoolClients, ...(next ? { NextToken: next } : {}) }
  },
})
