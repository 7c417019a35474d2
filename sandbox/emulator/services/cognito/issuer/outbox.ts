import type { Host } from '../../../kernel/context.ts'
import { jsonResponse, type HttpRequest, type HttpResponse } from '../../../kernel/http.ts'
import { allPools, findUser, usersOf, type Pool, type User } from '../state.ts'

/**
 * `GET /_sandbox/cognito/codes[?user=<name>][&pool=<id>]`: the codes that users were sent and have not used yet, with the
 * words of the message, for tests that read a mailbox. `user` is whatever signs in: an email address, a username.
 */
export function outbox(request: HttpRequest, host: Host): HttpResponse | undefined {
  if (request.method !== 'GET' || request.path !== '/_sandbox/cognito/codes') return undefined
  const [name, poolId] = [request.query.get('user'), request.query.get('pool')]
  const codes = allPools(host)
    .filter((pool) => poolId === null || pool.id === poolId)
    .flatMap((pool) => usersNamed(host, pool, name).flatMap((user) => codesOf(host, pool, user)))
  return jsonResponse(200, { codes })
}

function usersNamed(host: Host, pool: Pool, name: string | null): User[] {
  const users = usersOf(host, pool)
  if (name === null) return [...users.values()]
  const found = findUser(host, pool, name)
  if (found) return [found]
  // An address signs in only where the pool says so; a mailbox is found by it everywhere.
  return [...users.values()].filter(({ attributes }) => attributes['email'] === name || attributes['phone_number'] === name)
}

function codesOf(host: Host, pool: Pool, { username, attributes, codes, status }: User): object[] {
  return Object.entries(codes).flatMap(([purpose, { code, message, subject, expiresAt }]) => {
    const over = expiresAt <= host.clock.now() || (purpose === 'invitation' && status !== 'FORCE_CHANGE_PASSWORD')
    if (over) return []
    const to = { email: attributes['email'], phone_number: attributes['phone_number'] }
    return [{ userPoolId: pool.id, username, ...to, purpose, code, subject, message, expiresAt: new Date(expiresAt).toISOString() }]
  })
}
