import type { ResourceServerScopeType } from '@aws-sdk/client-cognito-identity-provider'
import { collection, type Table } from '../../kernel/store.ts'
import { findPoolAnywhere, globally, inside, type Pool, type Stored } from './state.ts'

/** State of the hosted endpoints. Times are epoch milliseconds unless their name says otherwise. */
export interface Domain {
  readonly name: string
  readonly poolId: string
  /** Of a domain of one's own; absent where `name` is a prefix of AWS's. */
  readonly certificateArn?: string
  readonly managedLoginVersion: number
  readonly createdAt: number
}

export interface ResourceServer {
  readonly identifier: string
  readonly name: string
  readonly scopes: readonly ResourceServerScopeType[]
}

/** What a user has allowed a client at the authorize endpoint, to be had for its code once. */
export interface Grant {
  readonly clientId: string
  readonly username: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly nonce?: string
  /** PKCE, S256. */
  readonly codeChallenge?: string
  readonly authTime_s: number
  readonly expiresAt: number
}

/** A browser that is signed in at a pool's pages. */
export interface BrowserSession {
  readonly username: string
  readonly authTime_s: number
  readonly expiresAt: number
}

/** Domain names are unique across accounts, as they are in AWS within a region. */
const domains = collection<Domain>('cognito.domains', 'global', { accountOf: ({ poolId }, _name, store) => findPoolAnywhere({ store }, poolId)?.account })
const resourceServers = collection<ResourceServer>('cognito.resource-servers', 'region')
const grants = collection<Grant>('cognito.grants', 'region')
const browserSessions = collection<BrowserSession>('cognito.browser-sessions', 'region')

export const domainsOf = ({ store }: Stored): Table<Domain> => domains(globally(store))
export const saveDomain = (ctx: Stored, domain: Domain): Domain => domainsOf(ctx).put(domain.name, domain)

export const removeDomain = (ctx: Stored, name: string): boolean => domainsOf(ctx).delete(name)

export const listDomains = (ctx: Stored, pool: Pool): Domain[] =>
  [...domainsOf(ctx).values()].filter(({ poolId }) => poolId === pool.id)

/** The pool that a domain, or the pool's own id, stands for. */
export function findHostedPool(ctx: Stored, name: string): Pool | undefined {
  return findPoolAnywhere(ctx, domainsOf(ctx).get(name)?.poolId ?? name)
}

export const resourceServersOf = ({ store }: Stored, pool: Pool): Table<ResourceServer> => resourceServers(inside(store, pool))
export const saveResourceServer = (ctx: Stored, pool: Pool, server: ResourceServer): ResourceServer =>
  resourceServersOf(ctx, pool).put(server.identifier, server)

export const removeResourceServer = (ctx: Stored, pool: Pool, identifier: string): boolean => resourceServersOf(ctx, pool).delete(identifier)

export const grantsOf = ({ store }: Stored, pool: Pool): Table<Grant> => grants(inside(store, pool))
export const browserSessionsOf = ({ store }: Stored, pool: Pool): Table<BrowserSession> => browserSessions(inside(store, pool))

/** Keeps a row that ends by itself, and drops those at the head that have ended. */
export function keepFor<T extends { readonly expiresAt: number }>(table: Table<T>, key: string, row: T, now: number): T {
  for (const [old, { expiresAt }] of table.entries()) {
    if (expiresAt > now) break
    table.delete(old)
  }
  return table.put(key, row)
}

/** Removes what a pool's hosted endpoints keep. */
export function removeHosted({ store }: Stored, pool: Pool): void {
  for (const things of [resourceServers, grants, browserSessions]) things(inside(store, pool)).clear()
}
