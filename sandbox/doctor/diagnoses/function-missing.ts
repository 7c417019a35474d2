import type { Diagnosis } from '../diagnosis.ts'

export const functionMissing: Diagnosis = {
  name: 'function-missing',
  async examine(patient) {
    const functions = await patient.functions()
    return functions.filter(({ configuration }) => !configuration).map(({ logicalId, name }) => ({
      weight: 97,
      problem: `The function ${logicalId} is gone.`,
      because: [`Lambda knows no function ${name}.`],
      remedy: 'Make it again: sandbox seed',
    }))
  },
}
