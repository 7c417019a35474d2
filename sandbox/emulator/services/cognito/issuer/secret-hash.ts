import { createHmac } from 'node:crypto'
import { notAuthorized } from '../errors.ts'
import type { Client } from '../state.ts'
import { safeEqual } from './password.ts'

/** Base64 of HMAC-SHA256(client secret, username + client id): proof of the secret for a client that has one. */
export function checkSecretHash(client: Client, username: string, given: string | undefined): void {
  const secret = client.settings.ClientSecret
  if (secret === undefined) {
    if (given !== undefined) throw notAuthorized(`Client ${client.id} is not configured for secret but secret hash was received`)
    return
  }
  if (given === undefined)
    throw notAuthorized(`Client ${client.id} is configured with secret but SECRET_HASH was not received`)
  const expected = createHmac('sha256', secret).update(`${username}${client.id}`).digest('base64')
  if (!safeEqual(expected, given)) throw notAuthorized(`Unable to verify secret hash for client ${client.id}`)
}

/** For the operations that take the secret itself. */
export function checkSecret(client: Client, given: string | undefined): void {
  const secret = client.settings.ClientSecret
  if (secret === undefined) return
  if (given === undefined) throw notAuthorized(`Client ${client.id} is configured with secret but client secret was not received`)
  if (!safeEqual(secret, given)) throw notAuthorized(`Unable to verify secret for client ${client.id}`)
}
