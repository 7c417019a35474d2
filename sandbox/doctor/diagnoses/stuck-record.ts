import type { Diagnosis } from '../diagnosis.ts'
import { lastFailure } from '../function-errors.ts'

/** A batch that fails again and again holds up all that is behind it in its shard. */
export const stuckRecord: Diagnosis = {
  name: 'stuck-record',
  async examine(patient) {
    const [mappings, functions, pending, logs] = await Promise.all([patient.mappings(), patient.functions(), patient.pending(), patient.logs()])
    if (pending.length === 0) return []
    return mappings.flatMap(({ logicalId, configuration }) => {
      const result = configuration?.LastProcessingResult ?? ''
      if (configuration?.State !== 'Enabled' || !/^PROBLEM: Function call failed/.test(result)) return []
      const name = functions.find(({ configuration: own }) => own?.FunctionArn === configuration.FunctionArn)?.name
      const failure = name === undefined ? undefined : lastFailure(logs, name)
      const tries = configuration.MaximumRetryAttempts ?? -1
      return [{
        weight: 60,
        problem: `A record is stuck behind a retry: ${name ?? 'the function'} fails on it, and its shard waits.`,
        because: [
          `The last result of ${logicalId} is "${result}".`,
          `${pending.length} uploads have no result.`,
          ...(failure ? [`The function's last error is ${failure.text}`] : []),
        ],
        remedy: tries < 0
          ? 'Mend the function; until then its shard waits for as long as the record lives (MaximumRetryAttempts is without an end). BisectBatchOnFunctionError, ReportBatchItemFailures and a destination for failures keep one record from holding up the rest.'
          : `Mend the function. After ${tries} retries the record is given up and the shard goes on.`,
      }]
    })
  },
}
