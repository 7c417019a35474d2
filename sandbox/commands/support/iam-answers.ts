import { findSession, type TargetOptions } from './target.ts'
import { EXIT, UserError } from './user-error.ts'
import type { Session } from './session.ts'

/** What the embedded engine answers below `/_sandbox/iam/`. */
export type Statement = Readonly<Record<string, unknown>>

export interface StatementTrace {
  readonly layer: string
  readonly policy: string
  readonly policyArn?: string
  readonly sid?: string
  readonly index: number
  readonly effect: 'Allow' | 'Deny'
  readonly outcome: string
  readonly detail?: string
}

export interface Remedy {
  readonly kind: 'add' | 'widen' | 'remove'
  readonly layer: string
  readonly holder: 'role' | 'user' | 'group' | 'managed' | 'aws' | 'resource' | 'trust' | 'session'
  readonly holderName: string
  readonly policyName?: string
  readonly policy?: { readonly name: string; readonly arn?: string }
  readonly index: number
  readonly statement: Statement
  readonly before?: Statement
  readonly document: string
}

export interface Check {
  readonly action: string
  readonly resource: string
  readonly decision: 'allow' | 'explicitDeny' | 'implicitDeny'
  readonly layer?: string
  readonly reason?: string
  readonly audited?: true
  readonly statements: readonly StatementTrace[]
  readonly keys: Readonly<Record<string, string | readonly string[] | null>>
  readonly remedies?: readonly Remedy[]
}

export interface ExplainedCall {
  readonly time: number
  readonly requestId: string
  readonly service: string
  readonly operation: string
  readonly principal: string
  readonly role?: string
  readonly resources: readonly string[]
  readonly status: number
  readonly error?: string
  readonly message?: string
  readonly fault?: string
  readonly outcome: 'allowed' | 'denied' | 'audited' | 'refused' | 'failed'
  readonly checks: readonly Check[]
  readonly authorizer?: string
}

export interface Explanation {
  readonly call: ExplainedCall
  readonly within: readonly ExplainedCall[]
}

export interface ReviewedStatement {
  readonly policy: string
  readonly policyArn?: string
  readonly sid?: string
  readonly index: number
  readonly statement: Statement
  readonly isUsed: boolean
  readonly unusedActions: readonly string[]
  readonly tooWide: readonly string[]
  readonly replacement: readonly Statement[]
}

export interface ReviewedRole {
  readonly role: string
  readonly arn: string
  readonly used: readonly { readonly action: string; readonly resources: readonly string[] }[]
  readonly suggested: readonly Statement[]
  readonly statements: readonly ReviewedStatement[]
}

export interface Review {
  readonly mode: 'enforce' | 'audit' | 'off'
  readonly roles: readonly ReviewedRole[]
}

/** GETs `/_sandbox/iam/<path>` of the running sandbox; `answer` is undefined for 404, and `message` says why. */
export async function askIam<T>(options: TargetOptions, path: string, query: Readonly<Record<string, string>>): Promise<{ session: Session; answer?: T; message: string }> {
  const session = await findSession(options)
  const { edge } = session.endpoints
  if (session.engine !== 'embedded' || edge === undefined)
    throw new UserError(`Only the embedded engine knows what policies decided; this one is ${session.engine}.`, EXIT.usage)
  const account: Record<string, string> = session.stack ? { account: session.stack.account } : {}
  const response = await fetch(`${edge}/_sandbox/iam/${path}?${new URLSearchParams({ ...account, ...query })}`)
  const body = (await response.json()) as T & { message?: string }
  if (response.ok) return { session, answer: body, message: '' }
  if (response.status === 404) return { session, message: body.message ?? 'There is nothing.' }
  throw new UserError(`The sandbox answered ${response.status}: ${body.message}`, EXIT.pipelineFailed)
}
