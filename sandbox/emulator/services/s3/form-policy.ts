import type { Fields } from './form-parts.ts'
import { entityOutOfRange, invalidPolicy, policyRefused } from './errors.ts'

/** What a signed policy demands of a form. */
export interface FormPolicy {
  /** Epoch milliseconds. */
  readonly expiration: number
  readonly conditions: readonly Condition[]
}

type Condition =
  | { readonly operator: 'eq' | 'starts-with'; readonly name: string; readonly value: string }
  | { readonly operator: 'content-length-range'; readonly bounds: readonly [unknown, unknown] }

/** Smallest and largest file, both inclusive. */
export interface SizeRange {
  readonly least: number
  readonly most: number
}

/** No condition need name these ("POST policy" of the S3 API Reference). */
const FREE = /^(?:x-amz-signature|signature|awsaccesskeyid|file|policy|x-ignore-.*)$/

/** Reads a policy document (base64 of JSON); throws `InvalidPolicyDocument`. */
export function readPolicy(encoded: string): FormPolicy {
  const document = parse(encoded)
  for (const name of Object.keys(document))
    if (name !== 'expiration' && name !== 'conditions') throw invalidPolicy(`Unexpected: '${name.toLowerCase()}'`)
  const { expiration, conditions } = document
  if (expiration === undefined) throw invalidPolicy('Policy missing expiration.')
  if (conditions === undefined) throw invalidPolicy('Policy missing conditions.')
  if (!Array.isArray(conditions)) throw invalidPolicy("Invalid 'conditions' value: must be a List.")
  return { expiration: readExpiration(expiration), conditions: conditions.map(readCondition) }
}

function parse(encoded: string): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString())
    if (typeof document === 'object' && document !== null && !Array.isArray(document)) return document as Record<string, unknown>
  } catch {
    // Told below, as for JSON that is no object.
  }
  throw invalidPolicy('Invalid JSON.')
}

function readExpiration(value: unknown): number {
  const text = String(value)
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time)) throw invalidPolicy(`Invalid 'expiration' value: '${text}'`)
  return time
}

function readCondition(condition: unknown): Condition {
  if (Array.isArray(condition)) return readList(condition)
  if (typeof condition !== 'object' || condition === null) throw invalidPolicy('Invalid condition test: must be a List or Object.')
  const [pair, ...more] = Object.entries(condition)
  if (!pair || more.length > 0)
    throw invalidPolicy('Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.')
  const [name, value] = pair
  if (typeof value !== 'string') throw invalidPolicy('Invalid Simple-Condition: value must be a string.')
  return { operator: 'eq', name: `$${name}`, value }
}

function readList([operator, ...operands]: readonly unknown[]): Condition {
  if (typeof operator !== 'string') throw invalidPolicy('Invalid Condition: missing operation identifier.')
  const known = operator.toLowerCase()
  if (known !== 'eq' && known !== 'starts-with' && known !== 'content-length-range')
    throw invalidPolicy(`Invalid Condition: unknown operation '${operator}'.`)
  const [first, second] = operands
  if (operands.length !== 2) throw invalidPolicy(`Invalid ${known}: wrong number of arguments.`)
  if (known === 'content-length-range') return readRange(first, second)
  if (typeof first !== 'string' || typeof second !== 'string') throw invalidPolicy('Invalid JSON.')
  return { operator: known, name: first, value: second }
}

/** S3 takes numbers in quotes too; what is none is a condition that fails. */
function readRange(...bounds: [unknown, unknown]): Condition {
  const isWrong = (bound: unknown) => typeof bound !== 'string' && !(Number.isInteger(bound) && Number(bound) >= 0)
  if (bounds.some(isWrong)) throw invalidPolicy('Invalid JSON.')
  return { operator: 'content-length-range', bounds }
}

/**
 * Holds a form (its variables already filled in) against its policy. Throws `AccessDenied` for a policy that has expired,
 * a condition that fails and a field that none speaks of; gives the sizes that the file may have.
 */
export function checkPolicy(policy: FormPolicy, fields: Fields, bucket: string, now: number): SizeRange {
  if (now >= policy.expiration) throw policyRefused('Policy expired.')
  let range: SizeRange = { least: 0, most: Number.POSITIVE_INFINITY }
  const named = new Set<string>()
  for (const condition of policy.conditions) {
    if (condition.operator === 'content-length-range') {
      range = narrowed(range, condition.bounds)
      continue
    }
    const { operator, name, value } = condition
    const field = name.slice(1).toLowerCase()
    named.add(field)
    const given = field === 'bucket' ? bucket : fields.get(field)?.value
    if (!name.startsWith('$') || given === undefined || !holds(operator, field, given, value)) throw conditionFailed(operator, name, value)
  }
  const extra = [...fields].filter(([name]) => !named.has(name) && !FREE.test(name)).map(([, { name }]) => name)
  if (extra.length > 0) throw policyRefused(`Extra input fields: ${extra.join(', ')}`)
  return range
}

function holds(operator: 'eq' | 'starts-with', field: string, given: string, value: string): boolean {
  if (operator === 'eq') return given === value
  // Only here is a comma the end of a value, each of which must start so.
  const values = field === 'content-type' ? given.split(',').map((one) => one.trim()) : [given]
  return values.every((one) => one.startsWith(value))
}

function narrowed({ least, most }: SizeRange, bounds: readonly [unknown, unknown]): SizeRange {
  if (!bounds.every((bound) => /^\d+$/.test(String(bound)))) throw conditionFailed('content-length-range', ...bounds)
  return { least: Math.max(least, Number(bounds[0])), most: Math.min(most, Number(bounds[1])) }
}

const conditionFailed = (...parts: readonly unknown[]) =>
  policyRefused(`Policy Condition failed: [${parts.map((part) => JSON.stringify(part)).join(', ')}]`)

/**
 * Passes a file on while it counts it. Throws `EntityTooLarge` or `EntityTooSmall` at its end, which says how large it is;
 * what is too much is read and dropped.
 */
export async function* limited(content: AsyncIterable<Buffer>, { least, most }: SizeRange): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of content) {
    size += chunk.length
    if (size <= most) yield chunk
  }
  const refusal = entityOutOfRange(size, least, most)
  if (refusal) throw refusal
}
