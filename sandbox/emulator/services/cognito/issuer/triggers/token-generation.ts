import type { Client, Pool, User } from '../../state.ts'
import { attributesOf, runTrigger, unrecognizable, withMetadata, type Acting, type Metadata } from './invoke.ts'
import { map, text, textMap, texts } from './read.ts'

export type TokenSource = 'HostedAuth' | 'Authentication' | 'NewPasswordChallenge' | 'RefreshTokens' | 'ClientCredentials'

/** A user's groups with the roles that come with them. */
export interface GroupClaims {
  readonly groups: readonly string[]
  readonly roles: readonly string[]
  readonly preferredRole?: string
}

export interface ClaimChanges {
  readonly add: Readonly<Record<string, unknown>>
  readonly drop: readonly string[]
}

export interface TokenChanges {
  readonly id: ClaimChanges
  readonly access: ClaimChanges & { readonly addScopes: readonly string[]; readonly dropScopes: readonly string[] }
  readonly groups?: GroupClaims
}

const NO_CHANGE: ClaimChanges = { add: {}, drop: [] }
const NOTHING: TokenChanges = { id: NO_CHANGE, access: { ...NO_CHANGE, addScopes: [], dropScopes: [] } }
const VERSIONS = { V1_0: '1', V2_0: '2', V3_0: '3' } as const

export interface Generating {
  readonly pool: Pool
  readonly client: Client
  /** Absent where the client acts for itself. */
  readonly user?: User
  readonly source: TokenSource
  readonly scopes: readonly string[]
  readonly groups: GroupClaims
  readonly metadata?: Metadata
}

/** Asks the pool's function what to change in the tokens: version 1 in the ID token, 2 in both, 3 also in a client's own. */
export async function beforeTokens(ctx: Acting, made: Generating): Promise<TokenChanges> {
  const { pool, client, user, groups } = made
  const version = VERSIONS[pool.settings.LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion ?? 'V1_0']
  if (!user && version !== '3') return NOTHING
  const request = {
    userAttributes: user ? attributesOf(user) : {},
    groupConfiguration: {
      groupsToOverride: groups.groups,
      iamRolesToOverride: groups.roles,
      preferredRole: groups.preferredRole ?? null,
    },
    ...(version === '1' ? {} : { scopes: made.scopes }),
    ...withMetadata(made.metadata),
  }
  const response = version === '1' ? { claimsOverrideDetails: null } : { claimsAndScopeOverrideDetails: null }
  const event = { version, source: `TokenGeneration_${made.source}`, userName: user?.username ?? client.id, client, request, response }
  const answer = await runTrigger(ctx, pool, 'PreTokenGeneration', event)
  if (!answer) return NOTHING
  return version === '1' ? firstVersion(answer) : laterVersion(answer)
}

function firstVersion(answer: Record<string, unknown>): TokenChanges {
  const details = map(answer, 'claimsOverrideDetails') ?? {}
  const id = { add: textMap(details, 'claimsToAddOrOverride') ?? {}, drop: texts(details, 'claimsToSuppress') ?? [] }
  return { ...NOTHING, id, ...groupChanges(details) }
}

function laterVersion(answer: Record<string, unknown>): TokenChanges {
  const details = map(answer, 'claimsAndScopeOverrideDetails') ?? {}
  const changes = (name: string) => {
    const part = map(details, name) ?? {}
    const addScopes = texts(part, 'scopesToAdd') ?? []
    if (addScopes.some((scope) => /\s/.test(scope))) throw unrecognizable()
    const dropScopes = texts(part, 'scopesToSuppress') ?? []
    return { add: map(part, 'claimsToAddOrOverride') ?? {}, drop: texts(part, 'claimsToSuppress') ?? [], addScopes, dropScopes }
  }
  return { id: changes('idTokenGeneration'), access: changes('accessTokenGeneration'), ...groupChanges(details) }
}

/** Where the function leaves this out groups stay as they are; an empty object takes them away. */
function groupChanges(details: Record<string, unknown>): { groups?: GroupClaims } {
  const given = map(details, 'groupOverrideDetails')
  if (!given) return {}
  const preferredRole = text(given, 'preferredRole')
  const lists = { groups: texts(given, 'groupsToOverride') ?? [], roles: texts(given, 'iamRolesToOverride') ?? [] }
  return { groups: { ...lists, ...(preferredRole === undefined ? {} : { preferredRole }) } }
}
