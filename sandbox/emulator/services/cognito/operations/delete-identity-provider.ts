import type {
  DeleteIdentityProviderCommandInput, DeleteIdentityProviderCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { PROVIDER_NAME, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'
import { providersOf, requireProvider } from '../stored-state.ts'

export const DeleteIdentityProvider = operation<DeleteIdentityProviderCommandInput, DeleteIdentityProviderCommandOutput>({
  action: 'cognito-idp:DeleteIdentityProvider',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, ProviderName: PROVIDER_NAME },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    providersOf(ctx, pool).delete(requireProvider(ctx, pool, input.ProviderName!).ProviderName)
    return {}
  },
})
