import type { CreateUserPoolClientCommandInput, CreateUserPoolCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import { physicalName, pick, text, type ResourceHandler } from '../resource.ts'

const POOL = ['Policies', 'LambdaConfig', 'AutoVerifiedAttributes', 'AliasAttributes', 'UsernameAttributes', 'MfaConfiguration', 'AccountRecoverySetting', 'UsernameConfiguration', 'AdminCreateUserConfig', 'DeletionProtection'] as const
const CLIENT = ['GenerateSecret', 'RefreshTokenValidity', 'AccessTokenValidity', 'IdTokenValidity', 'TokenValidityUnits', 'ReadAttributes', 'WriteAttributes', 'ExplicitAuthFlows', 'SupportedIdentityProviders', 'CallbackURLs', 'LogoutURLs', 'DefaultRedirectURI', 'AllowedOAuthFlows', 'AllowedOAuthScopes', 'AllowedOAuthFlowsUserPoolClient', 'PreventUserExistenceErrors', 'EnableTokenRevocation'] as const

export const userPool: ResourceHandler = {
  type: 'AWS::Cognito::UserPool',
  async ensure(resource, stack) {
    const { CreateUserPoolCommand, paginateListUserPools } = await import('@aws-sdk/client-cognito-identity-provider')
    const client = await stack.clients.cognito()
    const PoolName = physicalName(resource, 'UserPoolName', stack)
    let id: string | undefined
    for await (const page of paginateListUserPools({ client }, { MaxResults: 60 }))
      id ??= page.UserPools?.find(({ Name }) => Name === PoolName)?.Id
    const action = id === undefined ? 'created' : 'unchanged'
    if (id === undefined) {
      const { properties } = resource
      const schema = properties['Schema'] === undefined ? {} : { Schema: properties['Schema'] }
      const input = { PoolName, ...pick(properties, POOL), ...schema } as CreateUserPoolCommandInput
      id = (await client.send(new CreateUserPoolCommand(input))).UserPool!.Id!
    }
    const provider = `cognito-idp.${stack.region}.amazonaws.com/${id}`
    const Arn = `arn:aws:cognito-idp:${stack.region}:${stack.account}:userpool/${id}`
    return { ref: id, attributes: { Arn, ProviderName: provider, ProviderURL: `https://${provider}`, UserPoolId: id }, action }
  },
}

export const userPoolClient: ResourceHandler = {
  type: 'AWS::Cognito::UserPoolClient',
  async ensure(resource, stack) {
    const { CreateUserPoolClientCommand, paginateListUserPoolClients } = await import('@aws-sdk/client-cognito-identity-provider')
    const client = await stack.clients.cognito()
    const UserPoolId = text(resource, 'UserPoolId')
    const ClientName = physicalName(resource, 'ClientName', stack)
    let id: string | undefined
    for await (const page of paginateListUserPoolClients({ client }, { UserPoolId, MaxResults: 60 }))
      id ??= page.UserPoolClients?.find((known) => known.ClientName === ClientName)?.ClientId
    const action = id === undefined ? 'created' : 'unchanged'
    if (id === undefined) {
      const input = { UserPoolId, ClientName, ...pick(resource.properties, CLIENT) } as CreateUserPoolClientCommandInput
      id = (await client.send(new CreateUserPoolClientCommand(input))).UserPoolClient!.ClientId!
    }
    return { ref: id, attributes: { ClientId: id, Name: ClientName }, action }
  },
}
