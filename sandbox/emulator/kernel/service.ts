import type { ContextKeys, Protection } from './authorize.ts'
import type { Caller, Context, Host, Principal } from './context.ts'
import type { AwsError } from './errors.ts'
import type { HttpRequest, HttpResponse } from './http.ts'
import type { AnyOperation } from './operation.ts'
import type { SignatureStyleName } from './signature/styles.ts'
import type { Attributes } from './trace/span.ts'

/** How one service is spoken to on the wire. Protocols are built from the SDK's schemas and keep no state. */
export interface Protocol {
  /** How a request's signature is verified, and its refusal worded. */
  signatures(request: HttpRequest): SignatureStyleName
  /** The operation that this request asks for, or undefined where the service has none such. */
  match(request: HttpRequest): Match | undefined | Promise<Match | undefined>
  decode(match: Match, request: HttpRequest): object | Promise<object>
  encode(match: Match, output: object, ctx: Context): HttpResponse
  /** `match` is absent where the request was refused before an operation was known. */
  encodeError(error: AwsError, ctx: Context, match?: Match): HttpResponse
  /** The error for a request that names no operation of this service. */
  unknownOperation(request: HttpRequest): AwsError | Promise<AwsError>
  /** How many leading members of the operation's input are required, by name. */
  required(operation: string): readonly string[]
  /** The HTTP status of an error that the schemas have, by its code; undefined where they have none such. */
  errorStatus(code: string): number | undefined
  /** Every operation that the schemas have. */
  operationNames(): readonly string[]
}

export interface Match {
  readonly operation: string
  /** Members found in the host or the path, still encoded. */
  readonly labels: Readonly<Record<string, string>>
  /** The parameters of a query-protocol request. */
  readonly form?: URLSearchParams
}

/** One emulated service: its protocol, its table of operations, and what it does beside them. */
export interface Service {
  readonly name: string
  readonly protocol: Protocol
  readonly operations: Readonly<Record<string, AnyOperation>>
  /** The error code for broken limits ("1 validation error detected: …"); absent: the service has its own sentences. */
  readonly validationCode?: string
  /**
   * Who owns a resource of this service and which policies hang on it, for one action of a caller; undefined where a
   * policy of the resource has no say. Asked at every call, so it must cost no more than a look at the state. May throw
   * what the service answers before it asks for rights.
   */
  resourcePolicies?(host: Host, about: Access): Protection | undefined
  /** The condition keys of this service that a request sets; asked for only where a policy is to be read. */
  conditionKeys?(operation: string, input: object, ctx: Context): ContextKeys
  /** What a trace tells of a call: small and at hand, as each call is asked. Without `output` it has failed. */
  describe?(operation: string, input: object, output: object | undefined, ctx: Context): Attributes | undefined
  /** Texts that may tell for which of a batch's records a function makes a call, the best first (see `Group.memberFor`). */
  touches?(operation: string, input: object): readonly string[]
  /** Errors that a person may want to see and the schemas do not tell enough of, by code. */
  readonly usualErrors?: Readonly<Record<string, UsualError>>
  /** HTTP that is no API call (an HTTP API's routes, a JWKS document). Undefined: not mine, treat it as an API call. */
  http?(request: HttpRequest, caller: Caller, host: Host): Promise<HttpResponse | undefined> | HttpResponse | undefined
  /** The engine's own endpoints for this service, below `/_sandbox/<name>/`. Undefined: there is none such. */
  control?(request: HttpRequest, host: Host): Promise<HttpResponse | undefined> | HttpResponse | undefined
  /** Called once when the service is loaded: background work begins here. */
  start?(host: Host): void | Promise<void>
  /** Called when the service has been loaded, and when its state has been put in place of another: what waits goes on. */
  resume?(host: Host): void | Promise<void>
  /** Called before the state is cleared: background work on it ends, and has ended when this resolves. */
  reset?(host: Host): void | Promise<void>
  /** As `reset`, for one account. */
  resetAccount?(host: Host, account: string): void | Promise<void>
  /** Called when one account's state has been cleared, and when it has been put in place of another. */
  resumeAccount?(host: Host, account: string): void | Promise<void>
  /** Called when the engine stops. */
  stop?(host: Host): void | Promise<void>
}

export interface UsualError {
  readonly message: string
  /** Where the schemas have none. */
  readonly status?: number
}

/** Somebody's wish to do one thing. */
export interface Access {
  readonly arn: string
  readonly action: string
  readonly principal: Principal
}

/** What must be known of a service before it is loaded. */
export interface CatalogEntry {
  readonly name: string
  /** Service names in the SigV4 credential scope. */
  readonly signingNames: readonly string[]
  /** `X-Amz-Target` prefixes. */
  readonly targetPrefixes?: readonly string[]
  /** `Version` parameter of the query protocol, for requests that are not signed. */
  readonly queryVersion?: string
  /** Recognises requests by host or path, for those that are not signed. */
  claims?(request: HttpRequest): boolean
  load(): Promise<{ readonly service: Service }>
}
