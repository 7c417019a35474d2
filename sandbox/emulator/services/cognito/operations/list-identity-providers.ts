import type {
  ListIdentityProvidersCommandInput, ListIdentityProvidersCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { page } from '../issuer/paging.ts'
import { USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'
import { providersOf } from '../stored-state.ts'

export const ListIdentityProviders = operation<ListIdentityProvidersCommandInput, ListIdentityProvidersCommandOutput>({
  action: 'cognito-idp:ListIdentityProviders',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, MaxResults: { minValue: 0, maxValue: 60 } },
  handle(input, ctx) {
    const all = [...providersOf(ctx, findPool(ctx, input.UserPoolId!)).values()]
    const { items, next } = page(all, input.MaxResults || 60, input.NextToken)
    const Providers = items.map(({ ProviderName, ProviderType, LastModifiedDate, CreationDate }) => ({ ProviderName, ProviderType, LastModifiedDate, CreationDate }))
    return { Providers, ...(next ? { NextToken: next } : {}) }
  },
})
