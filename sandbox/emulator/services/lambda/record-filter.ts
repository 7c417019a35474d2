import type { _Record } from '@aws-sdk/client-kinesis'
import { invalidParameter } from './errors.ts'
import { readPattern } from './event-pattern.ts'
import { InvalidPattern } from './event-pattern-rules.ts'
import type { RecordMembers } from './records.ts'

export type RecordFilter = (record: _Record, members: RecordMembers) => boolean

const MOST_FILTERS = 5

/** Checks patterns as Lambda does when a mapping is made; throws `InvalidParameterValueException`. */
export function checkFilters(patterns: readonly (string | undefined)[]): readonly string[] {
  if (patterns.length > MOST_FILTERS)
    throw invalidParameter(`The number of filters exceeds the limit of ${MOST_FILTERS} for an event source mapping.`)
  return patterns.map((pattern) => {
    readFilter(pattern ?? '')
    return pattern!
  })
}

/** The filter that lets records pass which fit any of the patterns; without patterns, all. */
export function filterOf(patterns: readonly string[]): RecordFilter {
  if (patterns.length === 0) return () => true
  const known = compiled.get(patterns)
  if (known) return known
  const filters = patterns.map(readFilter)
  const filter: RecordFilter = (record, members) => {
    const event = documentOf(record, members)
    return filters.some((matches) => matches(event))
  }
  compiled.set(patterns, filter)
  return filter
}

/** By the list itself: a mapping that is changed has a new one. */
const compiled = new WeakMap<readonly string[], RecordFilter>()

function readFilter(text: string): (event: unknown) => boolean {
  try {
    const pattern = JSON.parse(text) as { data?: unknown } | null
    // For Kinesis a plain text cannot be asked for: what is in `data` is JSON on both sides.
    if (Array.isArray(pattern?.data)) throw new InvalidPattern('data is an object.')
    return readPattern(pattern)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof InvalidPattern) throw invalidParameter('Invalid filter pattern definition.')
    throw error
  }
}

/**
 * A record as patterns see it: with the members of its `kinesis` beside the others, and with its data as JSON. Data that
 * is no JSON is not there: a pattern that asks for it drops the record, any other does not look.
 */
function documentOf(record: _Record, { kinesis, ...metadata }: RecordMembers): Record<string, unknown> {
  return {
    ...metadata,
    ...kinesis,
    get data(): unknown {
      try {
        return JSON.parse(textOf(record.Data!))
      } catch {
        return undefined
      }
    },
  }
}

const textOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
