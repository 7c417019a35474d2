import type { Client } from '../../state.ts'
import { allowedFlows, clientOf } from './client-authentication.ts'
import { withQuery, type Visit } from './visit.ts'

/** What a client asks for at the authorize endpoint and the login page, checked. */
export interface Authorization {
  readonly client: Client
  readonly redirectUri: string
  readonly responseType: 'code' | 'token'
  readonly scopes: readonly string[]
  readonly state?: string
  readonly nonce?: string
  readonly codeChallenge?: string
}

/** `location` is where the browser is sent with a refusal. */
export type Checked = { readonly ok: true; readonly asked: Authorization } | { readonly ok: false; readonly location: string }

/**
 * Checks the parameters. Without a known client and one of its own addresses nobody can be told but the user, on a page;
 * whatever else is wrong goes back to the client.
 */
export function checkAuthorization(visit: Visit, query: URLSearchParams): Checked {
  const clientId = query.get('client_id') ?? ''
  const client = clientOf(visit, clientId)
  if (!client) return onPage(visit, { error: 'Client does not exist.', client_id: clientId })
  const redirectUri = query.get('redirect_uri') ?? client.settings.DefaultRedirectURI
  if (redirectUri === undefined) return onPage(visit, { error: "Required String parameter 'redirect_uri' is not present", client_id: clientId })
  if (!client.settings.CallbackURLs?.includes(redirectUri)) return onPage(visit, { error: 'redirect_mismatch', client_id: clientId })
  return checkRest(client, redirectUri, query)
}

const onPage = ({ base }: Visit, about: Record<string, string>): Checked => ({ ok: false, location: withQuery(`${base}/error`, about) })

function checkRest(client: Client, redirectUri: string, query: URLSearchParams): Checked {
  const state = query.get('state') ?? undefined
  const refuse = (error: string, error_description?: string): Checked => ({
    ok: false,
    location: withQuery(redirectUri, { error_description, error, state }),
  })
  const responseType = query.get('response_type')
  if (responseType !== 'code' && responseType !== 'token') return refuse('invalid_request')
  if (!allowedFlows(client).includes(responseType === 'code' ? 'code' : 'implicit')) return refuse('unauthorized_client')
  const allowed = client.settings.AllowedOAuthScopes ?? []
  const wanted = (query.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '')
  if (!wanted.every((scope) => allowed.includes(scope))) return refuse('invalid_request', 'invalid_scope')
  const [codeChallenge, method, nonce] = [query.get('code_challenge'), query.get('code_challenge_method'), query.get('nonce')]
  const hasPkce = codeChallenge !== null || method !== null
  if (hasPkce && (method !== 'S256' || !/^[\w-]{43}$/.test(codeChallenge ?? ''))) return refuse('invalid_request')
  return {
    ok: true,
    asked: {
      client, redirectUri, responseType,
      scopes: wanted.length > 0 ? wanted : allowed,
      ...(state === undefined ? {} : { state }),
      ...(nonce === null ? {} : { nonce }),
      ...(codeChallenge === null ? {} : { codeChallenge }),
    },
  }
}
