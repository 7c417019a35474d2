import type { ExecuteChangeSetCommandInput, ExecuteChangeSetCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { beginCreate, beginUpdate } from '../begin.ts'
import { changeSets, dropChangeSetsOf, needChangeSet, stackOf } from '../change-sets.ts'
import { invalidChangeSetStatus } from '../errors.ts'
import { checkedStack } from '../prepare.ts'
import { needStack, putStack, stackArn } from '../state.ts'
import { checkUpdatable } from '../status-rules.ts'

export const ExecuteChangeSet = operation<ExecuteChangeSetCommandInput, ExecuteChangeSetCommandOutput>({
  action: 'cloudformation:ExecuteChangeSet',
  resource: (input, ctx) => stackArn(ctx, stackOf(ctx, input)),
  limits: { ChangeSetName: { min: 1, max: 1600 }, ClientRequestToken: { min: 1, max: 128 } },
  async handle(input, ctx) {
    const found = needChangeSet(ctx, input)
    const { id, spec, status, executionStatus, type, roleArn } = found
    if (executionStatus !== 'AVAILABLE')
      throw invalidChangeSetStatus(`ChangeSet [${id}] cannot be executed in its current status of [${status === 'FAILED' ? status : executionStatus}]`)
    const stack = needStack(ctx, found.stackId)
    const loaded = checkedStack(ctx, stack, spec)
    const onFailure = input.DisableRollback ? 'DO_NOTHING' : found.onFailure
    const wishes = { roleArn, clientToken: input.ClientRequestToken, changeSetId: id, ...(onFailure ? { onFailure } : {}) }
    if (type === 'UPDATE') checkUpdatable(stack)
    changeSets(ctx).put(id, { ...found, executionStatus: 'EXECUTE_COMPLETE' })
    dropChangeSetsOf(ctx, stack.id, id)
    if (type === 'UPDATE') await beginUpdate(ctx, stack, spec, loaded, wishes)
    else {
      const description = loaded.description === undefined ? {} : { description: loaded.description }
      await beginCreate(ctx, putStack(ctx, { ...stack, ...description, spec, updatedAt: ctx.now }), wishes)
    }
    return {}
  },
})
