import { rootPrincipal, type Host, type Principal, type Settings } from '../context.ts'
import { findCredential } from '../credentials.ts'
import { sameSignature } from './signing-key.ts'
import type { SignatureStyle } from './style.ts'

/** What must be known of the engine to verify a signature. */
export interface Verifier extends Pick<Host, 'store' | 'clock'> {
  readonly settings: Pick<Settings, 'defaultAccount' | 'defaultRegion'>
}

export interface KnownKey {
  readonly secret: string
  readonly principal: Principal
  /** `none` is a key that is used without one, `any` one of which it does not matter. */
  readonly token: { readonly is: string } | 'none' | 'any'
  /** Epoch milliseconds; absent for keys that do not expire. */
  readonly expiresAt?: number
}

/** The secret of an account's root user, whose access key id is `test` or the account's own id. */
const ROOT_SECRET = 'test'

/** Whose key this is: one that was issued here, or the root's of an account; undefined for any other. */
export function findKey({ store, settings }: Verifier, accessKeyId: string): KnownKey | undefined {
  const issued = findCredential(store, accessKeyId)
  if (issued)
    return {
      secret: issued.secretAccessKey,
      principal: { ...issued.principal, accessKeyId },
      token: issued.sessionToken === undefined ? 'none' : { is: issued.sessionToken },
      ...(issued.expiresAt === undefined ? {} : { expiresAt: issued.expiresAt }),
    }
  const account = accessKeyId === 'test' ? settings.defaultAccount : /^\d{12}$/.test(accessKeyId) ? accessKeyId : undefined
  // AWS has no such keys; people who use them often set a session token of nobody's beside them.
  return account === undefined ? undefined : { secret: ROOT_SECRET, principal: rootPrincipal(account, accessKeyId), token: 'any' }
}

/** Temporary keys need their own token, which expires with them, and lasting keys have none. Throws in `style`. */
export function checkToken(
  { accessKeyId, sessionToken }: { readonly accessKeyId: string; readonly sessionToken?: string | undefined },
  { token, expiresAt }: KnownKey,
  style: SignatureStyle,
  now: number,
): void {
  if (token === 'any') return
  if (sessionToken === undefined) {
    if (token !== 'none') throw style.unknownKey(accessKeyId)
  } else if (token === 'none' || !sameSignature(sessionToken, token.is)) throw style.invalidToken(sessionToken)
  else if (expiresAt !== undefined && now >= expiresAt) throw style.expiredToken(sessionToken)
}
