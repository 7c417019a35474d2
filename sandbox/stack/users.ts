import type { Clients } from './clients.ts'

/** A person who may sign in, as in `fixtures/users.json`. */
export interface DemoUser {
  readonly email: string
  readonly password: string
  readonly name?: string
}

/** Makes each user exist in the pool, confirmed and with the given password. */
export async function ensureUsers(clients: Clients, UserPoolId: string, users: readonly DemoUser[]): Promise<void> {
  const { AdminCreateUserCommand, AdminSetUserPasswordCommand } = await import('@aws-sdk/client-cognito-identity-provider')
  const cognito = await clients.cognito()
  await Promise.all(
    users.map(async ({ email, password, name }) => {
      const UserAttributes = [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
        ...(name === undefined ? [] : [{ Name: 'name', Value: name }]),
      ]
      try {
        await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: email, UserAttributes, MessageAction: 'SUPPRESS' }))
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'UsernameExistsException') throw error
        return
      }
      await cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username: email, Password: password, Permanent: true }))
    }),
  )
}
