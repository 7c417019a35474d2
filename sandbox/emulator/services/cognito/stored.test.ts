import {
  CreateIdentityProviderCommand, DeleteIdentityProviderCommand, DescribeIdentityProviderCommand, DescribeRiskConfigurationCommand,
  GetIdentityProviderByIdentifierCommand, GetLogDeliveryConfigurationCommand, GetUICustomizationCommand, ListIdentityProvidersCommand,
  SetLogDeliveryConfigurationCommand, SetRiskConfigurationCommand, SetUICustomizationCommand, UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { createTestEngine } from '../../../testing/engine.ts'
import { poolWithAda } from './issuer/test-pool.ts'

test('identity providers are kept', async () => {
  await using engine = await createTestEngine()
  const { cognito, UserPoolId } = await poolWithAda(engine)
  const provider = { UserPoolId, ProviderName: 'Corp', ProviderType: 'OIDC' as const, ProviderDetails: { client_id: 'c', authorize_scopes: 'openid' }, IdpIdentifiers: ['corp.example'] }
  await cognito.send(new CreateIdentityProviderCommand(provider))
  await expect(cognito.send(new CreateIdentityProviderCommand(provider))).rejects.toMatchObject({ name: 'DuplicateProviderException' })
  await cognito.send(new UpdateIdentityProviderCommand({ UserPoolId, ProviderName: 'Corp', AttributeMapping: { email: 'mail' } }))
  const { IdentityProvider } = await cognito.send(new DescribeIdentityProviderCommand({ UserPoolId, ProviderName: 'Corp' }))
  expect(IdentityProvider).toMatchObject({ ...provider, AttributeMapping: { email: 'mail' } })
  const found = await cognito.send(new GetIdentityProviderByIdentifierCommand({ UserPoolId, IdpIdentifier: 'corp.example' }))
  expect(found.IdentityProvider).toEqual(IdentityProvider)
  const { Providers } = await cognito.send(new ListIdentityProvidersCommand({ UserPoolId }))
  expect(Providers).toEqual([{ ProviderName: 'Corp', ProviderType: 'OIDC', CreationDate: expect.any(Date), LastModifiedDate: expect.any(Date) }])
  await cognito.send(new DeleteIdentityProviderCommand({ UserPoolId, ProviderName: 'Corp' }))
  await expect(cognito.send(new DescribeIdentityProviderCommand({ UserPoolId, ProviderName: 'Corp' }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('risk, looks and logs are kept; a client has its pool’s unless it has its own', async () => {
  await using engine = await createTestEngine()
  const { cognito, UserPoolId, ClientId } = await poolWithAda(engine)
  const risk = { CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: 'BLOCK' as const } } }
  await cognito.send(new SetRiskConfigurationCommand({ UserPoolId, ...risk }))
  expect((await cognito.send(new DescribeRiskConfigurationCommand({ UserPoolId, ClientId }))).RiskConfiguration).toMatchObject({ UserPoolId, ...risk })
  expect((await cognito.send(new GetUICustomizationCommand({ UserPoolId }))).UICustomization).toEqual({})
  await cognito.send(new SetUICustomizationCommand({ UserPoolId, ClientId, CSS: '.banner { color: red }' }))
  expect((await cognito.send(new GetUICustomizationCommand({ UserPoolId, ClientId }))).UICustomization).toMatchObject({ ClientId, CSS: '.banner { color: red }' })
  const LogConfigurations = [{ LogLevel: 'ERROR' as const, EventSource: 'userNotification' as const, CloudWatchLogsConfiguration: { LogGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:g' } }]
  await cognito.send(new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations }))
  expect((await cognito.send(new GetLogDeliveryConfigurationCommand({ UserPoolId }))).LogDeliveryConfiguration).toEqual({ UserPoolId, LogConfigurations })
})
