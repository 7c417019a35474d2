import type {
  ListResourceServersCommandInput, ListResourceServersCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { resourceServersOf } from '../hosted-state.ts'
import { describeResourceServer } from '../issuer/hosted/resource-servers.ts'
import { poolArn } from '../issuer/issuer.ts'
import { page } from '../issuer/paging.ts'
import { USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const ListResourceServers = operation<ListResourceServersCommandInput, ListResourceServersCommandOutput>({
  action: 'cognito-idp:ListResourceServers',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, MaxResults: { minValue: 1, maxValue: 50 } },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const { items, next } = page([...resourceServersOf(ctx, pool).values()], input.MaxResults || 50, input.NextToken)
    return { ResourceServers: items.map((server) => describeResourceServer(pool, server)), ...(next ? { NextToken: next } : {}) }
  },
})
