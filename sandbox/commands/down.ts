import { healthOf } from './support/health.ts'
import { paint, print, printJson } from './support/output.ts'
import { endSession, type AwsSession } from './support/session.ts'
import { DEFAULT_STACK_NAME } from './support/stack.ts'
import { findSession, type TargetOptions } from './support/target.ts'
import { EXIT, UserError } from './support/user-error.ts'

const DEADLINE_MS = 10_000

/** `sandbox down`: end the running sandbox, whoever started it. */
export async function down(options: TargetOptions & { readonly json?: boolean }): Promise<void> {
  const session = await findSession(options)
  if (session.engine === 'aws') return leave(session, options)
  if (session.engine === 'localstack') {
    const { composeDown } = await import('../engines/localstack.ts')
    await composeDown()
  } else await endProcess(session.endpoints.edge)
  endSession()
  if (options.json) printJson({ down: true })
  else print(`${paint('green', 'Stopped')} the sandbox at ${session.endpoints.aws}.`)
}

/** Nothing runs here for a stack in AWS: this folder forgets it, and it stays. */
function leave({ endpoints, stack }: AwsSession, { json }: { readonly json?: boolean }): void {
  endSession()
  const name = stack?.name ?? DEFAULT_STACK_NAME
  if (json) printJson({ down: true, kept: name })
  else print(`Nothing runs here. Stack ${name} stays in AWS; to remove it: sandbox destroy --engine aws --region ${endpoints.region} --stack-name ${name}`)
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
