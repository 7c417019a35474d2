import type { ListStacksCommandInput, ListStacksCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { page } from '../paging.ts'
import { stacks } from '../state.ts'
import { stackSummary } from '../views.ts'

/** Newest first; deleted stacks are among them. */
export const ListStacks = operation<ListStacksCommandInput, ListStacksCommandOutput>({
  action: 'cloudformation:ListStacks',
  resource: '*',
  limits: { NextToken: { min: 1, max: 1024 } },
  handle(input, ctx) {
    const wanted: readonly string[] | undefined = input.StackStatusFilter
    const all = [...stacks(ctx).values()].filter(({ status }) => !wanted?.length || wanted.includes(status)).reverse()
    const { items, more } = page(all, input.NextToken)
    return { StackSummaries: items.map(stackSummary), ...more }
  },
})
