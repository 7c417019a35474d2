import type { AppliedStack } from '../stack/apply.ts'
import { createClients } from '../stack/clients.ts'
import type { AskOptions } from './support/ask.ts'
import { note, paint, print, printJson, table } from './support/output.ts'
import { readSession, seededWith, writeSession } from './support/session.ts'
import { applyDefaults } from './support/stack.ts'
import { findSession, isAws, type TargetOptions } from './support/target.ts'

type SeedOptions = TargetOptions & AskOptions & { readonly json?: boolean }

/** `sandbox seed`: make the template's resources and the demo users exist; again and again if you like. */
export async function seed(options: SeedOptions): Promise<void> {
  if (isAws({}) || readSession()?.engine === 'aws') return deploy(options)
  const session = await findSession(options)
  const clients = createClients(session.endpoints)
  try {
    const stack = await applyDefaults(clients, options, {
      onResource(resource, { action }) {
        if (!options.json) note(`${action.padEnd(9)}  ${resource.type}  ${resource.logicalId}`)
      },
    })
    writeSession({ ...session, stack, seededWith: seededWith(options) })
    tell(stack, options)
  } finally {
    await clients.destroy()
  }
}

/** In AWS the stack is its template's: it is deployed again, through a plan. */
async function deploy(options: SeedOptions): Promise<void> {
  const { deployToAws } = await import('./support/aws.ts')
  const known = readSession()
  const place = known?.engine === 'aws' ? { region: known.endpoints.region, ...(known.stack ? { stackName: known.stack.name } : {}) } : {}
  const { stack } = await deployToAws({ ...place, ...options })
  tell(stack, options)
}

function tell(stack: AppliedStack, { json }: SeedOptions): void {
  if (json) return printJson({ stack: stack.name, changed: stack.changed, outputs: stack.outputs, resources: stack.resources })
  print(`${paint('green', 'Seeded')} ${stack.name}: ${stack.changed} of ${Object.keys(stack.resources).length} resources made or changed.`)
  print(table(Object.entries(stack.outputs)))
}
