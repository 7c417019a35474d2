import type { LoadedTemplate } from '../../../template/index.ts'
import { TemplateError } from '../../../template/index.ts'
import { inOrder } from './diff.ts'
import { exportsOf, importersOf } from './exports.ts'
import { localAddresses } from './local-addresses.ts'
import { loadStack } from './prepare.ts'
import { cleanUp, deleteAll } from './remove.ts'
import { applyResource, reasonOf, revertResource, StepFailed } from './resource-steps.ts'
import type { StackRun } from './stack-run.ts'
import type { OutputRecord } from './state.ts'

/** The stack that is going to be what its spec says: from nothing, or from what it was. Never rejects. */
export async function converge(run: StackRun, kind: 'CREATE' | 'UPDATE'): Promise<void> {
  const failure = await attempt(run)
  if (run.signal.aborted) return
  if (failure === undefined) return kind === 'CREATE' ? run.status('CREATE_COMPLETE') : finishUpdate(run)
  if (kind === 'UPDATE') return rollBackUpdate(run, failure)
  const { onFailure } = run.stack
  if (onFailure === 'DO_NOTHING') return run.status('CREATE_FAILED', failure)
  if (onFailure === 'DELETE') {
    run.status('DELETE_IN_PROGRESS', `${failure}Delete requested by user.`)
    return deleteAll(run, 'DELETE')
  }
  return rollBackCreate(run, `${failure}Rollback requested by user.`)
}

/** Makes all resources and the outputs; gives why that did not succeed, as the stack's reason begins. */
async function attempt(run: StackRun): Promise<string | undefined> {
  const imports = new Set<string>()
  try {
    const loaded = loadStack(run.where, run.stack, run.stack.spec)
    for (const resource of loaded.resources) {
      if (run.signal.aborted) return undefined
      if (run.isCancelled) return 'User Initiated'
      await applyResource(run, loaded, resource, imports)
    }
    const outputs = outputsOf(run, loaded, imports)
    run.change({ outputs, imports: [...imports] })
    return undefined
  } catch (error) {
    if (error instanceof StepFailed) return `The following resource(s) failed to ${error.step}: [${error.logicalId}]. `
    return `${reasonOf(run, error).replace(/\.$/, '')}. `
  }
}

function outputsOf(run: StackRun, loaded: LoadedTemplate, imports: Set<string>): OutputRecord[] {
  const lookup = run.lookup((name) => imports.add(name))
  const here = localAddresses(run.stack.resources, run.where)
  const outputs = loaded.outputs.map(({ name, value, description, exportName }) => ({
    name,
    value: here(String(loaded.evaluate(value, lookup) ?? '')),
    ...(description === undefined ? {} : { description }),
    ...(exportName === undefined ? {} : { exportName: String(loaded.evaluate(exportName, lookup)) }),
  }))
  checkExports(run, outputs)
  return outputs
}

function checkExports(run: StackRun, outputs: readonly OutputRecord[]): void {
  const others = exportsOf(run.where).filter(({ stackId }) => stackId !== run.stack.id)
  for (const { exportName } of outputs) {
    const owner = others.find(({ name }) => name === exportName)
    if (owner) throw new TemplateError(`Export with name ${exportName} is already exported by stack ${owner.stackName}`)
  }
  for (const { exportName, value } of run.stack.before?.outputs ?? []) {
    if (exportName === undefined) continue
    const users = importersOf(run.where, exportName).filter((name) => name !== run.stack.name)
    const now = outputs.find((output) => output.exportName === exportName)
    if (users.length === 0 || now?.value === value) continue
    throw new TemplateError(`Export ${exportName} cannot be ${now ? 'updated' : 'deleted'} as it is in use by ${users.join(', ')}`)
  }
}

/** Deletes what the update has no use for any more; where that fails the update has succeeded all the same. */
async function finishUpdate(run: StackRun): Promise<void> {
  const { resources, spec } = run.stack
  const wanted = new Set(loadStack(run.where, run.stack, spec).resources.map(({ logicalId }) => logicalId))
  const unwanted = Object.values(resources).filter(({ logicalId }) => !wanted.has(logicalId))
  for (const { logicalId } of unwanted) run.drop(logicalId)
  run.change({ leftovers: [...(run.stack.leftovers ?? []), ...unwanted] })
  run.status('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')
  await cleanUp(run)
  if (run.signal.aborted) return
  run.forgetBefore()
  run.status('UPDATE_COMPLETE')
}

async function rollBackCreate(run: StackRun, reason: string): Promise<void> {
  run.status('ROLLBACK_IN_PROGRESS', reason)
  await deleteAll(run, 'ROLLBACK')
}

/** Puts all back as it was, then removes what came in between. */
export async function rollBackUpdate(run: StackRun, reason: string): Promise<void> {
  const before = run.stack.before!
  // What was replaced is what there will be again.
  run.change({ leftovers: [], spec: before.spec, outputs: before.outputs, imports: before.imports })
  run.status('UPDATE_ROLLBACK_IN_PROGRESS', reason)
  const failed: string[] = []
  for (const old of inOrder(Object.values(before.resources))) {
    if (run.signal.aborted) return
    try {
      await revertResource(run, old)
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error
      failed.push(old.logicalId)
    }
  }
  if (run.signal.aborted) return
  if (failed.length > 0) return run.status('UPDATE_ROLLBACK_FAILED', `The following resource(s) failed to update: [${failed.join(', ')}]. `)
  const added = Object.values(run.stack.resources).filter(({ logicalId }) => before.resources[logicalId] === undefined)
  for (const { logicalId } of added) run.drop(logicalId)
  run.change({ leftovers: [...(run.stack.leftovers ?? []), ...added] })
  run.status('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS')
  await cleanUp(run)
  if (run.signal.aborted) return
  run.forgetBefore()
  run.status('UPDATE_ROLLBACK_COMPLETE')
}
