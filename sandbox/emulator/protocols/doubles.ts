import type { Protocol } from '../kernel/service.ts'
import { Float64 } from './cbor-writer.ts'

/**
 * The same protocol, but whole numbers of the named members, also in lists and maps of theirs, are written as doubles
 * (`3.0`), as AWS does: some clients show what they got. The SDK's schemas do not tell doubles from integers. `write`
 * makes a number into what the protocol puts into its answer untouched.
 */
export function withDoubles(protocol: Protocol, names: ReadonlySet<string>, write: (value: number) => unknown): Protocol {
  return { ...protocol, encode: (match, output, ctx) => protocol.encode(match, mark(output, names, write) as object, ctx) }
}

export const cborDouble = (value: number) => new Float64(value)

export const textDouble = (value: number) => (Number.isSafeInteger(value) ? `${value}.0` : value)

/** `JSON.rawJSON` is younger than the types that we compile with. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown }

export const jsonDouble = (value: number) => (Number.isSafeInteger(value) ? rawJSON(`${value}.0`) : value)

function mark(value: unknown, names: ReadonlySet<string>, write: (value: number) => unknown, isDouble = false): unknown {
  if (typeof value === 'number') return isDouble ? write(value) : value
  if (Array.isArray(value)) return value.map((item) => mark(item, names, write, isDouble))
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mark(item, names, write, isDouble || names.has(key))]))
}
