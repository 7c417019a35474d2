import { createClients } from '../stack/clients.ts'
import { note, paint, print, printJson, table } from './support/output.ts'
import { writeSession } from './support/session.ts'
import { applyDefaults } from './support/stack.ts'
import { findSession, type TargetOptions } from './support/target.ts'

/** `sandbox seed`: make the template's resources and the demo users exist; again and again if you like. */
export async function seed(options: TargetOptions & { readonly json?: boolean }): Promise<void> {
  const session = await findSession(options)
  const clients = createClients(session.endpoints)
  try {
    const stack = await applyDefaults(clients, options, {
      onResource(resource, { action }) {
        if (!options.json) note(`${action.padEnd(9)}  ${resource.type}  ${resource.logicalId}`)
      },
    })
    writeSession({ ...session, stack })
    if (options.json) return printJson({ stack: stack.name, changed: stack.changed, outputs: stack.outputs, resources: stack.resources })
    print(`${paint('green', 'Seeded')} ${stack.name}: ${stack.changed} of ${Object.keys(stack.resources).length} resources made or changed.`)
    print(table(Object.entries(stack.outputs)))
  } finally {
    await clients.destroy()
  }
}
