import { healthOf } from './support/health.ts'
import { paint, print, printJson } from './support/output.ts'
import { endSession } from './support/session.ts'
import { findSession, type TargetOptions } from './support/target.ts'
import { EXIT, UserError } from './support/user-error.ts'

const DEADLINE_MS = 10_000

/** `sandbox down`: end the running sandbox, whoever started it. */
export async function down(options: TargetOptions & { readonly json?: boolean }): Promise<void> {
  const session = await findSession(options)
  if (session.engine === 'localstack') {
    const { composeDown } = await import('../engines/localstack.ts')
    await composeDown()
  } else await endProcess(session.endpoints.edge)
  endSession()
  if (options.json) printJson({ down: true })
  else print(`${paint('green', 'Stopped')} the sandbox at ${session.endpoints.aws}.`)
}

async function endProcess(endpoint: string): Promise<void> {
  const health = await healthOf(endpoint)
  if (!health) return
  process.kill(health.pid, 'SIGTERM')
  for (const deadline = Date.now() + DEADLINE_MS; Date.now() < deadline; ) {
    if (!(await healthOf(endpoint))) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new UserError(`Process ${health.pid} does not stop. End it by hand: kill -9 ${health.pid}.`, EXIT.pipelineFailed)
}
