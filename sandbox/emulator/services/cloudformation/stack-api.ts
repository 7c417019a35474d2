import type { ValueMap, Value } from '../../../template/index.ts'
import { awaitAnswer } from './answers.ts'
import type { StackApi } from './resources/stack-api.ts'
import { listOf, ResourceError } from './resources/provider.ts'
import { awaitSignals, closeHandle, openHandle } from './signals.ts'
import type { StackRun } from './stack-run.ts'
import { findStack, isInProgress, stackTopic, stacks, type StackRecord } from './state.ts'

/** Stacks and answers, for the resources of the stack that `run` is about. */
export function stackApi(run: StackRun): StackApi {
  return {
    async createNested(StackName, properties, initiated) {
      const { StackId } = await run.call<{ StackId: string }>('cloudformation', 'CreateStack', { StackName, ...inputOf(run, properties), OnFailure: 'DO_NOTHING' })
      adopt(run, StackId)
      initiated(StackId)
      await ended(run, StackId, 'CREATE_COMPLETE')
      return StackId
    },
    async updateNested(StackName, properties) {
      try {
        await run.call('cloudformation', 'UpdateStack', { StackName, ...inputOf(run, properties) })
      } catch (error) {
        if (error instanceof Error && error.message === 'No updates are to be performed.') return
        throw error
      }
      await ended(run, StackName, 'UPDATE_COMPLETE')
    },
    async deleteNested(StackName) {
      await run.call('cloudformation', 'DeleteStack', { StackName })
      await ended(run, StackName, 'DELETE_COMPLETE')
    },
    outputs: (stackId) => Object.fromEntries((findStack(run.where, stackId)?.outputs ?? []).map(({ name, value }) => [name, value])),
    openHandle: () => openHandle(run.host),
    closeHandle: (url) => closeHandle(run.host, url),
    awaitSignals: (url, count, timeout_ms) => awaitSignals(run.host, url, count, timeout_ms, run.signal),
    awaitAnswer: (timeout_ms) => awaitAnswer(run.host, timeout_ms, run.signal),
  }
}

function inputOf(run: StackRun, properties: ValueMap): object {
  const parameters = Object.entries((properties['Parameters'] ?? {}) as ValueMap)
  const { roleArn, spec } = run.stack
  return {
    TemplateURL: properties['TemplateURL'],
    Parameters: parameters.map(([ParameterKey, value]) => ({ ParameterKey, ParameterValue: textOfParameter(value) })),
    Tags: properties['Tags'] ?? [],
    Capabilities: spec.capabilities,
    ...(roleArn === undefined ? {} : { RoleARN: roleArn }),
  }
}

const textOfParameter = (value: Value): string => (Array.isArray(value) ? listOf(value).map(String).join(',') : String(value))

function adopt(run: StackRun, stackId: string): void {
  const child = stacks(run.where).get(stackId)!
  const { id, rootId } = run.stack
  stacks(run.where).put(stackId, { ...child, parentId: id, rootId: rootId ?? id })
}

/** Waits until nothing is done to a stack any more. Throws where it is not what it should be. */
async function ended(run: StackRun, stackId: string, wanted: string): Promise<void> {
  for (;;) {
    const seen = run.host.signals.version(stackTopic(stackId))
    const stack = stacks(run.where).get(stackId)
    if (run.signal.aborted || !stack) return
    if (!isInProgress(stack)) return check(stack, wanted)
    await run.host.signals.changed(stackTopic(stackId), seen, run.signal)
  }
}

function check({ id, status, reason }: StackRecord, wanted: string): void {
  if (status === wanted || (wanted === 'UPDATE_COMPLETE' && status === 'CREATE_COMPLETE')) return
  throw new ResourceError(`Embedded stack ${id} was not successfully ${wanted === 'CREATE_COMPLETE' ? 'created' : wanted === 'UPDATE_COMPLETE' ? 'updated' : 'deleted'}: ${reason ?? status}`)
}
