import type { AuthorizationRequest, StatementTrace } from './authorize.ts'

/**
 * One thing that IAM was asked about a call. A root user who needs no policy is not asked about, nor is a service that
 * acts for itself, so that their calls have none of these.
 */
export interface Decided {
  /** `service:Action` */
  readonly action: string
  /** ARN, or `*`. */
  readonly resource: string
  readonly decision: 'allow' | 'explicitDeny' | 'implicitDeny'
  /** The statements that were about the action: those that applied, and of the others what kept them from it. */
  readonly statements: readonly StatementTrace[]
  /** Of a denial, in words for a person. */
  readonly reason?: string
  /** Of a denial that was let pass, because policies are only audited. */
  readonly audited?: true
  /** Of a denial: all that was decided on, so that it can be decided again on other policies. */
  readonly request?: AuthorizationRequest
}

/** One finished call, as the journal keeps it. */
export interface JournalEntry {
  readonly time: number
  readonly requestId: string
  readonly service: string
  readonly operation: string
  readonly account: string
  readonly region: string
  readonly principal: string
  /** The role behind the principal's session, by ARN. */
  readonly role?: string
  /** Of a user: the key that the request was signed with. */
  readonly accessKeyId?: string
  readonly resources: readonly string[]
  /** What IAM was asked, in order; the call was refused by the last where that is a denial and not `audited`. */
  readonly decided?: readonly Decided[]
  readonly status: number
  readonly error?: string
  readonly duration_ms: number
}

/** The latest calls, oldest first, up to a fixed number. */
export class Journal {
  readonly #capacity: number
  #entries: JournalEntry[] = []

  constructor(capacity = 10_000) {
    this.#capacity = capacity
  }

  record(entry: JournalEntry): void {
    this.#entries.push(entry)
    // Cut in halves, so that a full journal does not move all of its entries at each call.
    if (this.#entries.length > this.#capacity * 2) this.#entries = this.#entries.slice(-this.#capacity)
  }

  entries(): readonly JournalEntry[] {
    return this.#entries.slice(-this.#capacity)
  }

  /** Forgets all, or what one account did. */
  clear(account?: string): void {
    this.#entries = account === undefined ? [] : this.#entries.filter((entry) => entry.account !== account)
  }
}
