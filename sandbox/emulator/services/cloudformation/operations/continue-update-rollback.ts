import type { ContinueUpdateRollbackCommandInput, ContinueUpdateRollbackCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { begin } from '../begin.ts'
import { noStack, validationError } from '../errors.ts'
import { stackNeeds } from '../inputs.ts'
import { needStack, putStack, type ResourceRecord } from '../state.ts'

export const ContinueUpdateRollback = operation<ContinueUpdateRollbackCommandInput, ContinueUpdateRollbackCommandOutput>({
  action: 'cloudformation:ContinueUpdateRollback',
  resource: '*',
  needs: (input, ctx) => stackNeeds('ContinueUpdateRollback', ctx, input.StackName, input.RoleARN),
  limits: { StackName: { min: 1 }, RoleARN: { min: 20, max: 2048 }, ClientRequestToken: { min: 1, max: 128 } },
  async handle(input, ctx) {
    const stack = needStack(ctx, input.StackName!, noStack)
    if (stack.status !== 'UPDATE_ROLLBACK_FAILED' || !stack.before)
      throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not continue rolling back.`)
    const skipped = new Set(input.ResourcesToSkip)
    // What is skipped stays as it is, and counts as done.
    const asItIs = (id: string, old: ResourceRecord) => ({ ...(stack.resources[id] ?? old), status: 'UPDATE_COMPLETE' })
    const kept = Object.fromEntries(Object.entries(stack.before.resources).map(([id, old]) => [id, skipped.has(id) ? asItIs(id, old) : old]))
    const role = input.RoleARN === undefined ? {} : { roleArn: input.RoleARN }
    putStack(ctx, { ...stack, ...role, principal: ctx.principal, status: 'UPDATE_ROLLBACK_IN_PROGRESS', before: { ...stack.before, resources: kept } })
    await begin(ctx, stack.id, 'UPDATE_ROLLBACK', 'User Initiated')
    return {}
  },
})
