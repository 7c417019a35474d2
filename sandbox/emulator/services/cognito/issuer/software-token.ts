import type { Context } from '../../../kernel/context.ts'
import * as errors from '../errors.ts'
import { challengesOf, findChallengeAnywhere, type Challenge, type Pool, type User } from '../state.ts'
import { readAccessToken } from './access-token.ts'
import { newSession } from './challenges.ts'
import { updateUser } from './users.ts'

/** Who sets up an app for one-time codes: a user who is signed in, or one who must before the first tokens. */
export type SoftwareTokenOwner =
  | { readonly pool: Pool; readonly user: User }
  | { readonly pool: Pool; readonly session: string; readonly challenge: Challenge }

interface Setup {
  readonly secret: string
  readonly verified: boolean
  readonly deviceName?: string
}

/** Throws NotAuthorizedException, or SoftwareTokenMFANotFoundException where the pool does not have this factor. */
export async function softwareTokenOwner(ctx: Context, input: { AccessToken?: string | undefined; Session?: string | undefined }): Promise<SoftwareTokenOwner> {
  const owner = input.AccessToken === undefined ? ownerOfSession(ctx, input.Session) : await readAccessToken(ctx, input.AccessToken)
  if (!owner.pool.softwareTokenMfa) throw errors.softwareTokenMfaNotFound('Software Token MFA has not been enabled by the userPool')
  return owner
}

function ownerOfSession(ctx: Context, session: string | undefined): SoftwareTokenOwner {
  if (session === undefined) throw errors.invalidParameter('Either an AccessToken or a Session is required.')
  const found = findChallengeAnywhere(ctx, session)
  if (found?.challenge.name !== 'MFA_SETUP') throw errors.notAuthorized('Invalid session for the user.')
  if (found.challenge.expiresAt <= ctx.now) throw errors.notAuthorized('Invalid session for the user, session is expired.')
  return { ...found, session }
}

/** What AssociateSoftwareToken has given; throws SoftwareTokenMFANotFoundException. */
export function associated(owner: SoftwareTokenOwner): Setup {
  const setup = 'user' in owner ? owner.user.totp : owner.challenge.setup
  if (!setup) throw errors.softwareTokenMfaNotFound('Software Token MFA has not been associated.')
  return setup
}

/** Keeps it with the user, or, before the first sign-in, with the challenge, which gets a new session each time. */
export function saveSoftwareToken(ctx: Context, owner: SoftwareTokenOwner, setup: Setup): { Session?: string } {
  if ('user' in owner) {
    const { enabled = false, preferred = false } = setup.verified ? (owner.user.totp ?? {}) : {}
    updateUser(ctx, owner.pool, owner.user, { totp: { ...setup, enabled, preferred } })
    return {}
  }
  const table = challengesOf(ctx, owner.pool)
  const Session = newSession(ctx)
  table.delete(owner.session)
  table.put(Session, { ...owner.challenge, setup })
  return { Session }
}
