import type { Diagnosis } from '../diagnosis.ts'
import { absent } from '../patient.ts'

/** `UploadBucket` to `UPLOAD_BUCKET` */
const snake = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()

/** A function's environment names something else than the stack's output of the same name, and that exists too. */
export const environmentDiffers: Diagnosis = {
  name: 'environment-differs',
  async examine(patient) {
    const wanted = Object.fromEntries(Object.entries(patient.target.stack.outputs).map(([name, value]) => [snake(name), value]))
    const { HeadBucketCommand } = await import('@aws-sdk/client-s3')
    const s3 = await patient.target.clients.s3()
    const findings = []
    for (const { name, configuration } of await patient.functions()) {
      for (const [variable, value] of Object.entries(configuration?.Environment?.Variables ?? {})) {
        const right = wanted[variable]
        if (right === undefined || right === value) continue
        // What is not there at all is told by another diagnosis.
        if (/BUCKET/.test(variable) && !(await absent(s3.send(new HeadBucketCommand({ Bucket: value })), 'NotFound', 'NoSuchBucket'))) continue
        findings.push({
          weight: 75,
          problem: `${name} has ${variable}=${value}, and the stack's is ${right}.`,
          because: [`The stack's outputs say ${right}.`],
          remedy: 'Set it back: sandbox seed',
        })
      }
    }
    return findings
  },
}
