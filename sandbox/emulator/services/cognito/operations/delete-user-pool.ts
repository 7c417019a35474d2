import type { DeleteUserPoolCommandInput, DeleteUserPoolCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { invalidParameter } from '../errors.ts'
import { listDomains, removeHosted } from '../hosted-state.ts'
import { poolArn } from '../issuer/issuer.ts'
import { USER_POOL_ID } from '../limits.ts'
import { findPool, removePool } from '../state.ts'
import { removeStored } from '../stored-state.ts'

export const DeleteUserPool = operation<DeleteUserPoolCommandInput, DeleteUserPoolCommandOutput>({
  action: 'cognito-idp:DeleteUserPool',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    if (pool.settings.DeletionProtection === 'ACTIVE')
      throw invalidParameter(
        'The user pool cannot be deleted because deletion protection is activated. ' +
          'Deletion protection must be inactivated first.',
      )
    if (listDomains(ctx, pool).length > 0)
      throw invalidParameter('User pool cannot be deleted. It has a domain configured that should be deleted first.')
    removeHosted(ctx, pool)
    removeStored(ctx, pool)
    removePool(ctx, pool)
    return {}
  },
})
