import type { Scope } from '../../kernel/store.ts'
import { validationError } from './errors.ts'
import { stacks, type StackRecord } from './state.ts'

export interface ExportRecord {
  readonly name: string
  readonly value: string
  readonly stackId: string
  readonly stackName: string
}

/** Everything that the account's stacks export in this region. */
export function exportsOf(scope: Scope): ExportRecord[] {
  return live(scope).flatMap(({ id, name, outputs }) =>
    outputs.flatMap(({ exportName, value }) => (exportName === undefined ? [] : [{ name: exportName, value, stackId: id, stackName: name }])),
  )
}

/** Names of the stacks that use an export. */
export function importersOf(scope: Scope, exportName: string): string[] {
  return live(scope).filter(({ imports }) => imports.includes(exportName)).map(({ name }) => name)
}

/** Throws where another stack uses one of the stack's exports that would go. */
export function checkUnused(scope: Scope, stack: StackRecord): void {
  for (const { exportName } of stack.outputs) {
    if (exportName === undefined) continue
    const users = importersOf(scope, exportName).filter((name) => name !== stack.name)
    if (users.length > 0) throw validationError(`Export ${exportName} cannot be deleted as it is in use by ${users.join(', ')}`)
  }
}

function live(scope: Scope): StackRecord[] {
  return [...stacks(scope).values()].filter(({ status }) => status !== 'DELETE_COMPLETE')
}
