import { glob, type Pattern } from './pattern.ts'

export type Effect = 'Allow' | 'Deny'

/** `values` are meant, or with `not` all others. */
export interface Choice<T> {
  readonly not: boolean
  readonly values: T
}

/** A text with wildcards, and what it matches as. */
export interface Wildcards {
  readonly text: string
  readonly pattern: Pattern
  /** It has none, and is matched by what is equal to it. */
  readonly isPlain: boolean
}

/** Values by kind (`AWS`, `Service`, `Federated`, `CanonicalUser`); everybody is `{ '*': ['*'] }`. */
export type Principals = Readonly<Record<string, readonly string[]>>

/** Values by operator and key, as written. */
export type Conditions = readonly { readonly operator: string; readonly key: string; readonly values: readonly string[] }[]

export interface Statement {
  readonly index: number
  readonly sid?: string
  readonly effect: Effect
  /** In lower case. */
  readonly actions: Choice<readonly Wildcards[]>
  /** Absent in trust policies, which hang on the one resource they are about. */
  readonly resources?: Choice<readonly Wildcards[]>
  readonly principals?: Choice<Principals>
  readonly conditions: Conditions
}

export interface Policy {
  /** Only with version 2012-10-17 is `${…}` a variable. */
  readonly variables: boolean
  readonly statements: readonly Statement[]
}

/** Documents read before: the same few are asked for with every request. */
const known = new Map<string, Policy>()
const MOST_KNOWN = 500

/** Reads a policy document. What is no policy, or no statement, allows and denies nothing. */
export function readPolicy(document: string): Policy {
  let policy = known.get(document)
  if (policy) return policy
  if (known.size >= MOST_KNOWN) known.clear()
  policy = read(document)
  known.set(document, policy)
  return policy
}

function read(document: string): Policy {
  const value = parsed(document)
  const statements = list(value['Statement']).filter(isObject)
  return {
    variables: value['Version'] === '2012-10-17',
    statements: statements.flatMap((statement, index) => readStatement(statement, index) ?? []),
  }
}

function parsed(document: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(document)
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}

function readStatement(raw: Record<string, unknown>, index: number): Statement | undefined {
  const effect = raw['Effect']
  const actions = choice(raw, 'Action', (value) => texts(value).map((text) => wildcards(text.toLowerCase())))
  if ((effect !== 'Allow' && effect !== 'Deny') || !actions) return undefined
  const [resources, principals, sid] = [choice(raw, 'Resource', (value) => texts(value).map(wildcards)), choice(raw, 'Principal', readPrincipals), raw['Sid']]
  return {
    index,
    effect,
    actions,
    conditions: readConditions(raw['Condition']),
    ...(resources ? { resources } : {}),
    ...(principals ? { principals } : {}),
    ...(typeof sid === 'string' && sid !== '' ? { sid } : {}),
  }
}

function choice<T>(raw: Record<string, unknown>, name: string, read: (value: unknown) => T): Choice<T> | undefined {
  if (raw[name] !== undefined) return { not: false, values: read(raw[name]) }
  if (raw[`Not${name}`] !== undefined) return { not: true, values: read(raw[`Not${name}`]) }
  return undefined
}

function readPrincipals(value: unknown): Principals {
  if (value === '*') return { '*': ['*'] }
  if (!isObject(value)) return {}
  return Object.fromEntries(Object.entries(value).map(([kind, values]) => [kind, texts(values)]))
}

function readConditions(value: unknown): Conditions {
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => ({ operator, key, values: texts(values) })),
  )
}

const wildcards = (text: string): Wildcards => ({ text, pattern: glob(text), isPlain: !/[*?]|\$\{/.test(text) })

/** Numbers and booleans may be written without quotation marks. */
const texts = (value: unknown) => list(value).map(String)

export const list = (value: unknown): readonly unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value])

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
