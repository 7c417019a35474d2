import * as errors from '../../errors.ts'
import type { Client, Pool, User } from '../../state.ts'
import { findUser } from '../../state.ts'
import { hidesUsers } from '../attempt.ts'
import { readAttributes } from '../attributes.ts'
import { createUser } from '../users.ts'
import { runTrigger, triggerArn, withMetadata, type Acting, type Metadata } from './invoke.ts'
import { text, textMap } from './read.ts'

export interface Newcomer {
  readonly name: string
  readonly client: Client
  /** Absent where the password is forgotten. */
  readonly password?: string
  readonly validationData?: Metadata
  readonly metadata?: Metadata
}

/**
 * The user of that name, brought over from elsewhere by the pool's function where the pool does not have it yet;
 * undefined where the pool has no such function. A function that knows nobody throws, which is UserNotFoundException.
 */
export async function findOrMigrate(ctx: Acting, pool: Pool, who: Newcomer): Promise<User | undefined> {
  const known = findUser(ctx, pool, who.name)
  if (known || triggerArn(pool, 'UserMigration') === undefined) return known
  const { name, client, password } = who
  const source = password === undefined ? 'UserMigration_ForgotPassword' : 'UserMigration_Authentication'
  const request = { password: password ?? null, validationData: who.validationData ?? null, ...withMetadata(who.metadata) }
  const response = {
    userAttributes: null, forceAliasCreation: null, enableSMSMFA: null, finalUserStatus: null, messageAction: null, desiredDeliveryMediums: null,
  }
  const answer = await runTrigger(ctx, pool, 'UserMigration', { source, userName: name, client, request, response }).catch((error) => {
    ctx.settings.log(`cognito ${pool.id}: UserMigration of ${name}: ${(error as Error).message}`)
    throw unknown(client)
  })
  const attributes = textMap(answer ?? {}, 'userAttributes')
  if (!answer || !attributes) throw unknown(client)
  const { username: _, sub: __, ...given } = attributes
  const list = Object.entries(given).map(([Name, Value]) => ({ Name, Value }))
  const confirmed = password !== undefined && text(answer, 'finalUserStatus') === 'CONFIRMED'
  const wanted = { name, attributes: readAttributes(pool, list), status: confirmed ? 'CONFIRMED' as const : 'RESET_REQUIRED' as const }
  // Another request may have brought the same user over meanwhile.
  return findUser(ctx, pool, name) ?? createUser(ctx, pool, { ...wanted, ...(password === undefined ? {} : { password }) }, 'User already exists')
}

const unknown = (client: Client) =>
  hidesUsers(client) ? errors.wrongCredentials() : errors.userNotFound(`Exception migrating user in app client ${client.id}`)
