import type { CreateUserPoolClientCommandOutput, CreateUserPoolCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import type { ValueMap } from '../../../../template/index.ts'
import { listOf, omit, pick, textOf, type Io, type Provider } from './provider.ts'
import { simple } from './simple.ts'

const POOL = ['AccountRecoverySetting', 'AdminCreateUserConfig', 'AutoVerifiedAttributes', 'DeletionProtection', 'DeviceConfiguration', 'EmailConfiguration', 'EmailVerificationMessage', 'EmailVerificationSubject', 'LambdaConfig', 'MfaConfiguration', 'Policies', 'SmsAuthenticationMessage', 'SmsConfiguration', 'SmsVerificationMessage', 'UserAttributeUpdateSettings', 'UserPoolAddOns', 'UserPoolTags', 'UserPoolTier', 'VerificationMessageTemplate']
const FIXED = ['AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration']

/** The template names the pool's second factors; the API sets them by an operation of its own. */
async function setMfa(io: Io, UserPoolId: string, properties: ValueMap): Promise<void> {
  if (properties['EnabledMfas'] === undefined) return
  const enabled = listOf(properties['EnabledMfas'])
  await io.call('cognito', 'SetUserPoolMfaConfig', {
    UserPoolId,
    MfaConfiguration: properties['MfaConfiguration'] ?? 'OFF',
    ...(enabled.includes('SOFTWARE_TOKEN_MFA') ? { SoftwareTokenMfaConfiguration: { Enabled: true } } : {}),
    ...(enabled.includes('SMS_MFA') ? { SmsMfaConfiguration: pick(properties, ['SmsAuthenticationMessage', 'SmsConfiguration']) } : {}),
  })
}

export const userPool: Provider = {
  type: 'AWS::Cognito::UserPool',
  properties: ['UserPoolName', 'Schema', 'EnabledMfas', ...FIXED, ...POOL],
  // The API cannot change these of a pool; a template's change makes another pool.
  replaces: FIXED,
  tags: { property: 'UserPoolTags', form: 'map' },
  async create(properties, io) {
    const PoolName = textOf(properties, 'UserPoolName') || io.generatedName(128)
    const isLater = properties['EnabledMfas'] !== undefined
    const { UserPool } = await io.call<CreateUserPoolCommandOutput>('cognito', 'CreateUserPool', { ...omit(properties, isLater ? ['MfaConfiguration'] : []), PoolName })
    const id = UserPool!.Id!
    io.initiated(id)
    await setMfa(io, id, properties)
    const provider = `cognito-idp.${io.region}.amazonaws.com/${id}`
    return { physicalId: id, attributes: { Arn: UserPool!.Arn!, ProviderName: provider, ProviderURL: `https://${provider}`, UserPoolId: id } }
  },
  async update(properties, was, io, changed) {
    const UserPoolId = was.physicalId
    const names = (given: ValueMap) => listOf(given['Schema']).map((attribute) => (attribute as ValueMap)['Name'])
    const added = listOf(properties['Schema']).filter((attribute) => !names(was.properties).includes((attribute as ValueMap)['Name']!))
    if (added.length > 0) await io.call('cognito', 'AddCustomAttributes', { UserPoolId, CustomAttributes: added })
    if (changed.some((name) => name !== 'Schema')) await io.call('cognito', 'UpdateUserPool', { ...properties, UserPoolId, PoolName: properties['UserPoolName'] })
    await setMfa(io, UserPoolId, properties)
    return { physicalId: UserPoolId, attributes: was.attributes }
  },
  async delete(was, io) {
    await io.call('cognito', 'DeleteUserPool', { UserPoolId: was.physicalId })
  },
}

export const userPoolClient: Provider = {
  type: 'AWS::Cognito::UserPoolClient',
  properties: ['AccessTokenValidity', 'AllowedOAuthFlows', 'AllowedOAuthFlowsUserPoolClient', 'AllowedOAuthScopes', 'AnalyticsConfiguration', 'AuthSessionValidity', 'CallbackURLs', 'ClientName', 'DefaultRedirectURI', 'EnablePropagateAdditionalUserContextData', 'EnableTokenRevocation', 'ExplicitAuthFlows', 'GenerateSecret', 'IdTokenValidity', 'LogoutURLs', 'PreventUserExistenceErrors', 'ReadAttributes', 'RefreshTokenRotation', 'RefreshTokenValidity', 'SupportedIdentityProviders', 'TokenValidityUnits', 'UserPoolId', 'WriteAttributes'],
  required: ['UserPoolId'],
  replaces: ['GenerateSecret', 'UserPoolId'],
  async create(properties, io) {
    const ClientName = textOf(properties, 'ClientName') || io.generatedName(128)
    const { UserPoolClient } = await io.call<CreateUserPoolClientCommandOutput>('cognito', 'CreateUserPoolClient', { ...properties, ClientName })
    const { ClientId, ClientSecret } = UserPoolClient!
    const attributes = { ClientId: ClientId!, Name: ClientName, ...(ClientSecret === undefined ? {} : { ClientSecret }) }
    return { physicalId: ClientId!, attributes }
  },
  async update(properties, was, io) {
    const ClientName = textOf(properties, 'ClientName') || was.attributes['Name']
    await io.call('cognito', 'UpdateUserPoolClient', { ...properties, ClientName, ClientId: was.physicalId })
    return { physicalId: was.physicalId, attributes: { ...was.attributes, Name: ClientName! } }
  },
  async delete(was, io) {
    await io.call('cognito', 'DeleteUserPoolClient', { ...pick(was.properties, ['UserPoolId']), ClientId: was.physicalId })
  },
}

export const userPoolDomain = simple({
  type: 'AWS::Cognito::UserPoolDomain',
  service: 'cognito',
  properties: ['CustomDomainConfig', 'Domain', 'ManagedLoginVersion', 'UserPoolId'],
  required: ['Domain', 'UserPoolId'],
  replaces: ['Domain', 'UserPoolId'],
  create: 'CreateUserPoolDomain',
  update: 'UpdateUserPoolDomain',
  delete: 'DeleteUserPoolDomain',
  id: 'Domain',
  parents: ['UserPoolId'],
  attributes: (made) => ({ CloudFrontDistribution: made['CloudFrontDomain'] ?? '' }),
})

export const userPoolGroup = simple({
  type: 'AWS::Cognito::UserPoolGroup',
  service: 'cognito',
  properties: ['Description', 'GroupName', 'Precedence', 'RoleArn', 'UserPoolId'],
  required: ['UserPoolId'],
  replaces: ['GroupName', 'UserPoolId'],
  create: 'CreateGroup',
  update: 'UpdateGroup',
  delete: 'DeleteGroup',
  id: 'GroupName',
  name: { max: 128 },
  parents: ['UserPoolId'],
})

export const resourceServer = simple({
  type: 'AWS::Cognito::UserPoolResourceServer',
  service: 'cognito',
  properties: ['Identifier', 'Name', 'Scopes', 'UserPoolId'],
  required: ['Identifier', 'Name', 'UserPoolId'],
  replaces: ['Identifier', 'UserPoolId'],
  create: 'CreateResourceServer',
  update: 'UpdateResourceServer',
  delete: 'DeleteResourceServer',
  id: 'Identifier',
  parents: ['UserPoolId'],
})

export const identityProvider = simple({
  type: 'AWS::Cognito::UserPoolIdentityProvider',
  service: 'cognito',
  properties: ['AttributeMapping', 'IdpIdentifiers', 'ProviderDetails', 'ProviderName', 'ProviderType', 'UserPoolId'],
  required: ['ProviderDetails', 'ProviderName', 'ProviderType', 'UserPoolId'],
  replaces: ['ProviderName', 'ProviderType', 'UserPoolId'],
  create: 'CreateIdentityProvider',
  update: 'UpdateIdentityProvider',
  delete: 'DeleteIdentityProvider',
  id: 'ProviderName',
  parents: ['UserPoolId'],
})

export const userPoolUser: Provider = {
  type: 'AWS::Cognito::UserPoolUser',
  properties: ['ClientMetadata', 'DesiredDeliveryMediums', 'ForceAliasCreation', 'MessageAction', 'UserAttributes', 'Username', 'UserPoolId', 'ValidationData'],
  required: ['UserPoolId'],
  replaces: ['ClientMetadata', 'DesiredDeliveryMediums', 'ForceAliasCreation', 'MessageAction', 'UserAttributes', 'Username', 'UserPoolId', 'ValidationData'],
  async create(properties, io) {
    const Username = textOf(properties, 'Username') || io.generatedName(128)
    const { User } = await io.call<{ User: { Username: string } }>('cognito', 'AdminCreateUser', { ...properties, Username })
    return { physicalId: User.Username }
  },
  async delete(was, io) {
    await io.call('cognito', 'AdminDeleteUser', { ...pick(was.properties, ['UserPoolId']), Username: was.physicalId })
  },
}

export const userToGroup: Provider = {
  type: 'AWS::Cognito::UserPoolUserToGroupAttachment',
  properties: ['GroupName', 'Username', 'UserPoolId'],
  required: ['GroupName', 'Username', 'UserPoolId'],
  replaces: ['GroupName', 'Username', 'UserPoolId'],
  async create(properties, io) {
    await io.call('cognito', 'AdminAddUserToGroup', properties)
    return { physicalId: io.generatedName(128) }
  },
  async delete(was, io) {
    await io.call('cognito', 'AdminRemoveUserFromGroup', was.properties)
  },
}
