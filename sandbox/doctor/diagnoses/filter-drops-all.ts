import type { Diagnosis } from '../diagnosis.ts'

/** A filter that no record passes: records go by, and the function is never called. */
export const filterDropsAll: Diagnosis = {
  name: 'filter-drops-all',
  async examine(patient) {
    const [mappings, pending, records] = await Promise.all([patient.mappings(), patient.pending(), patient.records()])
    if (pending.length === 0) return []
    return mappings.flatMap(({ logicalId, configuration }) => {
      const patterns = (configuration?.FilterCriteria?.Filters ?? []).map(({ Pattern }) => Pattern ?? '{}')
      if (patterns.length === 0 || configuration?.State !== 'Enabled') return []
      const present = new Set(records.flatMap(({ data }) => memberNames(data)))
      const unknown = patterns.flatMap(fieldsOf).filter((field) => !present.has(field))
      return [{
        weight: unknown.length > 0 ? 90 : 45,
        problem: unknown.length > 0
          ? `The filter of ${logicalId} asks for ${unknown.map((field) => `data.${field}`).join(', ')}, which no record has.`
          : `${pending.length} uploads are not processed, and the event source mapping ${logicalId} has a filter.`,
        because: [`Its patterns are ${patterns.join(' and ')}.`, ...(present.size > 0 ? [`Records have ${[...present].join(', ')}.`] : [])],
        remedy: 'Correct the pattern in FilterCriteria, or take it away, and run "sandbox seed". What was filtered out is not read again.',
      }]
    })
  },
}

function memberNames(text: string): string[] {
  const value = parsed(text)
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}

/** The members of the records' data that a pattern is about. */
function fieldsOf(pattern: string): string[] {
  const { data } = (parsed(pattern) ?? {}) as { data?: object }
  return Object.keys(data ?? {}).filter((name) => !name.startsWith('$'))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
