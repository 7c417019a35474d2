import type { Diagnosis, Finding } from '../diagnosis.ts'
import { absent, type Patient } from '../patient.ts'

/** Buckets and streams that the functions' environments name, and that are not there. */
export const targetMissing: Diagnosis = {
  name: 'target-missing',
  async examine(patient) {
    const functions = await patient.functions()
    const named = functions.flatMap(({ name, configuration }) =>
      Object.entries(configuration?.Environment?.Variables ?? {}).map(([variable, value]) => ({ name, variable, value })),
    )
    const findings = await Promise.all(
      named.map(async ({ name, variable, value }): Promise<Finding[]> => {
        const kind = /BUCKET/.test(variable) ? 'bucket' : /STREAM/.test(variable) ? 'stream' : undefined
        if (kind === undefined || (await exists(patient, kind, value))) return []
        return [{
          weight: 92,
          problem: `${name} works with the ${kind} ${value}, which does not exist.`,
          because: [`Its environment variable ${variable} names it.`],
          remedy: `Make the ${kind}, or correct ${variable} in the template, and run "sandbox seed".`,
        }]
      }),
    )
    return findings.flat()
  },
}

async function exists(patient: Patient, kind: 'bucket' | 'stream', name: string): Promise<boolean> {
  const { clients } = patient.target
  if (kind === 'bucket') {
    const { HeadBucketCommand } = await import('@aws-sdk/client-s3')
    return (await absent((await clients.s3()).send(new HeadBucketCommand({ Bucket: name })), 'NotFound', 'NoSuchBucket')) !== undefined
  }
  const { DescribeStreamSummaryCommand } = await import('@aws-sdk/client-kinesis')
  return (await absent((await clients.kinesis()).send(new DescribeStreamSummaryCommand({ StreamName: name })), 'ResourceNotFoundException')) !== undefined
}
