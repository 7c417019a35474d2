import type { Context } from '../../../kernel/context.ts'
import { notAuthorized } from '../errors.ts'
import { saveUser, type Pool, type User } from '../state.ts'

const FREE_ATTEMPTS = 5
const LONGEST_MS = 15 * 60_000

/** Throws NotAuthorizedException while the user is locked out; such attempts do not count (guide: "Lockout behavior"). */
export function checkLockout(ctx: Context, user: User): void {
  if (user.failures && user.failures.lockedUntil > ctx.now) throw notAuthorized('Password attempts exceeded')
}

/** Counts a wrong password: the fifth locks the user out for a second, and each one more for twice as long. */
export function countFailure(ctx: Context, pool: Pool, user: User): void {
  const { count: before = 0, at = 0 } = user.failures ?? {}
  const count = ctx.now - at >= LONGEST_MS ? 1 : before + 1
  const lock_ms = count < FREE_ATTEMPTS ? 0 : Math.min(1000 * 2 ** (count - FREE_ATTEMPTS), LONGEST_MS)
  saveUser(ctx, pool, { ...user, failures: { count, at: ctx.now, lockedUntil: ctx.now + lock_ms } })
}

/** After the right password counting starts anew. */
export function forgetFailures(ctx: Context, pool: Pool, user: User): User {
  if (!user.failures) return user
  const { failures: _, ...rest } = user
  return saveUser(ctx, pool, rest)
}
