import type { Context } from '../../../../kernel/context.ts'
import { invalidOAuthFlow, invalidParameter, scopeDoesNotExist } from '../../errors.ts'
import type { ClientSettings, Pool } from '../../state.ts'
import { customScopes } from './resource-servers.ts'

const SYSTEM_SCOPES = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin']

/** A client's settings again, if those for the hosted endpoints hold together. Throws AWS's error for the first that does not. */
export function checkOAuth(ctx: Pick<Context, 'store'>, pool: Pool, settings: ClientSettings): ClientSettings {
  const { AllowedOAuthFlows: flows = [], AllowedOAuthScopes: scopes = [], CallbackURLs: callbacks = [], LogoutURLs: logouts = [] } = settings
  checkFlows(settings, flows, scopes)
  for (const scope of scopes)
    if (!SYSTEM_SCOPES.includes(scope) && !customScopes(ctx, pool).includes(scope)) throw scopeDoesNotExist(`Invalid scope requested: ${scope}`)
  if (scopes.some((scope) => ['email', 'phone', 'profile'].includes(scope)) && !scopes.includes('openid'))
    throw invalidParameter('openid scope is required when the email, phone or profile scope is requested.')
  for (const url of [...callbacks, ...logouts]) checkUrl(url)
  const first = settings.DefaultRedirectURI
  if (first !== undefined && !callbacks.includes(first)) throw invalidParameter(`${first} is not in the list of CallbackURLs.`)
  for (const provider of settings.SupportedIdentityProviders ?? [])
    if (provider !== 'COGNITO') throw invalidParameter(`The provider ${provider} does not exist for User Pool ${pool.id}.`)
  return settings
}

function checkFlows(settings: ClientSettings, flows: readonly string[], scopes: readonly string[]): void {
  if (settings.AllowedOAuthFlowsUserPoolClient && (flows.length === 0 || scopes.length === 0))
    throw invalidParameter('AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.')
  const asks = flows.includes('code') || flows.includes('implicit')
  if (asks && (settings.CallbackURLs ?? []).length === 0)
    throw invalidOAuthFlow('CallbackUrls can not be empty when code flow or implicit flow is selected')
  if (!flows.includes('client_credentials')) return
  if (asks) throw invalidOAuthFlow('client_credentials flow can not be selected along with code flow or implicit flow')
  if (settings.ClientSecret === undefined) throw invalidOAuthFlow('client_credentials flow can not be selected if client does not have a client secret.')
  if (scopes.some((scope) => SYSTEM_SCOPES.includes(scope)))
    throw invalidOAuthFlow('System reserved scopes can not be selected with client_credentials flow')
}

const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]']

/** An app's own scheme (`myapp://`) is fine; a page must be reached by TLS unless it is on the same machine. */
function checkUrl(url: string): void {
  if (!URL.canParse(url)) throw invalidParameter(`${url} is not a valid URL.`)
  const { protocol, hostname, hash } = new URL(url)
  if (hash !== '' || url.includes('#')) throw invalidParameter(`${url} cannot contain a fragment.`)
  if (protocol === 'http:' && !LOCAL_HOSTS.includes(hostname)) throw invalidParameter(`${url} cannot use the HTTP protocol.`)
}
