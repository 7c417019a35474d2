import { AwsError } from './errors.ts'
import { siteOf, type FaultRule, type FaultSite } from './fault-rule.ts'
import { createIds, type Ids } from './ids.ts'

/** A rule at work, with how often it fitted and how often it struck. */
export interface ActiveFault {
  readonly id: string
  readonly rule: FaultRule
  readonly matches: number
  readonly hits: number
}

/** What may go wrong. */
export interface FaultSubject {
  readonly site: FaultSite
  readonly service: string
  readonly operation: string
  readonly account: string
  /** ARNs; a rule fits where one of them does. */
  readonly resources: readonly string[]
}

/** What is to go wrong with one call, of all rules that strike. */
export interface InjectedFault {
  /** Of the rules. */
  readonly ids: string
  readonly latency_ms: number
  readonly error?: AwsError
  readonly drop?: 'request' | 'answer'
  /** The places of records to refuse among `count`, and what of them is said. */
  readonly failRecords?: { of(count: number): ReadonlySet<number>; readonly code?: string; readonly message?: string }
}

interface Entry {
  readonly id: string
  readonly rule: FaultRule
  readonly site: FaultSite
  readonly error: AwsError | undefined
  readonly isResource: (arn: string) => boolean
  readonly chance: Ids
  matches: number
  hits: number
}

/** The status of an answer that is none: the connection ends instead. */
export const DROPPED = 0

export const dropped = () => new AwsError('ConnectionDropped', 'The connection was dropped on purpose.', { status: DROPPED })

/** The faults that are to be injected. Where there are none, `active` is undefined, and that is all it costs. */
export class Faults {
  active: this | undefined
  #entries: Entry[] = []
  #added = 0

  /** `rule` is one (see `problemOf`); `error` is what it says, in AWS's words. */
  add(rule: FaultRule, error?: AwsError): ActiveFault {
    const id = `fault-${++this.#added}`
    const entry: Entry = { id, rule, site: siteOf(rule), error, isResource: patternOf(rule.resource), chance: createIds(rule.seed ?? id), matches: 0, hits: 0 }
    this.#set([...this.#entries, entry])
    return shown(entry)
  }

  list(account?: string): ActiveFault[] {
    return this.#entries.filter(({ rule }) => account === undefined || rule.account === account).map(shown)
  }

  remove(id: string): boolean {
    const kept = this.#entries.filter((entry) => entry.id !== id)
    const wasThere = kept.length < this.#entries.length
    this.#set(kept)
    return wasThere
  }

  /** All, or those of one account. */
  clear(account?: string): void {
    this.#set(account === undefined ? [] : this.#entries.filter(({ rule }) => rule.account !== account))
  }

  #set(entries: Entry[]): void {
    this.#entries = entries
    this.active = entries.length > 0 ? this : undefined
  }

  /** What is to go wrong with a call. */
  ofCall(subject: Omit<FaultSubject, 'site'>): InjectedFault | undefined {
    const struck = this.#strike({ ...subject, site: 'call' })
    if (struck.length === 0) return undefined
    const error = struck.find((entry) => entry.error)?.error
    const drop = struck.find(({ rule }) => rule.drop)?.rule.drop
    const failing = struck.find(({ rule }) => rule.failRecords)
    return {
      ids: struck.map(({ id }) => id).join(' '),
      latency_ms: struck.reduce((sum, { rule }) => sum + (rule.latency_ms ?? 0), 0),
      ...(error ? { error } : {}),
      ...(drop ? { drop } : {}),
      ...(failing ? { failRecords: failedRecords(failing) } : {}),
    }
  }

  /** The rule that strikes elsewhere, if one does. */
  at(subject: FaultSubject): FaultRule | undefined {
    return this.#strike(subject)[0]?.rule
  }

  #strike(subject: FaultSubject): Entry[] {
    return this.#entries.filter((entry) => fits(entry, subject) && strikes(entry))
  }
}

const shown = ({ id, rule, matches, hits }: Entry): ActiveFault => ({ id, rule, matches, hits })

function fits({ rule, site, isResource }: Entry, subject: FaultSubject): boolean {
  if (site !== subject.site || (rule.account !== undefined && rule.account !== subject.account)) return false
  if (rule.service !== undefined && rule.service !== subject.service) return false
  if (rule.operation !== undefined && rule.operation !== subject.operation) return false
  return rule.resource === undefined || subject.resources.some(isResource)
}

function strikes(entry: Entry): boolean {
  const { nth, every, probability, times } = entry.rule
  const number = ++entry.matches
  if (times !== undefined && entry.hits >= times) return false
  if (nth !== undefined && ![nth].flat().includes(number)) return false
  if (every !== undefined && number % every !== 0) return false
  if (probability !== undefined && entry.chance.fraction() >= probability) return false
  entry.hits++
  return true
}

function failedRecords({ rule, chance }: Entry): NonNullable<InjectedFault['failRecords']> {
  const { indexes, fraction = 1, code, message } = rule.failRecords!
  return {
    of: (count) => new Set(indexes ?? Array.from({ length: count }, (_, index) => index).filter(() => chance.fraction() < fraction)),
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message }),
  }
}

/** `*` is any text and `?` any character, as in policies. */
function patternOf(pattern: string | undefined): (arn: string) => boolean {
  if (pattern === undefined) return () => true
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')
  const expression = new RegExp(`^${source}$`, 's')
  return (arn) => expression.test(arn)
}
