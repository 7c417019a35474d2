import type { Diagnosis, Finding } from '../diagnosis.ts'
import type { Patient } from '../patient.ts'

const SENTENCE = /(?:User: (\S+) is not authorized to perform: ([\w-]+:\w+)(?: on resource: [\\"]*([^\s"\\]+)[\\"]*)?( because [^"\n.]+)?)/

/** What a policy has refused the functions lately, in the words in which AWS told them. */
export const notAllowed: Diagnosis = {
  name: 'not-allowed',
  async examine(patient) {
    const told = new Map<string, Finding>()
    for (const text of await refusals(patient)) {
      const [, principal, action, resource, because = ''] = SENTENCE.exec(text) ?? []
      if (principal === undefined || action === undefined) continue
      const role = /assumed-role\/([^/]+)/.exec(principal)?.[1]
      told.set(`${principal} ${action}`, {
        weight: 96,
        problem: `${role ? `The role ${role}` : principal} may not ${action}${resource ? ` on ${resource}` : ''}.`,
        because: [`${principal} was refused${because}.`],
        remedy: `Allow ${action}${resource ? ` on ${resource}` : ''} in the role's policy and run "sandbox seed"; sandbox why last shows the change.`,
      })
    }
    return [...told.values()]
  },
}

async function refusals(patient: Patient): Promise<string[]> {
  const [functions, logs] = await Promise.all([patient.functions(), patient.logs()])
  // Only what came last of each function: a right that was given since is no trouble any more.
  return functions.flatMap(({ name }) => {
    const own = logs.filter(({ functionName }) => functionName === name)
    const lastGood = own.findLastIndex(({ message }) => /"message":"(?:processed|uploaded)"/.test(message))
    return own.slice(lastGood + 1).map(({ message }) => message)
  })
}
