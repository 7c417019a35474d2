import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { movedTo, readArtifacts } from './support/artifacts.ts'
import { restoreFile } from './support/checkpoints.ts'
import { startAlone, untilStopped, type UpOptions } from './support/lifecycle.ts'
import { note, paint, print, printJson, table } from './support/output.ts'
import { endSession, writeSession, type LocalSession } from './support/session.ts'
import { EXIT, UserError } from './support/user-error.ts'

/** `sandbox open <folder>`: the sandbox as it was at the end of a command that failed, until Ctrl-C. */
export async function open(folder: string, options: UpOptions): Promise<void> {
  const { state, session: before } = artifactsIn(folder)
  const engine = await startAlone({ ...options, engine: 'embedded', ephemeral: true, bucketNames: 'account' })
  const stopped = untilStopped()
  const stop = async () => {
    endSession(process.pid)
    await engine.stop()
  }
  try {
    await restoreFile(engine.endpoints.aws, state)
    const session = movedTo(before, { ...engine.endpoints, region: before.endpoints.region }, process.pid)
    writeSession(session)
    if (options.json) printJson(session)
    else print(summary(folder, session))
    await stopped
    if (!options.json) note('Stopping.')
  } finally {
    await stop()
  }
}

function artifactsIn(folder: string): { state: string; session: LocalSession } {
  const none = (why: string) => new UserError(`${folder} ${why}. Give a folder that "sandbox exec" has left, below .sandbox/artifacts/.`, EXIT.usage)
  let found: ReturnType<typeof readArtifacts>
  try {
    found = readArtifacts(resolve(folder))
  } catch {
    throw none('is no folder of artifacts')
  }
  if (!existsSync(found.state)) throw none('has no state to bring back')
  return found
}

function summary(folder: string, { endpoints, stack }: LocalSession): string {
  const rows = [['endpoint', endpoints.aws] as const, ...Object.entries(stack?.outputs ?? {})]
  return `${paint('green', 'Opened')} ${folder}. Nothing of what you do here is kept.\n${table(rows)}\n\nTry ${paint('bold', 'sandbox logs')} or ${paint('bold', 'sandbox status')} in another terminal. Ctrl-C stops it.`
}
