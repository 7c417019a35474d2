/** A rule by which calls go wrong on purpose. Where it has no word on something, everything fits. */
export interface FaultRule {
  /** A service by its name here (`kinesis`). */
  readonly service?: string
  readonly operation?: string
  /** An ARN, or a pattern of one with `*` and `?`. */
  readonly resource?: string
  /** Twelve digits. */
  readonly account?: string
  /** Which of the fitting calls, counted from 1. */
  readonly nth?: number | readonly number[]
  readonly every?: number
  /** From 0 to 1; drawn from `seed`, so that a run repeats. */
  readonly probability?: number
  readonly seed?: string
  /** No more often than this. */
  readonly times?: number
  /** A code of the service, or one that all services have; or with the message and the status that are to be told. */
  readonly error?: string | FaultError
  /** Before anything else, and also alone. */
  readonly latency_ms?: number
  /** The connection ends before the request is read, or after all is done. */
  readonly drop?: 'request' | 'answer'
  /** Of a call with many records, some are refused. */
  readonly failRecords?: FailRecords
  /** An event source mapping delivers a batch twice. */
  readonly duplicate?: true
  /** A function's process ends, or its time is up. */
  readonly invocation?: 'crash' | 'timeout'
  /** A mapping at `LATEST` begins only after this time: what is put before is not read. */
  readonly anchorDelay_ms?: number
}

export interface FaultError {
  readonly code: string
  readonly message?: string
  readonly status?: number
}

/** By place in the call, or as a part of them from 0 to 1; all where neither is said. */
export interface FailRecords {
  readonly indexes?: readonly number[]
  readonly fraction?: number
  readonly code?: string
  readonly message?: string
}

/** Where in the engine a rule has its place. */
export type FaultSite = 'call' | 'batch' | 'invocation' | 'anchor'

export function siteOf({ duplicate, invocation, anchorDelay_ms }: FaultRule): FaultSite {
  if (duplicate) return 'batch'
  if (invocation !== undefined) return 'invocation'
  return anchorDelay_ms === undefined ? 'call' : 'anchor'
}

const LONGEST_MS = 24 * 3_600_000

type Check = (value: unknown) => string | undefined

const text: Check = (value) => (typeof value === 'string' && value !== '' ? undefined : 'is a text')
const whole = (value: unknown) => typeof value === 'number' && Number.isInteger(value) && value >= 1
const count: Check = (value) => (whole(value) ? undefined : 'is a whole number from 1 on')
const part: Check = (value) => (typeof value === 'number' && value >= 0 && value <= 1 ? undefined : 'is a number from 0 to 1')
const delay: Check = (value) => (typeof value === 'number' && value >= 0 && value <= LONGEST_MS ? undefined : 'is a number of milliseconds, up to a day')
const oneOf = (...names: readonly string[]): Check => (value) => (names.includes(value as string) ? undefined : `is ${names.join(' or ')}`)

const MEMBERS: Readonly<Record<keyof FaultRule, Check>> = {
  service: text,
  operation: text,
  resource: text,
  account: (value) => (typeof value === 'string' && /^\d{12}$/.test(value) ? undefined : 'is a number of twelve digits'),
  nth: (value) => (whole(value) || (Array.isArray(value) && value.length > 0 && value.every(whole)) ? undefined : 'is a whole number from 1 on, or a list of such'),
  every: count,
  probability: part,
  seed: text,
  times: count,
  error: (value) => (typeof value === 'string' ? text(value) : within(value, ERROR_MEMBERS, ['code'])),
  latency_ms: delay,
  drop: oneOf('request', 'answer'),
  failRecords: (value) => within(value, RECORD_MEMBERS),
  duplicate: (value) => (value === true ? undefined : 'is true'),
  invocation: oneOf('crash', 'timeout'),
  anchorDelay_ms: delay,
}

const ERROR_MEMBERS: Readonly<Record<string, Check>> = {
  code: text,
  message: text,
  status: (value) => (typeof value === 'number' && Number.isInteger(value) && value >= 400 && value <= 599 ? undefined : 'is a number from 400 to 599'),
}

const RECORD_MEMBERS: Readonly<Record<string, Check>> = {
  indexes: (value) => (Array.isArray(value) && value.every((index) => Number.isInteger(index) && index >= 0) ? undefined : 'is a list of places, counted from 0'),
  fraction: part,
  code: text,
  message: text,
}

const EFFECTS = ['error', 'latency_ms', 'drop', 'failRecords', 'duplicate', 'invocation', 'anchorDelay_ms'] as const

/** What is wrong with a rule, in one sentence; undefined where it is one. */
export function problemOf(given: unknown): string | undefined {
  const wrong = within(given, MEMBERS)
  if (wrong !== undefined) return `A fault ${wrong}.`
  const rule = given as FaultRule
  const effects = EFFECTS.filter((name) => rule[name] !== undefined)
  if (effects.length === 0) return `A fault says what is to happen: one of ${EFFECTS.join(', ')}.`
  // Any of a call's effects may come late; all others are for themselves.
  const alone = effects.filter((name) => name !== 'latency_ms')
  if (alone.length > 1 || (effects.length > 1 && siteOf(rule) !== 'call')) return `A fault does one thing, and this one does ${effects.join(' and ')}. Add one for each.`
  return undefined
}

function within(value: unknown, members: Readonly<Record<string, Check>>, required: readonly string[] = []): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is an object'
  for (const name of required) if (!(name in value)) return `has a ${name}`
  for (const [name, member] of Object.entries(value)) {
    if (!Object.hasOwn(members, name)) return `has no ${name}: choose of ${Object.keys(members).join(', ')}`
    const wrong = members[name]!(member)
    if (wrong !== undefined) return `has a ${name} that ${wrong}`
  }
  return undefined
}
