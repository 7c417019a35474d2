import type { Account } from '@aws-sdk/client-api-gateway'
import { collection, type Scope } from '../../../kernel/store.ts'

/** API Gateway's settings of an account in a region. */
const accounts = collection<Account>('restapis.account', 'region')

const KEY = 'settings'

export function readAccount(ctx: Scope): Account {
  return accounts(ctx).get(KEY) ?? { throttleSettings: { burstLimit: 5000, rateLimit: 10_000 }, features: ['UsagePlans'], apiKeyVersion: '4' }
}

export const saveAccount = (ctx: Scope, account: Account): Account => accounts(ctx).put(KEY, account)
