import type { UpdateUserPoolCommandInput, UpdateUserPoolCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { noteTriggers, updatedPoolSettings } from '../issuer/pool-settings.ts'
import { USER_POOL_ID } from '../limits.ts'
import { findPool, savePool } from '../state.ts'

export const UpdateUserPool = operation<UpdateUserPoolCommandInput, UpdateUserPoolCommandOutput>({
  action: 'cognito-idp:UpdateUserPool',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const settings = updatedPoolSettings(pool, input)
    noteTriggers(ctx, savePool(ctx, { ...pool, updatedAt: ctx.now, settings }))
    return {}
  },
})
