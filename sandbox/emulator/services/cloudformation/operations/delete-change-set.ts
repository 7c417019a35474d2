import type { DeleteChangeSetCommandInput, DeleteChangeSetCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { changeSets, findChangeSet, stackOf } from '../change-sets.ts'
import { stackArn } from '../state.ts'

/** Answers the same whether or not there is such a change set. */
export const DeleteChangeSet = operation<DeleteChangeSetCommandInput, DeleteChangeSetCommandOutput>({
  action: 'cloudformation:DeleteChangeSet',
  resource: (input, ctx) => stackArn(ctx, stackOf(ctx, input)),
  limits: { ChangeSetName: { min: 1, max: 1600 } },
  handle(input, ctx) {
    const found = findChangeSet(ctx, input)
    if (found) changeSets(ctx).delete(found.id)
    return {}
  },
})
