import type {
  GetIdentityProviderByIdentifierCommandInput, GetIdentityProviderByIdentifierCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { resourceNotFound } from '../errors.ts'
import { poolArn } from '../issuer/issuer.ts'
import { USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'
import { providersOf } from '../stored-state.ts'

export const GetIdentityProviderByIdentifier = operation<GetIdentityProviderByIdentifierCommandInput, GetIdentityProviderByIdentifierCommandOutput>({
  action: 'cognito-idp:GetIdentityProviderByIdentifier',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID },
  handle(input, ctx) {
    const all = [...providersOf(ctx, findPool(ctx, input.UserPoolId!)).values()]
    const found = all.find(({ IdpIdentifiers: identifiers }) => identifiers?.includes(input.IdpIdentifier!))
    if (!found) throw resourceNotFound(`No identity provider has the identifier ${input.IdpIdentifier!}.`)
    return { IdentityProvider: found }
  },
})
