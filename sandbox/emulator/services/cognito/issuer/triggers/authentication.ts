import type { Attempt } from '../attempt.ts'
import { hidesUsers } from '../attempt.ts'
import type { User } from '../../state.ts'
import { attributesOf, runTrigger, withMetadata, type Acting } from './invoke.ts'

/**
 * Asks whether somebody may try to sign in: a refusal is thrown. What the client sends as metadata arrives as
 * `validationData`. A name that is nobody's is told only where the client may not learn which users exist.
 */
export async function beforeAuthentication(ctx: Acting, { pool, client, metadata }: Attempt, name: string, user: User | undefined): Promise<void> {
  if (!user && !hidesUsers(client)) return
  const request = {
    userAttributes: user ? attributesOf(user) : {},
    validationData: metadata ?? null,
    ...(hidesUsers(client) ? { userNotFound: user === undefined } : {}),
  }
  const event = { source: 'PreAuthentication_Authentication', userName: user?.username ?? name, client, request, response: {} }
  await runTrigger(ctx, pool, 'PreAuthentication', event)
}

/** Tells of a sign-in that has succeeded, before there are tokens: what it throws still refuses it. */
export async function afterAuthentication(ctx: Acting, { pool, client, metadata }: Attempt, user: User): Promise<void> {
  const request = { userAttributes: attributesOf(user), newDeviceUsed: false, ...withMetadata(metadata) }
  const event = { source: 'PostAuthentication_Authentication', userName: user.username, client, request, response: {} }
  await runTrigger(ctx, pool, 'PostAuthentication', event)
}
