import type { Context } from '../../kernel/context.ts'
import { rememberCredential } from '../../kernel/credentials.ts'
import { users, type AccessKey, type User } from './state.ts'

/** From now on requests that are signed with the key are the user's. */
export function rememberKey(ctx: Context, user: User, key: AccessKey): void {
  const principal = { type: 'user' as const, account: ctx.account, arn: user.arn, userId: user.id }
  rememberCredential(ctx, { accessKeyId: key.id, secretAccessKey: key.secret, principal })
}

/** The user of this account whose key it is. */
export const ownerOf = (ctx: Context, id: string): User | undefined =>
  [...users(ctx).values()].find(({ keys }) => keys.some((key) => key.id === id))
