import type { Diagnosis, Finding } from './diagnosis.ts'
import type { Patient } from './patient.ts'
import { authorizerMismatch } from './diagnoses/authorizer-mismatch.ts'
import { clockApart } from './diagnoses/clock-apart.ts'
import { environmentDiffers } from './diagnoses/environment-differs.ts'
import { filterDropsAll } from './diagnoses/filter-drops-all.ts'
import { functionFails } from './diagnoses/function-fails.ts'
import { functionMissing } from './diagnoses/function-missing.ts'
import { mappingCannotRead } from './diagnoses/mapping-cannot-read.ts'
import { mappingDisabled } from './diagnoses/mapping-disabled.ts'
import { mappingTooLate } from './diagnoses/mapping-too-late.ts'
import { notAllowed } from './diagnoses/not-allowed.ts'
import { routeMissing } from './diagnoses/route-missing.ts'
import { stuckRecord } from './diagnoses/stuck-record.ts'
import { targetMissing } from './diagnoses/target-missing.ts'
import { tokenRefused } from './diagnoses/token-refused.ts'
import { wrongPlace } from './diagnoses/wrong-place.ts'

const DIAGNOSES: readonly Diagnosis[] = [
  authorizerMismatch, clockApart, environmentDiffers, filterDropsAll, functionFails, functionMissing, mappingCannotRead,
  mappingDisabled, mappingTooLate, notAllowed, routeMissing, stuckRecord, targetMissing, tokenRefused, wrongPlace,
]

export type NamedFinding = Finding & { readonly diagnosis: string }

/** All that is wrong, the most likely cause first. A diagnosis that an engine cannot answer is passed over, and named in `skipped`. */
export async function examine(patient: Patient): Promise<{ findings: NamedFinding[]; skipped: { diagnosis: string; reason: string }[] }> {
  const findings: NamedFinding[] = []
  const skipped: { diagnosis: string; reason: string }[] = []
  await Promise.all(
    DIAGNOSES.map(async ({ name, examine }) => {
      try {
        findings.push(...(await examine(patient)).map((finding) => ({ ...finding, diagnosis: name })))
      } catch (error) {
        skipped.push({ diagnosis: name, reason: (error as Error).message })
      }
    }),
  )
  return { findings: findings.sort((a, b) => b.weight - a.weight), skipped }
}
