import type { GetUICustomizationCommandInput, GetUICustomizationCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'
import { customizationsOf, WHOLE_POOL } from '../stored-state.ts'

export const GetUICustomization = operation<GetUICustomizationCommandInput, GetUICustomizationCommandOutput>({
  action: 'cognito-idp:GetUICustomization',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const all = customizationsOf(ctx, pool)
    return { UICustomization: all.get(input.ClientId ?? WHOLE_POOL) ?? all.get(WHOLE_POOL) ?? {} }
  },
})
