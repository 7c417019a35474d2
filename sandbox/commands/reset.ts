import { createClients } from '../stack/clients.ts'
import { paint, print, printJson } from './support/output.ts'
import { writeSession } from './support/session.ts'
import { applyDefaults } from './support/stack.ts'
import { findSession, type TargetOptions } from './support/target.ts'
import { EXIT, UserError } from './support/user-error.ts'

/** `sandbox reset`: forget all resources and data, then seed again. */
export async function reset(options: TargetOptions & { readonly json?: boolean }): Promise<void> {
  const session = await findSession(options)
  const endpoints = new Set([session.endpoints.edge, session.endpoints.aws])
  for (const endpoint of endpoints) await resetAt(endpoint)
  const clients = createClients(session.endpoints)
  try {
    const stack = await applyDefaults(clients, options)
    writeSession({ ...session, stack })
    if (options.json) printJson({ reset: true, outputs: stack.outputs })
    else print(`${paint('green', 'Reset')}: empty, and seeded again.`)
  } finally {
    await clients.destroy()
  }
}

async function resetAt(endpoint: string): Promise<void> {
  for (const path of ['/_sandbox/reset', '/_localstack/state/reset']) {
    const response = await fetch(`${endpoint}${path}`, { method: 'POST' })
    if (response.ok) return
  }
  throw new UserError(`The engine at ${endpoint} cannot be reset. End it with "sandbox down" and start it again.`, EXIT.pipelineFailed)
}
