import type { Client, SignIn, User } from '../state.ts'
import type { ClaimChanges, GroupClaims, TokenChanges } from './triggers/token-generation.ts'

type TokenClaims = Record<string, unknown>

export interface Claims {
  readonly issuer: string
  readonly eventId: string
  readonly issuedAt_s: number
  readonly newId: () => string
  readonly signIn: SignIn
  readonly client: Client
  readonly user: User
  readonly scopes: readonly string[]
  readonly groups: GroupClaims
  readonly changes: TokenChanges
  readonly nonce?: string
}

/** Attributes that a token shows as booleans; all others are strings, as they are kept. */
const BOOLEANS = new Set(['email_verified', 'phone_number_verified'])

/** Claims that no function may touch (guide: "Pre token generation Lambda trigger"). */
const FIXED = new Set([
  'acr', 'amr', 'at_hash', 'auth_time', 'azp', 'exp', 'iat', 'iss', 'jti', 'nbf', 'nonce', 'origin_jti', 'sub', 'token_use', 'identities',
])
const FIXED_ID = new Set([...FIXED, 'aud', 'cognito:username'])
const FIXED_ACCESS = new Set([...FIXED, 'username', 'client_id', 'scope', 'device_key', 'event_id', 'version'])

export function accessClaims(claims: Claims, lifetime_s: number): TokenClaims {
  const { user, groups, issuedAt_s, signIn, changes } = claims
  const made = {
    sub: user.sub,
    ...(groups.groups.length > 0 ? { 'cognito:groups': groups.groups } : {}),
    iss: claims.issuer,
    // Tokens of the authorize endpoint are of a later make than those of the API.
    ...(signIn.scopes ? { version: 2 } : {}),
    client_id: claims.client.id,
    ...originOf(claims),
    event_id: claims.eventId,
    token_use: 'access',
    scope: scopeOf(claims.scopes, changes),
    auth_time: signIn.authTime_s,
    exp: issuedAt_s + lifetime_s,
    iat: issuedAt_s,
    jti: claims.newId(),
    username: user.username,
  }
  return changed(made, changes.access, FIXED_ACCESS)
}

export function idClaims(claims: Claims, lifetime_s: number): TokenClaims {
  const { user, groups, issuedAt_s, changes, nonce } = claims
  const made = {
    sub: user.sub,
    ...(groups.groups.length > 0 ? { 'cognito:groups': groups.groups } : {}),
    ...(groups.roles.length > 0 ? { 'cognito:roles': groups.roles } : {}),
    ...(groups.preferredRole === undefined ? {} : { 'cognito:preferred_role': groups.preferredRole }),
    iss: claims.issuer,
    'cognito:username': user.username,
    ...(nonce === undefined ? {} : { nonce }),
    ...originOf(claims),
    aud: claims.client.id,
    event_id: claims.eventId,
    token_use: 'id',
    auth_time: claims.signIn.authTime_s,
    exp: issuedAt_s + lifetime_s,
    iat: issuedAt_s,
    jti: claims.newId(),
    ...readableAttributes(claims.client, user, claims.signIn.scopes),
  }
  return changed(made, changes.id, FIXED_ID)
}

/** Of a client that acts for itself: it is its own subject. */
export function clientClaims(
  { client, changes, issuedAt_s, ...claims }: Pick<Claims, 'issuer' | 'issuedAt_s' | 'newId' | 'client' | 'scopes' | 'changes'>,
  lifetime_s: number,
): TokenClaims {
  const made = {
    sub: client.id,
    token_use: 'access',
    scope: scopeOf(claims.scopes, changes),
    auth_time: issuedAt_s,
    iss: claims.issuer,
    exp: issuedAt_s + lifetime_s,
    iat: issuedAt_s,
    version: 2,
    jti: claims.newId(),
    client_id: client.id,
  }
  return changed(made, changes.access, FIXED_ACCESS)
}

function scopeOf(scopes: readonly string[], { access }: TokenChanges): string {
  const kept = scopes.filter((scope) => !access.dropScopes.includes(scope))
  return [...new Set([...kept, ...access.addScopes])].join(' ')
}

function changed(made: TokenClaims, { add, drop }: ClaimChanges, fixed: ReadonlySet<string>): TokenClaims {
  const open = (name: string) => !fixed.has(name)
  const all = { ...made, ...Object.fromEntries(Object.entries(add).filter(([name]) => open(name))) }
  const gone = new Set(drop.filter(open))
  return Object.fromEntries(Object.entries(all).filter(([name]) => !gone.has(name)))
}

/** Without token revocation a client's tokens do not name the sign-in that they stem from. */
const originOf = ({ client, signIn }: Pick<Claims, 'client' | 'signIn'>) =>
  client.settings.EnableTokenRevocation === false ? {} : { origin_jti: signIn.originJti }

const SCOPE_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
}

/** What a client may read of a user, and of that what its scopes are for: all, where it asked for `openid` alone or for `profile`. */
export function readableAttributes({ settings }: Client, user: User, scopes: readonly string[] = []): TokenClaims {
  const readable = settings.ReadAttributes
  const narrowing = scopes.filter((scope) => SCOPE_ATTRIBUTES[scope])
  const granted = scopes.includes('profile') || narrowing.length === 0 ? undefined : narrowing.flatMap((scope) => SCOPE_ATTRIBUTES[scope]!)
  const shown: TokenClaims = {}
  for (const [name, value] of Object.entries(user.attributes)) {
    if (readable && readable.length > 0 && !readable.includes(name)) continue
    if (granted && !granted.includes(name)) continue
    shown[name] = BOOLEANS.has(name) ? value === 'true' : value
  }
  return shown
}
