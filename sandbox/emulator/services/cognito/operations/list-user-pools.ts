import type { ListUserPoolsCommandInput, ListUserPoolsCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { page } from '../issuer/paging.ts'
import { listPools } from '../state.ts'

export const ListUserPools = operation<ListUserPoolsCommandInput, ListUserPoolsCommandOutput>({
  action: 'cognito-idp:ListUserPools',
  resource: '*',
  limits: { MaxResults: { minValue: 1, maxValue: 60 } },
  handle(input, ctx) {
    const { items, next } = page(listPools(ctx), input.MaxResults!, input.NextToken)
    const UserPools = items.map(({ id, settings, createdAt, updatedAt }) => ({
      Id: id,
      Name: settings.Name,
      LambdaConfig: settings.LambdaConfig,
      LastModifiedDate: new Date(updatedAt),
      CreationDate: new Date(createdAt),
    }))
    return { UserPools, ...(next ? { NextToken: next } : {}) }
  },
})
