import type { Diagnosis } from '../diagnosis.ts'

/** Records are read by nobody. */
export const mappingDisabled: Diagnosis = {
  name: 'mapping-disabled',
  async examine(patient) {
    const mappings = await patient.mappings()
    return mappings.flatMap(({ logicalId, uuid, configuration }) => {
      if (!configuration)
        return [{
          weight: 95,
          problem: `The event source mapping ${logicalId} is gone, so nothing reads the stream.`,
          because: [`Lambda knows no mapping ${uuid}.`],
          remedy: 'Make it again: sandbox seed',
        }]
      if (configuration.State !== 'Disabled' && configuration.State !== 'Disabling') return []
      return [{
        weight: 95,
        problem: `The event source mapping ${logicalId} is disabled, so nothing reads the stream.`,
        because: [`Its state is ${configuration.State}${configuration.StateTransitionReason ? ` (${configuration.StateTransitionReason})` : ''}.`],
        remedy: `aws lambda update-event-source-mapping --uuid ${uuid} --enabled`,
      }]
    })
  },
}
