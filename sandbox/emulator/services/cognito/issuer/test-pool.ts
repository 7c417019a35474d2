import {
  AdminCreateUserCommand, AdminSetUserPasswordCommand, CognitoIdentityProviderClient, CreateUserPoolClientCommand,
  CreateUserPoolCommand, InitiateAuthCommand, type CreateUserPoolClientCommandInput, type CreateUserPoolCommandInput,
  type CognitoIdentityProviderClientConfig, type InitiateAuthCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'

export const PASSWORD = 'Sandbox-Ada-1!'
export const ADA = 'ada@example.com'

/** For tests: a pool that signs in by email, with one client and one confirmed user (`ADA`, `PASSWORD`). */
export async function poolWithAda(
  engine: { readonly client: CognitoIdentityProviderClientConfig },
  options: { pool?: Partial<CreateUserPoolCommandInput>; client?: Partial<CreateUserPoolClientCommandInput> } = {},
) {
  const cognito = new CognitoIdentityProviderClient(engine.client)
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({ PoolName: 'people', UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email'], ...options.pool }),
  )
  const UserPoolId = UserPool!.Id!
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'app',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'],
      ...options.client,
    }),
  )
  const UserAttributes = [{ Name: 'email', Value: ADA }, { Name: 'email_verified', Value: 'true' }, { Name: 'name', Value: 'Ada Example' }]
  const { User } = await cognito.send(
    new AdminCreateUserCommand({ UserPoolId, Username: ADA, UserAttributes, MessageAction: 'SUPPRESS', TemporaryPassword: 'Temporary-1!' }),
  )
  await cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username: ADA, Password: PASSWORD, Permanent: true }))
  return { cognito, UserPoolId, client: UserPoolClient!, ClientId: UserPoolClient!.ClientId!, user: User! }
}

export function signIn(
  { cognito, ClientId }: { cognito: CognitoIdentityProviderClient; ClientId: string },
  parameters: Record<string, string> = {},
): Promise<InitiateAuthCommandOutput> {
  const AuthParameters = { USERNAME: ADA, PASSWORD, ...parameters }
  return cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }))
}
