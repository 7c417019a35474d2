import type { DeleteStackCommandInput, DeleteStackCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { beginDelete } from '../begin.ts'
import { dropChangeSetsOf } from '../change-sets.ts'
import { validationError } from '../errors.ts'
import { checkUnused } from '../exports.ts'
import { stackNeeds } from '../inputs.ts'
import { runsOf } from '../runs.ts'
import { findStack } from '../state.ts'
import { checkDeletable } from '../status-rules.ts'

/** Answers the same whether or not there is such a stack. */
export const DeleteStack = operation<DeleteStackCommandInput, DeleteStackCommandOutput>({
  action: 'cloudformation:DeleteStack',
  resource: '*',
  needs: (input, ctx) => stackNeeds('DeleteStack', ctx, input.StackName, input.RoleARN),
  limits: { StackName: { min: 1 } },
  async handle(input, ctx) {
    const stack = findStack(ctx, input.StackName!)
    if (!stack || stack.status === 'DELETE_COMPLETE' || stack.status === 'DELETE_IN_PROGRESS') return {}
    checkDeletable(stack)
    checkUnused(ctx, stack)
    const retain = input.RetainResources
    if (retain?.length && stack.status !== 'DELETE_FAILED' && input.DeletionMode !== 'FORCE_DELETE_STACK')
      throw validationError(`Invalid operation on stack [${stack.id}]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.`)
    await runsOf(ctx).stop(stack.id)
    const now = findStack(ctx, stack.id)!
    dropChangeSetsOf(ctx, now.id)
    await beginDelete(ctx, now, retain?.length ? retain : undefined, { roleArn: input.RoleARN, clientToken: input.ClientRequestToken })
    return {}
  },
})
