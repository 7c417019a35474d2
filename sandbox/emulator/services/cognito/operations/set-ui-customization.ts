import type { SetUICustomizationCommandInput, SetUICustomizationCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'
import { customizationsOf, WHOLE_POOL } from '../stored-state.ts'

export const SetUICustomization = operation<SetUICustomizationCommandInput, SetUICustomizationCommandOutput>({
  action: 'cognito-idp:SetUICustomization',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  storedOnly: true,
  limits: { UserPoolId: USER_POOL_ID },
  // The image is not kept: no page shows it.
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const key = input.ClientId ?? WHOLE_POOL
    const table = customizationsOf(ctx, pool)
    const now = new Date(ctx.now)
    const css = input.CSS === undefined ? {} : { CSS: input.CSS, CSSVersion: ctx.ids.chars(14, '0123456789') }
    const about = { UserPoolId: pool.id, ClientId: key, LastModifiedDate: now, CreationDate: table.get(key)?.CreationDate ?? now }
    return { UICustomization: table.put(key, { ...about, ...css }) }
  },
})
