import type { Context } from '../../kernel/context.ts'
import type { Scope } from '../../kernel/store.ts'
import { limitExceeded, noSuchEntity } from './errors.ts'
import { byName, groups, keyOf, removeGroup, saveGroup, saveUser, users, type Group, type User } from './state.ts'

const GROUPS_PER_USER = 10

/** Who is in a group, in order of name. */
export function membersOf(ctx: Context, group: Group): User[] {
  const key = keyOf(group.name)
  return [...users(ctx).values()].filter((user) => user.groups.includes(key)).sort(byName)
}

/** The groups that a user is in, in order of name. */
export const groupsOf = (ctx: Scope, user: User): Group[] =>
  user.groups.flatMap((key) => groups(ctx).get(key) ?? []).sort(byName)

/** To join again is no error; throws `LimitExceeded`. */
export function join(ctx: Context, user: User, group: Group): void {
  const key = keyOf(group.name)
  if (user.groups.includes(key)) return
  if (user.groups.length >= GROUPS_PER_USER) throw limitExceeded(`Cannot exceed quota for GroupsPerUser: ${GROUPS_PER_USER}`)
  saveUser(ctx, { ...user, groups: [...user.groups, key] })
}

/** Throws `NoSuchEntity` where the user is not in the group. */
export function leave(ctx: Context, user: User, group: Group): void {
  const key = keyOf(group.name)
  if (!user.groups.includes(key)) throw noSuchEntity(`User ${user.name} not in group ${group.name}`)
  saveUser(ctx, { ...user, groups: user.groups.filter((other) => other !== key) })
}

/** Puts a changed group, perhaps with another name, in the place of an old one; its members stay in it. */
export function replaceGroup(ctx: Context, old: Group, changed: Group): void {
  const members = membersOf(ctx, old)
  const [before, after] = [keyOf(old.name), keyOf(changed.name)]
  removeGroup(ctx, old)
  saveGroup(ctx, changed)
  for (const user of members) saveUser(ctx, { ...user, groups: user.groups.map((key) => (key === before ? after : key)) })
}
