import type { Finding } from '../../doctor/diagnosis.ts'
import { readSession } from './session.ts'

/** What is wrong with the containers of this folder's sandbox, for a verb that has failed; undefined where it has none, or they are well. */
export async function containersInTrouble(): Promise<string | undefined> {
  const session = readSession()
  if (session?.engine !== 'localstack') return undefined
  return (await import('../../engines/localstack.ts')).containerTrouble(session.endpoints)
}

/** The same, as the doctor says it. */
export async function containerFindings(): Promise<Finding[]> {
  const session = readSession()
  if (session?.engine !== 'localstack') return []
  const broken = await (await import('../../engines/localstack.ts')).brokenContainers(session.endpoints)
  const remedy = `sandbox down, then sandbox up --engine localstack --port ${new URL(session.endpoints.aws).port}`
  return broken.map(({ problem, lastLines }) => ({ weight: 100, problem, because: lastLines.length === 0 ? ['It has written nothing.'] : lastLines, remedy }))
}
