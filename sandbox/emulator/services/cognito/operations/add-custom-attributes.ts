import type {
  AddCustomAttributesCommandInput, AddCustomAttributesCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { invalidParameter } from '../errors.ts'
import { poolArn } from '../issuer/issuer.ts'
import { customAttribute } from '../issuer/pool-settings.ts'
import { USER_POOL_ID } from '../limits.ts'
import { findPool, savePool } from '../state.ts'

export const AddCustomAttributes = operation<AddCustomAttributesCommandInput, AddCustomAttributesCommandOutput>({
  action: 'cognito-idp:AddCustomAttributes',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const present = pool.settings.SchemaAttributes ?? []
    const added = input.CustomAttributes!.map(customAttribute)
    const twice = added.find(({ Name }) => present.some((other) => other.Name === Name))
    if (twice) throw invalidParameter(`${twice.Name}: Existing attribute already has name ${twice.Name}.\n`)
    savePool(ctx, { ...pool, updatedAt: ctx.now, settings: { ...pool.settings, SchemaAttributes: [...present, ...added] } })
    return {}
  },
})
