import type { Diagnosis } from '../diagnosis.ts'

const NEVER = 'No records processed'

/** LATEST begins with what comes after the mapping: what was put before is never read. */
export const mappingTooLate: Diagnosis = {
  name: 'mapping-too-late',
  async examine(patient) {
    const [mappings, pending] = await Promise.all([patient.mappings(), patient.pending()])
    return mappings.flatMap(({ logicalId, configuration }) => {
      if (configuration?.StartingPosition !== 'LATEST' || configuration.State !== 'Enabled' || configuration.LastProcessingResult !== NEVER) return []
      const made = configuration.LastModified!
      // S3 tells times to the second.
      const missed = pending.filter(({ uploadedAt }) => uploadedAt.getTime() < Math.floor(made.getTime() / 1000) * 1000 + 1000 && uploadedAt <= made)
      if (missed.length === 0) return []
      return [{
        weight: 80,
        problem: `${missed.length} uploads (${missed[0]!.name}${missed.length > 1 ? ', …' : ''}) were put before the event source mapping ${logicalId} was made, and it starts at LATEST.`,
        because: [`The mapping is of ${made.toISOString()}, and its last result is "${NEVER}".`, `The first of them is of ${missed[0]!.uploadedAt.toISOString()}.`],
        remedy: 'Upload them again, or make the mapping with StartingPosition TRIM_HORIZON (it cannot be changed on the one that is there).',
      }]
    })
  },
}
