import { inOrder } from './diff.ts'
import { removeResource } from './resource-steps.ts'
import type { StackRun } from './stack-run.ts'

/**
 * Removes all resources of a stack, those that depend on others first, for its deletion or to undo its creation. What
 * something that cannot be removed depends on stays too. Never rejects.
 */
export async function deleteAll(run: StackRun, kind: 'DELETE' | 'ROLLBACK'): Promise<void> {
  const failed: string[] = []
  const held = new Set<string>()
  await cleanUp(run)
  for (const record of inOrder(Object.values(run.stack.resources)).reverse()) {
    if (run.signal.aborted) return
    if (record.status === 'DELETE_COMPLETE' || record.status === 'DELETE_SKIPPED') continue
    const { logicalId, dependsOn, deletionPolicy } = record
    let isLeft = held.has(logicalId)
    if (!isLeft) {
      const policy = run.stack.retain?.includes(logicalId) ? 'Retain' : kind === 'ROLLBACK' && deletionPolicy === 'RetainExceptOnCreate' ? 'Delete' : deletionPolicy
      const problem = await removeResource(run, record, policy, (status, reason) => run.resource(record, status, reason))
      if (problem !== undefined) failed.push(logicalId)
      isLeft = problem !== undefined
    }
    if (isLeft) for (const id of dependsOn) held.add(id)
  }
  if (run.signal.aborted) return
  if (failed.length > 0) return run.status(`${kind}_FAILED`, `The following resource(s) failed to delete: [${failed.join(', ')}]. `)
  run.change({ outputs: [], imports: [], ...(kind === 'DELETE' ? { deletedAt: run.host.clock.now() } : {}) })
  run.status(`${kind}_COMPLETE`)
}

/** The leftovers, those that depend on others first. */
export async function cleanUp(run: StackRun): Promise<void> {
  for (const record of inOrder(run.stack.leftovers ?? []).reverse()) {
    if (run.signal.aborted) return
    const isReplaced = run.stack.resources[record.logicalId] !== undefined
    await removeResource(run, record, isReplaced ? record.updateReplacePolicy : record.deletionPolicy, (status, reason) => run.aside(record, status, reason))
    run.change({ leftovers: (run.stack.leftovers ?? []).filter((other) => other !== record) })
  }
}
