import { isIPv4 } from 'node:net'
import type { Principal } from './context.ts'
import type { AwsError } from './errors.ts'
import type { HttpRequest } from './http.ts'

/** What is known of a request, by condition key. Names are compared without regard to case; a key may have several values. */
export type ContextKeys = Readonly<Record<string, string | readonly string[]>>

/** One action on one resource (`*` where the action has none); `keys` are condition keys of this pair alone. */
export interface Need {
  readonly action: string
  readonly resource: string
  readonly keys?: ContextKeys
}

/** A policy that hangs on what is asked for. A `trust` policy must itself allow: elsewhere the caller's own policies may. */
export interface AttachedPolicy {
  readonly kind: 'resource' | 'trust'
  /** JSON. */
  readonly document: string
}

export interface ProtectedResource {
  /** `*` where the action has no resource. */
  readonly arn: string
  /** The account that owns it: not every ARN says so. */
  readonly account: string
  readonly policies: readonly AttachedPolicy[]
}

/** What a service says of its own resource: whose it is, where its ARN does not tell, and what hangs on it. */
export interface Protection {
  readonly account?: string
  readonly policies: readonly AttachedPolicy[]
  /** For `aws:ResourceTag/…`. */
  readonly tags?: Readonly<Record<string, string>>
}

export interface AuthorizationRequest {
  readonly principal: Principal
  /** `service:Action`. */
  readonly action: string
  readonly resources: readonly ProtectedResource[]
  readonly context: ContextKeys
  /** The service that was called, by its signing name, where the action is another's (`iam:PassRole` of a call to `lambda`). */
  readonly answeredBy?: string
}

/** A statement that mattered: it applied, or it is about this action and something else kept it from applying. */
export interface StatementTrace {
  /** `identity`, `resource`, `trust`, `boundary` or `session`. */
  readonly layer: string
  readonly policy: string
  /** Of a managed policy. */
  readonly policyArn?: string
  readonly sid?: string
  readonly index: number
  readonly effect: 'Allow' | 'Deny'
  /** `applies`, or what did not match: `principal`, `resource`, `condition`. */
  readonly outcome: string
  /** In words: the condition that was not met. */
  readonly detail?: string
}

export interface Authorization {
  readonly decision: 'allow' | 'explicitDeny' | 'implicitDeny'
  /** The resource that decided: the first that is denied, else the last. */
  readonly resource: string
  /** Of a denial: in words, for a person. */
  readonly reason?: string
  /** Of a denial: the kind of policy that denied, or did not allow (see `StatementTrace.layer`). */
  readonly layer?: string
  /** The same list wherever the same statements came to the same. */
  readonly statements: readonly StatementTrace[]
  /** What the caller is told; absent where it is allowed. */
  readonly denial?: AwsError
}

/** Decides whether a request may go on. All of its resources must be allowed. Never throws. */
export type Authorizer = (request: AuthorizationRequest) => Authorization

/** What the keys of every request are made of. */
export interface RequestFacts {
  readonly principal: Principal
  readonly region: string
  /** Epoch milliseconds. */
  readonly now: number
  /** Absent where the call came from inside. */
  readonly request?: Pick<HttpRequest, 'headers' | 'remoteAddress'>
  /** For a service principal: the resource on whose behalf it calls. */
  readonly source?: { readonly arn: string; readonly account: string }
}

/**
 * The condition keys that every request has ("AWS global condition context keys"). Those that say nothing of this
 * request (a user's name for a role, a token's time for a lasting key) are absent, as in AWS.
 */
export function globalContextKeys(facts: RequestFacts): Record<string, string | readonly string[]> {
  const { region, now, principal } = facts
  return {
    'aws:CurrentTime': isoSeconds(now),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    'aws:RequestedRegion': region,
    // Plain HTTP stands for TLS here: a policy that refuses unencrypted requests is right in AWS and must not lock anybody out.
    'aws:SecureTransport': 'true',
    'aws:ViaAWSService': 'false',
    'aws:PrincipalIsAWSService': String(principal.type === 'service'),
    ...requestKeys(facts),
    ...principalKeys(principal),
    ...sessionKeys(principal),
    ...sourceKeys(facts),
  }
}

function requestKeys({ request, principal }: RequestFacts): Record<string, string> {
  // A service's own address says nothing of the caller, so AWS leaves it out.
  if (!request || principal.type === 'service') return {}
  const { 'user-agent': agent, referer } = request.headers
  return {
    'aws:SourceIp': plainAddress(request.remoteAddress),
    ...(agent === undefined ? {} : { 'aws:UserAgent': agent }),
    ...(referer === undefined ? {} : { 'aws:Referer': referer }),
  }
}

const PRINCIPAL_TYPES: Partial<Record<Principal['type'], string>> = {
  root: 'Account',
  user: 'User',
  'assumed-role': 'AssumedRole',
  'federated-user': 'FederatedUser',
  anonymous: 'Anonymous',
}

function principalKeys(principal: Principal): Record<string, string> {
  const { type, account, arn, userId } = principal
  if (type === 'service') return { 'aws:PrincipalServiceName': arn }
  const common = { 'aws:PrincipalType': PRINCIPAL_TYPES[type]!, 'aws:userid': userId }
  if (type === 'anonymous') return common
  return {
    ...common,
    'aws:PrincipalAccount': account,
    // Of a role's session it is the role's, not the session's.
    'aws:PrincipalArn': principal.roleArn ?? arn,
    ...(type === 'user' ? { 'aws:username': arn.slice(arn.lastIndexOf('/') + 1) } : {}),
  }
}

function sessionKeys({ type, session }: Principal): Record<string, string | readonly string[]> {
  const isTemporary = session !== undefined || type === 'assumed-role' || type === 'federated-user'
  const keys: Record<string, string | readonly string[]> = {}
  if (isTemporary) keys['aws:MultiFactorAuthPresent'] = String(session?.mfa ?? false)
  if (!session) return keys
  keys['aws:TokenIssueTime'] = isoSeconds(session.issuedAt)
  if (session.sourceIdentity !== undefined) keys['aws:SourceIdentity'] = session.sourceIdentity
  if (session.federatedProvider !== undefined) keys['aws:FederatedProvider'] = session.federatedProvider
  for (const [tag, value] of Object.entries(session.tags ?? {})) keys[`aws:PrincipalTag/${tag}`] = value
  return keys
}

function sourceKeys({ source }: RequestFacts): Record<string, string> {
  return source ? { 'aws:SourceArn': source.arn, 'aws:SourceAccount': source.account } : {}
}

const isoSeconds = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`

/** IPv4 addresses reach a socket that listens on both kinds as `::ffff:127.0.0.1`. */
function plainAddress(address: string): string {
  const mapped = /^::ffff:(.+)$/i.exec(address)?.[1]
  return mapped !== undefined && isIPv4(mapped) ? mapped : address
}

/** `aws:RequestTag/…` and `aws:TagKeys` of the tags that a request brings. */
export function requestTagKeys(tags: Readonly<Record<string, string>> | undefined): Record<string, string | readonly string[]> {
  const keys = Object.keys(tags ?? {})
  if (!tags || keys.length === 0) return {}
  return { ...Object.fromEntries(keys.map((key) => [`aws:RequestTag/${key}`, tags[key]!])), 'aws:TagKeys': keys }
}
