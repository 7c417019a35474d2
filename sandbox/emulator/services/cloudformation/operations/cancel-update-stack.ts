import type { CancelUpdateStackCommandInput, CancelUpdateStackCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { noStack, validationError } from '../errors.ts'
import { runsOf } from '../runs.ts'
import { needStack, stackArn } from '../state.ts'

/** The update stops after the resource that it is at, and all is put back. */
export const CancelUpdateStack = operation<CancelUpdateStackCommandInput, CancelUpdateStackCommandOutput>({
  action: 'cloudformation:CancelUpdateStack',
  resource: (input, ctx) => stackArn(ctx, input.StackName),
  limits: { ClientRequestToken: { min: 1, max: 128 } },
  handle(input, ctx) {
    const stack = needStack(ctx, input.StackName!, noStack)
    const run = runsOf(ctx).of(stack.id)
    if (stack.status !== 'UPDATE_IN_PROGRESS' || !run) throw validationError('CancelUpdateStack cannot be called from current stack status')
    run.isCancelled = true
    return {}
  },
})
