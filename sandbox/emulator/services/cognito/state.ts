import type { Context } from '../../kernel/context.ts'
import { collection, type Scope, type Store, type Table } from '../../kernel/store.ts'
import { aliasExists, clientNotFound, poolNotFound } from './errors.ts'
import type { Challenge, Client, Group, Pool, PoolKeys, RefreshToken, SignIn, User } from './model.ts'

export type * from './model.ts'

const pools = collection<Pool>('cognito.pools', 'region')
const clients = collection<Client>('cognito.clients', 'region')
/** Requests of a pool's own users are not signed: nothing but the pool or client id says whose they are. */
const poolHomes = collection<{ account: string; region: string }>('cognito.pool-homes', 'global', { accountOf: ({ account }) => account })
const clientHomes = collection<{ poolId: string }>('cognito.client-homes', 'global', { accountOf: ({ poolId }, _id, store) => ownerOf(store, poolId) })
const poolKeys = collection<PoolKeys>('cognito.keys', 'global', { accountOf: (_keys, poolId, store) => ownerOf(store, poolId) })
const users = collection<User>('cognito.users', 'region')
const aliases = collection<string>('cognito.aliases', 'region')
const groups = collection<Group>('cognito.groups', 'region')
const signIns = collection<SignIn>('cognito.sign-ins', 'region')
const refreshTokens = collection<RefreshToken>('cognito.refresh-tokens', 'region')
const challenges = collection<Challenge>('cognito.challenges', 'region')

/** Rows of one pool lie in a table of their own, below its region's scope. */
export const inside = (store: Store, pool: Pool): Scope => ({ store, account: pool.account, region: `${pool.region}/${pool.id}` })
export const globally = (store: Store): Scope => ({ store, account: '', region: '' })
export type Stored = Pick<Context, 'store'>
const ownerOf = (store: Store, poolId: string) => poolHomes(globally(store)).get(poolId)?.account

export const listPools = (ctx: Scope): Pool[] => [...pools(ctx).values()]

/** The caller's own pool; throws ResourceNotFoundException. */
export function findPool(ctx: Scope, id: string): Pool {
  const pool = pools(ctx).get(id)
  if (!pool) throw poolNotFound(id)
  return pool
}

export const allPools = ({ store }: Stored): Pool[] => [...pools.all(store)].map(({ value }) => value)

/** A pool of any account and region. */
export function findPoolAnywhere({ store }: Stored, id: string): Pool | undefined {
  const home = poolHomes(globally(store)).get(id)
  return home && pools({ store, ...home }).get(id)
}

export function savePool({ store }: Stored, pool: Pool): Pool {
  const home = { account: pool.account, region: pool.region }
  poolHomes(globally(store)).put(pool.id, home)
  return pools({ store, ...home }).put(pool.id, pool)
}

/** Removes a pool with all that belongs to it. */
export function removePool({ store }: Stored, pool: Pool): void {
  for (const client of listClients({ store }, pool)) removeClient({ store }, pool, client)
  for (const things of [users, aliases, groups, signIns, refreshTokens, challenges]) things(inside(store, pool)).clear()
  poolKeys(globally(store)).delete(pool.id)
  poolHomes(globally(store)).delete(pool.id)
  pools({ store, account: pool.account, region: pool.region }).delete(pool.id)
}

export const findKeys = ({ store }: Stored, poolId: string): PoolKeys | undefined => poolKeys(globally(store)).get(poolId)

/** Keeps a pool's keys, unless the pool went away while they were being made. */
export function saveKeys({ store }: Stored, poolId: string, keys: PoolKeys): void {
  if (poolHomes(globally(store)).has(poolId)) poolKeys(globally(store)).put(poolId, keys)
}

const clientsOf = (store: Store, pool: Pool) => clients({ store, account: pool.account, region: pool.region })

export const listClients = ({ store }: Stored, pool: Pool): Client[] =>
  [...clientsOf(store, pool).values()].filter((client) => client.poolId === pool.id)

/** Throws ResourceNotFoundException, also for another pool's client. */
export function findClient({ store }: Stored, pool: Pool, id: string): Client {
  const client = clientsOf(store, pool).get(id)
  if (client?.poolId !== pool.id) throw clientNotFound(id)
  return client
}

/** A client of any account and region, with its pool; throws ResourceNotFoundException. */
export function findClientAnywhere(ctx: Stored, id: string): { pool: Pool; client: Client } {
  const home = clientHomes(globally(ctx.store)).get(id)
  const pool = home && findPoolAnywhere(ctx, home.poolId)
  if (!pool) throw clientNotFound(id)
  return { pool, client: findClient(ctx, pool, id) }
}

export function saveClient({ store }: Stored, pool: Pool, client: Client): Client {
  clientHomes(globally(store)).put(client.id, { poolId: pool.id })
  return clientsOf(store, pool).put(client.id, client)
}

export function removeClient({ store }: Stored, pool: Pool, client: Client): void {
  clientHomes(globally(store)).delete(client.id)
  clientsOf(store, pool).delete(client.id)
}

export const usersOf = ({ store }: Stored, pool: Pool): Table<User> => users(inside(store, pool))

/** By username, by `sub`, or by an attribute with which the pool's users may sign in. */
export function findUser({ store }: Stored, pool: Pool, name: string): User | undefined {
  const folded = fold(pool, name)
  const direct = users(inside(store, pool)).get(folded)
  if (direct) return direct
  const username = aliases(inside(store, pool)).get(folded)
  return username === undefined ? undefined : users(inside(store, pool)).get(username)
}

/** Puts a user and moves its aliases; throws AliasExistsException where another user has one of them. */
export function saveUser(ctx: Stored, pool: Pool, user: User): User {
  const index = aliases(inside(ctx.store, pool))
  const table = usersOf(ctx, pool)
  const key = fold(pool, user.username)
  const previous = table.get(key)
  const wanted = aliasesOf(pool, user)
  for (const [attribute, alias] of wanted) {
    const owner = index.get(alias)
    if (owner !== undefined && owner !== key) throw aliasExists(`An account with the ${attribute} already exists.`)
  }
  if (previous) for (const [, alias] of aliasesOf(pool, previous)) index.delete(alias)
  for (const [, alias] of wanted) index.put(alias, key)
  return table.put(key, user)
}

export function removeUser(ctx: Stored, pool: Pool, user: User): void {
  for (const [, alias] of aliasesOf(pool, user)) aliases(inside(ctx.store, pool)).delete(alias)
  usersOf(ctx, pool).delete(fold(pool, user.username))
  revokeSignIns(ctx, pool, user.username)
}

function aliasesOf(pool: Pool, user: User): (readonly [attribute: string, alias: string])[] {
  const { UsernameAttributes = [], AliasAttributes = [] } = pool.settings
  const found: (readonly [string, string])[] = [['sub', user.sub]]
  for (const name of ['email', 'phone_number'] as const) {
    const value = user.attributes[name]
    // Where they are aliases beside a username of its own, only a verified address signs in.
    const verified = AliasAttributes.includes(name) && user.attributes[`${name}_verified`] === 'true'
    if (value && (UsernameAttributes.includes(name) || verified)) found.push([name, fold(pool, value)])
  }
  const preferred = user.attributes['preferred_username']
  if (preferred && AliasAttributes.includes('preferred_username')) found.push(['preferred_username', fold(pool, preferred)])
  return found
}

/** Names are told apart by capitals unless the pool says otherwise. */
const fold = (pool: Pool, name: string) => (pool.settings.UsernameConfiguration?.CaseSensitive === false ? name.toLowerCase() : name)

export const groupsOf = ({ store }: Stored, pool: Pool): Table<Group> => groups(inside(store, pool))
export const saveGroup = (ctx: Stored, pool: Pool, group: Group): Group => groupsOf(ctx, pool).put(group.name, group)
export const removeGroup = (ctx: Stored, pool: Pool, name: string): boolean => groupsOf(ctx, pool).delete(name)
export const signInsOf = ({ store }: Stored, pool: Pool): Table<SignIn> => signIns(inside(store, pool))
export const refreshTokensOf = ({ store }: Stored, pool: Pool): Table<RefreshToken> => refreshTokens(inside(store, pool))
export const challengesOf = ({ store }: Stored, pool: Pool): Table<Challenge> => challenges(inside(store, pool))

/** A challenge of any pool by its session, which is all that some requests carry. */
export function findChallengeAnywhere(ctx: Stored, session: string): { pool: Pool; challenge: Challenge } | undefined {
  for (const pool of allPools(ctx)) {
    const challenge = challengesOf(ctx, pool).get(session)
    if (challenge) return { pool, challenge }
  }
  return undefined
}

/** Revokes all that a user has been given. */
export function revokeSignIns(ctx: Stored, pool: Pool, username: string): void {
  const table = signInsOf(ctx, pool)
  for (const signIn of [...table.values()])
    if (signIn.username === username && !signIn.revoked) table.put(signIn.originJti, { ...signIn, revoked: true })
}
