import type { Context, Host } from '../../../../kernel/context.ts'
import type { HttpRequest, HttpResponse } from '../../../../kernel/http.ts'
import { anonymous } from '../../../../kernel/identify.ts'
import type { Pool } from '../../state.ts'

/** A request to a pool's pages or OAuth endpoints. */
export interface Visit {
  readonly ctx: Context
  readonly request: HttpRequest
  readonly pool: Pool
  /** What stands before the endpoint's path: empty where the host names the pool. */
  readonly base: string
}

/** Nobody's request, in the account and region of the pool: users prove who they are by themselves. */
export function visit(host: Host, request: HttpRequest, pool: Pool, base: string): Visit {
  const principal = anonymous(pool.account)
  const own = { principal, account: pool.account, region: pool.region, requestId: host.ids.uuid(), now: host.clock.now(), responseHeaders: {} }
  return { ctx: { ...host, ...own, request }, request, pool, base }
}

const FORM_BYTES = 64 * 1024

/** The fields of a posted form; undefined where it is none. */
export async function readForm({ request }: Visit): Promise<URLSearchParams | undefined> {
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return undefined
  return new URLSearchParams((await request.bytes(FORM_BYTES)).toString())
}

export function redirect(location: string, headers: HttpResponse['headers'] = {}): HttpResponse {
  return { status: 302, headers: { location, 'cache-control': 'no-store', ...headers } }
}

/** An address with more parameters in its query. */
export function withQuery(url: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const added = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) added.set(name, value)
  return added.size === 0 ? url : `${url}${url.includes('?') ? '&' : '?'}${added}`
}

export function cookie({ request }: Visit, name: string): string | undefined {
  for (const pair of (request.headers['cookie'] ?? '').split(/;\s*/)) {
    const at = pair.indexOf('=')
    if (pair.slice(0, at) === name) return pair.slice(at + 1)
  }
  return undefined
}

/** For this pool's pages alone, out of reach of scripts, and not sent with forms of other sites. `age_s` 0 removes it. */
export const setCookie = ({ base }: Visit, name: string, value: string, age_s: number): string =>
  `${name}=${value}; Path=${base || '/'}; Max-Age=${age_s}; HttpOnly; SameSite=Lax`
