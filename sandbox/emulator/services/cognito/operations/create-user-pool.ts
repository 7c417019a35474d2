import type { CreateUserPoolCommandInput, CreateUserPoolCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { ALPHANUMERIC } from '../../../kernel/ids.ts'
import { operation } from '../../../kernel/operation.ts'
import { prepareKeys } from '../issuer/keys.ts'
import { describePool, newPoolSettings, noteTriggers } from '../issuer/pool-settings.ts'
import { savePool } from '../state.ts'

export const CreateUserPool = operation<CreateUserPoolCommandInput, CreateUserPoolCommandOutput>({
  action: 'cognito-idp:CreateUserPool',
  resource: '*',
  limits: { PoolName: { min: 1, max: 128, pattern: '[\\w\\s+=,.@-]+' }, MfaConfiguration: { enum: ['OFF', 'ON', 'OPTIONAL'] } },
  handle(input, ctx) {
    const pool = savePool(ctx, {
      id: `${ctx.region}_${ctx.ids.chars(9, ALPHANUMERIC)}`,
      account: ctx.account,
      region: ctx.region,
      createdAt: ctx.now,
      updatedAt: ctx.now,
      settings: newPoolSettings(input),
    })
    prepareKeys(ctx, pool.id)
    noteTriggers(ctx, pool)
    return { UserPool: describePool(ctx, pool) }
  },
})
