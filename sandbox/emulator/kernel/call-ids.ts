import type { Caller } from './context.ts'
import type { Ids } from './ids.ts'

/**
 * The ids that a call draws. With a seed they come from what the call says, and which of those that say
 * the same it is: so calls side by side get the same ids in each run, whichever is first.
 */
export function idsOfCall(ids: Ids, { principal, region }: Pick<Caller, 'principal' | 'region'>, call: { readonly name: string; readonly input: object; readonly endpoint: string }): Ids {
  return ids.repeats ? ids.of(`${call.name} ${principal.arn} ${region} ${words(call.input, call.endpoint)}`) : ids
}

/** Longer texts, as bodies, do not tell calls apart: clients put what they have drawn themselves into them (SRP's numbers). */
const LONGEST = 128
/** What clients draw (idempotency tokens) differs from run to run. */
const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi

/** Of 2001: seconds and milliseconds of now are more. */
const EARLIEST_TIME_S = 1e9

/** What is said in short texts and numbers, without what differs from run to run: bytes, times, random ids and our address. */
function words(value: unknown, endpoint: string): string {
  if (typeof value === 'string') return value.length > LONGEST ? '' : JSON.stringify(value.replace(UUID, '').replaceAll(endpoint, ''))
  if (typeof value === 'number') return value < EARLIEST_TIME_S ? String(value) : ''
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return `[${value.map((one) => words(one, endpoint)).join()}]`
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return ''
  return `{${Object.entries(value).map(([name, one]) => `${name}:${words(one, endpoint)}`).join()}}`
}
