import type { AuthorizationRequest, StatementTrace } from './authorize.ts'
import { Usage } from './usage.ts'

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
  /** Of a denial: the kind of policy that denied, or did not allow: `identity`, `resource`, `trust`, `boundary` or `session`. */
  readonly layer?: string
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
  readonly role?: string | undefined
  /** Of a user: the key that the request was signed with. */
  readonly accessKeyId?: string | undefined
  readonly resources: readonly string[]
  /** What IAM was asked, in order; the call was refused by the last where that is a denial and not `audited`. */
  readonly decided?: readonly Decided[] | undefined
  readonly status: number
  readonly error?: string | undefined
  /** What the caller was told beside the error's code. */
  readonly message?: string | undefined
  /** The rules by which something went wrong on purpose. */
  readonly fault?: string | undefined
  readonly duration_ms: number
}

/** The latest calls, oldest first, up to a fixed number; and, from all calls, what each role was allowed. What policies refused stays longer. */
export class Journal {
  readonly usage = new Usage()
  readonly #capacity: number
  readonly #mostRefusals: number
  /** Those that the latest calls have pushed out. */
  #refusals: JournalEntry[] = []
  /** A ring once it is full: the oldest is where the next one goes. */
  #entries: JournalEntry[] = []
  #next = 0

  constructor(capacity = 5000, mostRefusals = 200) {
    this.#capacity = capacity
    this.#mostRefusals = mostRefusals
  }

  record(entry: JournalEntry): void {
    if (this.#entries.length < this.#capacity) this.#entries.push(entry)
    else {
      this.#outlive(this.#entries[this.#next]!)
      this.#entries[this.#next] = entry
    }
    this.#next = (this.#next + 1) % this.#capacity
    if (entry.role !== undefined && entry.decided) this.#use(entry.role, entry.decided)
  }

  #outlive(oldest: JournalEntry): void {
    if (!oldest.decided?.some(({ decision }) => decision !== 'allow')) return
    this.#refusals.push(oldest)
    if (this.#refusals.length > this.#mostRefusals) this.#refusals.shift()
  }

  /** What policies were only asked about and would have refused was used as well. */
  #use(role: string, decided: readonly Decided[]): void {
    for (const { decision, audited, action, resource } of decided)
      if (decision === 'allow' || audited) this.usage.note(role, action, resource)
  }

  entries(): readonly JournalEntry[] {
    const isFull = this.#entries.length === this.#capacity
    const latest = isFull ? [...this.#entries.slice(this.#next), ...this.#entries.slice(0, this.#next)] : this.#entries
    return [...this.#refusals, ...latest]
  }

  /** Forgets all, or what one account did. */
  clear(account?: string): void {
    const left = account === undefined ? [] : this.entries().filter((entry) => entry.account !== account)
    this.#refusals = []
    this.#entries = left.slice(-this.#capacity)
    this.#next = this.#entries.length % this.#capacity
    this.usage.clear(account)
  }
}
