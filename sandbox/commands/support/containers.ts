import { readSession } from './session.ts'

/** What is wrong with the containers of this folder's sandbox, for a verb that has failed; undefined where it has none, or they are well. */
export async function containersInTrouble(): Promise<string | undefined> {
  const session = readSession()
  if (session?.engine !== 'localstack') return undefined
  return (await import('../../engines/localstack.ts')).containerTrouble(session.endpoints)
}
