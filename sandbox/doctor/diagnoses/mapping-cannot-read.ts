import type { Diagnosis } from '../diagnosis.ts'

/** The mapping reads in the name of its function's role, which may not. */
export const mappingCannotRead: Diagnosis = {
  name: 'mapping-cannot-read',
  async examine(patient) {
    const [mappings, functions] = await Promise.all([patient.mappings(), patient.functions()])
    return mappings.flatMap(({ logicalId, configuration }) => {
      const result = configuration?.LastProcessingResult ?? ''
      if (configuration?.State !== 'Enabled' || !/^PROBLEM/.test(result) || !/not authorized|access|denied|permission/i.test(result)) return []
      const role = functions.find(({ configuration: own }) => own?.FunctionArn === configuration.FunctionArn)?.configuration?.Role
      const action = /perform: (\S+)/.exec(result)?.[1]
      return [{
        weight: 94,
        problem: `The role of the function may not read the stream, so the event source mapping ${logicalId} cannot.`,
        because: [`The mapping's last result is "${result}".`, ...(role ? [`It reads as ${role}.`] : [])],
        remedy: `Allow the role ${action ?? 'kinesis:GetRecords, kinesis:GetShardIterator, kinesis:DescribeStream, kinesis:DescribeStreamSummary and kinesis:ListShards'} on ${configuration.EventSourceArn}, then run "sandbox seed".`,
      }]
    })
  },
}
