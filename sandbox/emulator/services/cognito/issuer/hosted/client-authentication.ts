import type { Client } from '../../state.ts'
import { listClients } from '../../state.ts'
import { safeEqual } from '../password.ts'
import { OAuthError } from './oauth-error.ts'
import type { Visit } from './visit.ts'

export const clientOf = ({ ctx, pool }: Pick<Visit, 'ctx' | 'pool'>, id: string): Client | undefined => listClients(ctx, pool).find((client) => client.id === id)

/**
 * The client that a form or a Basic header names, with its secret if it has one. Throws `invalid_client` with `status`
 * (the endpoints differ), or `invalid_request` where no client is named.
 */
export function authenticateClient(visit: Visit, form: URLSearchParams, status = 400): Client {
  const basic = readBasic(visit.request.headers['authorization'])
  const named = form.get('client_id')
  const id = basic?.id ?? named
  const secret = basic?.secret || form.get('client_secret') || undefined
  if (!id || (basic && named !== null && named !== basic.id)) throw new OAuthError('invalid_request')
  const client = clientOf(visit, id)
  const expected = client?.settings.ClientSecret
  const holds = expected === undefined ? secret === undefined : secret !== undefined && safeEqual(expected, secret)
  if (!client || !holds) throw new OAuthError('invalid_client', { status })
  return client
}

function readBasic(header: string | undefined): { id: string; secret: string } | undefined {
  const encoded = /^Basic\s+(\S+)$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString()
  const at = text.indexOf(':')
  return { id: decoded(text.slice(0, at)), secret: decoded(text.slice(at + 1)) }
}

/** OAuth has both parts form-encoded; a secret with a stray `%` is taken as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/** What a client may do at these endpoints: nothing, until it is switched on as an OAuth client. */
export const allowedFlows = ({ settings }: Client): readonly string[] =>
  settings.AllowedOAuthFlowsUserPoolClient ? (settings.AllowedOAuthFlows ?? []) : []
