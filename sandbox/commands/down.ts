import { healthOf } from './support/health.ts'
import { note, paint, print, printJson } from './support/output.ts'
import { endSession, readSession, type AwsSession, type LocalSession } from './support/session.ts'
import { DEFAULT_STACK_NAME } from './support/stack.ts'
import { findSession, type TargetOptions } from './support/target.ts'
import { EXIT, UserError } from './support/user-error.ts'

const DEADLINE_MS = 10_000

interface Options extends TargetOptions {
  readonly json?: boolean
  /** Ends the containers without removing them. */
  readonly keep?: boolean
}

/** `sandbox down`: end the running sandbox, whoever started it. */
export async function down(options: Options): Promise<void> {
  const known = readSession()
  // Containers are there to be removed even where none of them answers.
  const isContained = known?.engine === 'localstack' && (options.endpoint ?? known.endpoints.edge) === known.endpoints.edge
  const session = isContained ? known : await findSession(options)
  if (session.engine === 'aws') return leave(session, options)
  if (session.engine === 'localstack') return endContainers(session, options)
  if (options.keep) note('--keep is for containers; the embedded engine keeps its state by itself.')
  await endProcess(session.endpoints.edge)
  endSession()
  if (options.json) printJson({ down: true })
  else print(`${paint('green', 'Stopped')} the sandbox at ${session.endpoints.aws}.`)
}

async function endContainers({ endpoints }: LocalSession, { json, keep = false }: Options): Promise<void> {
  const { composeDownAt, keptAt } = await import('../engines/localstack.ts')
  // First, by which `sandbox up` tells that its containers end on purpose.
  endSession()
  await composeDownAt(endpoints, { keep })
  if (json) return printJson({ down: true, ...(keep ? { kept: true } : {}) })
  print(`${paint('green', 'Stopped')} the sandbox at ${endpoints.aws}${keep ? ` and kept its containers. ${keptAt(endpoints)}` : '; no container, network or volume is left.'}`)
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
