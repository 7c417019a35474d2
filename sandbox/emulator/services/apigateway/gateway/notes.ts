import type { Principal } from '../../../kernel/context.ts'
import type { Decided } from '../../../kernel/journal.ts'

export interface JwtIdentity {
  readonly claims: Readonly<Record<string, string>>
  readonly scopes: readonly string[] | null
}

/** What a Lambda authorizer said of the caller. */
export interface LambdaIdentity {
  readonly principalId?: string
  /** As the function returned it; null where it returned none. */
  readonly context: Readonly<Record<string, unknown>> | null
}

/** Who is calling, in the way of the route's authorizer; nothing of these on open routes. */
export interface Identity {
  readonly jwt?: JwtIdentity
  readonly lambda?: LambdaIdentity
  readonly iam?: Principal
}

/** What is found out about one request on its way, for its line in the access log. Durations are milliseconds. */
export interface Notes {
  identity?: Identity
  /** Who has signed the request, also where that was not enough, and what policies said. */
  signer?: Principal
  decided?: readonly Decided[]
  traceId?: string
  authorizerError?: string
  /** API Gateway's own word for why it answered in place of an integration. */
  error?: string
  integrationError?: string
  /** What the integration answered; for a function, what it returned. */
  integrationStatus?: number
  /** What Lambda answered to the invocation. */
  invocationStatus?: number
  integrationRequestId?: string
  integrationLatency?: number
  status?: number
  responseLength?: number
  responseLatency?: number
  requestLength?: number
}
