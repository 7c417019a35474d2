import { invalidParameter } from '../errors.ts'
import type { Pool, User } from '../state.ts'

const FILTER = /^\s*([\w:]+)\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/s

/** Attributes that ListUsers can search by, and where their values come from. */
const SEARCHABLE: Readonly<Record<string, (user: User) => string | undefined>> = {
  username: (user) => user.username,
  sub: (user) => user.sub,
  'cognito:user_status': (user) => user.status,
  status: (user) => (user.enabled ? 'Enabled' : 'Disabled'),
  ...Object.fromEntries(
    ['email', 'phone_number', 'name', 'given_name', 'family_name', 'preferred_username'].map(
      (name) => [name, (user: User) => user.attributes[name]] as const,
    ),
  ),
}

/** `name = "value"` (equal) or `name ^= "value"` (begins with), as a test of users; throws InvalidParameterException. */
export function userFilter(pool: Pool, filter: string | undefined): (user: User) => boolean {
  if (filter === undefined || filter.trim() === '') return () => true
  const [, name = '', relation, quoted = ''] = FILTER.exec(filter) ?? []
  const read = SEARCHABLE[name]
  if (relation === undefined) throw invalidParameter('Error while parsing filter.')
  if (!read) throw invalidParameter(`Invalid search attribute: ${name}`)
  const fold = pool.settings.UsernameConfiguration?.CaseSensitive === false || name === 'status'
  const wanted = folded(quoted.replace(/\\(.)/g, '$1'), fold)
  return (user) => {
    const value = folded(read(user) ?? '', fold)
    return relation === '=' ? value === wanted : value.startsWith(wanted)
  }
}

const folded = (text: string, fold: boolean) => (fold ? text.toLowerCase() : text)
