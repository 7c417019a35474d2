import type {
  CreateIdentityProviderCommandInput, CreateIdentityProviderCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { duplicateProvider } from '../errors.ts'
import { poolArn } from '../issuer/issuer.ts'
import { PROVIDER_NAME, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'
import { providersOf } from '../stored-state.ts'

export const CreateIdentityProvider = operation<CreateIdentityProviderCommandInput, CreateIdentityProviderCommandOutput>({
  action: 'cognito-idp:CreateIdentityProvider',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  storedOnly: true,
  limits: { UserPoolId: USER_POOL_ID, ProviderName: PROVIDER_NAME },
  handle({ UserPoolId: id, ProviderName: name, ...given }, ctx) {
    const pool = findPool(ctx, id!)
    const providers = providersOf(ctx, pool)
    if (providers.has(name!)) throw duplicateProvider(`A provider with the name ${name!} already exists in this user pool.`)
    const now = new Date(ctx.now)
    return { IdentityProvider: providers.put(name!, { UserPoolId: pool.id, ProviderName: name!, ...given, LastModifiedDate: now, CreationDate: now }) }
  },
})
