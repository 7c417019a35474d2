// @ts-check
import { call, send } from './api.js'
import { lastOf } from './format.js'
import { useEffect, useState } from './html.js'

/** @typedef {{ email: string, password: string, name: string }} DemoUser */

/** The users that a seeded stack has. @returns {DemoUser[]} */
export function useUsers() {
  const [users, setUsers] = useState(/** @type {DemoUser[]} */ ([]))
  useEffect(() => void send('GET', '/_sandbox/dashboard/users').then(setUsers, () => {}), [])
  return users
}

/**
 * Tokens of a user by the password flow, for the client that a route's authorizer wants.
 * @param {any} state @param {any} api @param {any} route @param {DemoUser | undefined} user
 */
export function signIn(state, api, route, user) {
  const authorizer = api.authorizers.find((/** @type {any} */ { id }) => id === route.authorizer)
  const pool = state.pools.find((/** @type {any} */ { id }) => id === lastOf(authorizer?.issuer))
  const client = pool?.clients.find((/** @type {any} */ { id }) => authorizer.audience.includes(id))
  if (!pool || !client) throw new Error('The route’s authorizer names no user pool and client that are here.')
  if (!user) throw new Error('There is no demo user to sign in.')
  return passwordSignIn(client.id, user.email, user.password)
}

/** @param {string} ClientId @param {string} USERNAME @param {string} PASSWORD */
export async function passwordSignIn(ClientId, USERNAME, PASSWORD) {
  const answer = await call('cognito', 'InitiateAuth', { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME, PASSWORD } })
  if (!answer.AuthenticationResult) throw new Error(`${USERNAME} has to answer ${answer.ChallengeName} first.`)
  return answer.AuthenticationResult
}
