import { createHash } from 'node:crypto'
import {
  CreateUserPoolClientCommand, CreateUserPoolDomainCommand, type CreateUserPoolClientCommandInput, type CognitoIdentityProviderClientConfig,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { ADA, PASSWORD, poolWithAda } from '../test-pool.ts'

export const CALLBACK = 'http://localhost:3000/callback'
export const VERIFIER = 'a-verifier-of-at-least-forty-three-characters-0123'
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')

/** For tests: `poolWithAda` with the domain `people-1` and a second client for the hosted endpoints. */
export async function hostedPool(
  engine: { readonly client: CognitoIdentityProviderClientConfig; readonly endpoint: string },
  options: { pool?: Partial<CreateUserPoolCommandInput>; client?: Partial<CreateUserPoolClientCommandInput> } = {},
) {
  const setup = await poolWithAda(engine, options.pool ? { pool: options.pool } : {})
  const { cognito, UserPoolId } = setup
  await cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: 'people-1' }))
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'web',
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      CallbackURLs: [CALLBACK],
      LogoutURLs: ['http://localhost:3000/bye'],
      ...options.client,
    }),
  )
  const web = UserPoolClient!
  const base = `${engine.endpoint}/_aws/cognito/people-1`
  const asking = (more: Record<string, string> = {}) =>
    new URLSearchParams({ client_id: web.ClientId!, redirect_uri: CALLBACK, response_type: 'code', state: 'a b', scope: 'openid email', ...more }).toString()
  const token = (form: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${base}/oauth2/token`, { method: 'POST', headers, body: new URLSearchParams({ client_id: web.ClientId!, ...form }) })
  return { ...setup, web, base, asking, token }
}

/** A browser as far as these pages need one: it keeps cookies, follows nothing, and fills in forms. */
export class Browser {
  readonly #cookies = new Map<string, string>()

  async get(url: string): Promise<Response> {
    return this.#remember(await fetch(url, { redirect: 'manual', headers: this.#headers() }))
  }

  /** Posts the page's form with the given fields beside its hidden ones. */
  async submit(url: string, page: string, fields: Record<string, string>): Promise<Response> {
    const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, name, value]) => [name!, value!])
    const body = new URLSearchParams({ ...Object.fromEntries(hidden), ...fields })
    return this.#remember(await fetch(url, { method: 'POST', redirect: 'manual', headers: this.#headers(), body }))
  }

  /** From the authorize endpoint through the login page: gives the last answer. */
  async signIn(base: string, query: string, fields: Record<string, string> = { username: ADA, password: PASSWORD }): Promise<Response> {
    const asked = await this.get(`${base}/oauth2/authorize?${query}`)
    const location = asked.headers.get('location')!
    if (!location.includes('/login?')) return asked
    const url = new URL(location, base).href
    return this.submit(url, await (await this.get(url)).text(), fields)
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies
  }

  #headers(): Record<string, string> {
    return { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
  }

  #remember(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/Max-Age=0/.test(line)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return response
  }
}

export const codeOf = (response: Response): string => new URL(response.headers.get('location')!).searchParams.get('code') ?? ''
