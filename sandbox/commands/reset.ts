import { createClients } from '../stack/clients.ts'
import { restoreCheckpoint, saveCheckpoint, SEEDED } from './support/checkpoints.ts'
import { paint, print, printJson } from './support/output.ts'
import { writeSession } from './support/session.ts'
import { applyDefaults } from './support/stack.ts'
import { findSession, embeddedEndpoints, type TargetOptions } from './support/target.ts'
import { EXIT, UserError } from './support/user-error.ts'

/** `sandbox reset`: back to the state after seeding, with the same ids; where there is none such, empty and seeded again. */
export async function reset(options: TargetOptions & { readonly json?: boolean }): Promise<void> {
  const session = await findSession(options)
  const { edge, aws } = session.engine === 'localstack' ? session.endpoints : embeddedEndpoints(session, 'forget all there is and seed again')
  const isBack = edge === aws && (await restoreCheckpoint(edge, SEEDED))
  if (!isBack) await resetAt(edge)
  if (edge !== aws) await (await import('../engines/localstack.ts')).resetLocalStack(aws)
  const clients = createClients(session.endpoints)
  try {
    const stack = await applyDefaults(clients, options)
    writeSession({ ...session, stack })
    if (!isBack && edge === aws) await saveCheckpoint(edge, SEEDED)
    if (options.json) printJson({ reset: true, outputs: stack.outputs })
    else print(`${paint('green', 'Reset')}: ${isBack ? 'as it was once seeded' : 'empty, and seeded again'}.`)
  } finally {
    await clients.destroy()
  }
}

async function resetAt(endpoint: string): Promise<void> {
  const response = await fetch(`${endpoint}/_sandbox/reset`, { method: 'POST' })
  if (!response.ok) throw new UserError(`The engine at ${endpoint} cannot be reset. End it with "sandbox down" and start it again.`, EXIT.pipelineFailed)
}
