import { paint, print, printJson } from './support/output.ts'
import { findSession, embeddedEndpoints, type TargetOptions } from './support/target.ts'
import { EXIT, UserError } from './support/user-error.ts'

interface Coverage {
  readonly implemented: readonly string[]
  readonly storedOnly: readonly string[]
  readonly missing: readonly string[]
}

/** `sandbox coverage [service]`: counted by the engine from the SDK's schemas and its own tables. */
export async function coverage(name: string | undefined, options: TargetOptions & { readonly json?: boolean }): Promise<void> {
  const endpoints = embeddedEndpoints(await findSession(options), 'say which operations it answers')
  const response = await fetch(`${endpoints.edge}/_sandbox/coverage`)
  const all = (await response.json()) as Record<string, Coverage>
  if (name !== undefined && !all[name]) throw new UserError(`There is no service ${name}. Choose one of ${Object.keys(all).sort().join(', ')}.`, EXIT.usage)
  if (options.json) return printJson(name === undefined ? all : all[name])
  if (name !== undefined) return printService(all[name]!)
  print(paint('dim', 'service        answered  of which stored only  of all'))
  for (const [service, { implemented, storedOnly, missing }] of Object.entries(all).sort()) {
    const count = (list: readonly string[], width: number) => String(list.length).padStart(width)
    const total = String(implemented.length + missing.length).padStart(8)
    print(`${service.padEnd(14)}${count(implemented, 9)}${count(storedOnly, 22)}${total}`)
  }
}

function printService({ implemented, storedOnly, missing }: Coverage): void {
  for (const operation of implemented) print(`${paint('green', '✓')} ${operation}${storedOnly.includes(operation) ? paint('dim', '  stored, no effect') : ''}`)
  for (const operation of missing) print(`${paint('dim', '·')} ${operation}${paint('dim', '  501 NotImplemented')}`)
}
