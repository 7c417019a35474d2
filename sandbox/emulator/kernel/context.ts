import type { Clock } from './clock.ts'
import type { Need } from './authorize.ts'
import type { AwsError } from './errors.ts'
import type { Faults, InjectedFault } from './faults.ts'
import type { HttpRequest, HttpResponse } from './http.ts'
import type { Ids } from './ids.ts'
import type { Decided, Journal } from './journal.ts'
import type { VerifiedSignature } from './signature/verify.ts'
import type { Quotas } from './quota.ts'
import type { Signals } from './signals.ts'
import type { Store } from './store.ts'
import type { Blobs } from './blobs.ts'
import type { Span } from './trace/span.ts'
import type { Traces } from './traces.ts'

/** Who is asking. `arn` is what IAM and CloudTrail would show. */
export interface Principal {
  readonly type: 'root' | 'user' | 'assumed-role' | 'federated-user' | 'service' | 'anonymous'
  readonly account: string
  readonly arn: string
  /** As in GetCallerIdentity: the account for root, `AROA…:session` for a role session. */
  readonly userId: string
  readonly accessKeyId?: string
  /** The role behind a session (`arn:aws:iam::…:role/…`). */
  readonly roleArn?: string
  /** Of temporary credentials: what was agreed when they were made. */
  readonly session?: Session
}

export interface Session {
  /** Epoch milliseconds. */
  readonly issuedAt: number
  /** Policies passed along (JSON), and ARNs of managed ones: they limit what the credentials may do. */
  readonly policies?: readonly string[]
  readonly policyArns?: readonly string[]
  readonly tags?: Readonly<Record<string, string>>
  readonly sourceIdentity?: string
  /** Who vouched for a web identity. */
  readonly federatedProvider?: string
  /** The user (or root) whose key a federated user's session was asked for with. */
  readonly issuer?: string
  readonly mfa?: boolean
}

export interface Settings {
  /** `http://127.0.0.1:<port>`: what functions and outputs are given. Known once the front listens. */
  endpoint: string
  readonly defaultRegion: string
  readonly defaultAccount: string
  /** A folder for working files (function code, large bodies), removed when the engine stops. */
  readonly workDirectory: string
  /** `off`: a request is whoever's it says it is. */
  readonly signatures: 'verify' | 'off'
  /** Whether policies decide: `audit` lets everything pass and keeps in the journal what it would have refused. */
  readonly iam: 'enforce' | 'audit' | 'off'
  /** `aws`: rates and quotas are AWS's, and changes of state take a moment; sizes are always AWS's. */
  readonly limits: 'off' | 'aws'
  /** Who tokens say they are from: an address of AWS's (`aws`, as without this), or this engine's own, which anybody here can fetch. */
  readonly tokenIssuer?: 'aws' | 'local'
  /** Whom the name of a bucket is taken for: for everybody, as in AWS and as without this, or for the account alone that made it. */
  readonly bucketNames?: 'global' | 'account'
  /** What one account may use, where many share this; absent: all there is. */
  readonly quotas?: Quotas
  /** The first port at which programs that run here can be debugged; absent: at none. */
  readonly inspect?: number
  /** Where this emulator writes what a person should read; never standard output of its own. */
  readonly log: (line: string) => void
}

/** What the whole engine shares. */
export interface Host {
  readonly store: Store
  readonly blobs: Blobs
  readonly clock: Clock
  readonly ids: Ids
  readonly signals: Signals
  readonly journal: Journal
  /** What came of what. */
  readonly traces: Traces
  /** What is to go wrong on purpose. */
  readonly faults: Faults
  readonly settings: Settings
  /**
   * What an answer waits for: until all that has changed is written down. Undefined where it is, and where nothing is
   * written down. Rejects with an `AwsError` where that fails.
   */
  committed(): Promise<void> | undefined
  /**
   * Calls another service's operation in this process as `caller`, through the same checks and the same journal as a
   * request from outside. Throws what that operation throws (`AwsError`).
   */
  call<O = unknown>(caller: Caller, service: string, operation: string, input: object): Promise<O>
  /**
   * GETs a document that a service here answers for (a user pool's JWKS behind its AWS-shaped issuer) without a request
   * leaving the process. Undefined where no service here claims that host or path.
   */
  get(url: string): Promise<HttpResponse | undefined>
  /**
   * Whether `caller` may do all of `wanted`, for a service's HTTP that is no API call; `operation` is what the journal
   * and the condition keys call it. Never rejects for a refusal.
   */
  authorize(caller: Caller, service: string, operation: string, wanted: readonly Need[], request?: HttpRequest): Promise<Verdict>
}

/** What policies said. */
export interface Verdict {
  /** What the caller is told who may not. */
  readonly denial?: AwsError
  readonly decided: readonly Decided[]
}

export interface Caller {
  readonly principal: Principal
  readonly region: string
  /** Of the request that a call from inside is a part of; a call by itself gets its own. */
  readonly requestId?: string
  /** Of a service's call: the resource on whose behalf it calls (`aws:SourceArn`, `aws:SourceAccount`). */
  readonly source?: Source
  /** What a call from inside is a part of; without one it is traced nowhere. */
  readonly trace?: Span | undefined
  /** Somebody looks at what is there: the journal does not have it, and nothing goes wrong with it on purpose. */
  readonly isLook?: true
}

export interface Source {
  readonly arn: string
  readonly account: string
}

/** One request's view of the engine. */
export interface Context extends Host {
  readonly principal: Principal
  readonly account: string
  readonly region: string
  readonly requestId: string
  /** Epoch milliseconds at which the request was taken up. */
  readonly now: number
  /** The HTTP request; absent where the call came from inside. */
  readonly request?: HttpRequest
  /** The request's signature; absent where it has none, or where signatures are not verified. */
  readonly signature?: VerifiedSignature
  readonly source?: Source
  /** This request in its trace; to be handed on to calls that are a part of it. */
  readonly trace?: Span | undefined
  /**
   * What the caller is told where it is not allowed one thing more than its operation's `needs`; undefined where it is
   * allowed. Absent outside of an operation, and where policies do not decide.
   */
  denial?: (need: Need) => AwsError | undefined
  /** See `Caller`. */
  readonly isLook?: true
  /** What goes wrong with this call on purpose. */
  fault?: InjectedFault
  /** What policies have decided so far, for the journal. */
  decided?: Decided[]
  /** Headers that the operation adds to its answer beyond what the schema binds. */
  readonly responseHeaders: Record<string, string>
}

export function rootPrincipal(account: string, accessKeyId?: string): Principal {
  const root = { type: 'root' as const, account, arn: `arn:aws:iam::${account}:root`, userId: account }
  return accessKeyId === undefined ? root : { ...root, accessKeyId }
}

/** An AWS service acting by itself (`lambda.amazonaws.com`) on behalf of `account`. */
export function servicePrincipal(service: string, account: string): Principal {
  return { type: 'service', account, arn: service, userId: service }
}
