import type {
  UpdateIdentityProviderCommandInput, UpdateIdentityProviderCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { PROVIDER_NAME, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'
import { providersOf, requireProvider } from '../stored-state.ts'

export const UpdateIdentityProvider = operation<UpdateIdentityProviderCommandInput, UpdateIdentityProviderCommandOutput>({
  action: 'cognito-idp:UpdateIdentityProvider',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  storedOnly: true,
  limits: { UserPoolId: USER_POOL_ID, ProviderName: PROVIDER_NAME },
  handle({ UserPoolId: id, ProviderName: name, ...given }, ctx) {
    const pool = findPool(ctx, id!)
    const changed = { ...requireProvider(ctx, pool, name!), ...given, LastModifiedDate: new Date(ctx.now) }
    return { IdentityProvider: providersOf(ctx, pool).put(changed.ProviderName, changed) }
  },
})
