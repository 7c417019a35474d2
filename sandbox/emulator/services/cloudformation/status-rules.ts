import { validationError, wrongState } from './errors.ts'
import { isInProgress, type StackRecord } from './state.ts'

const UPDATABLE = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'IMPORT_COMPLETE', 'IMPORT_ROLLBACK_COMPLETE'])

/** Throws where a stack cannot be updated as it stands. */
export function checkUpdatable(stack: StackRecord): void {
  if (!UPDATABLE.has(stack.status)) throw wrongState(stack.id, stack.status)
}

/** Throws where a stack cannot be deleted as it stands. */
export function checkDeletable({ id, name, status, terminationProtection, ...rest }: StackRecord): void {
  if (terminationProtection) throw validationError(`Stack [${name}] cannot be deleted while TerminationProtection is enabled`)
  const isBusy = isInProgress({ id, name, status, terminationProtection, ...rest }) && status !== 'DELETE_IN_PROGRESS' && status !== 'CREATE_IN_PROGRESS'
  if (isBusy) throw validationError(`Stack [${name}] cannot be deleted while in status ${status}`)
}
