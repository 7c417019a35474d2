import type { DescribeStacksCommandInput, DescribeStacksCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { page } from '../paging.ts'
import { needStack, stackArn, stacks } from '../state.ts'
import { stackView } from '../views.ts'

/** Deleted stacks are shown to those who ask for them by their id. */
export const DescribeStacks = operation<DescribeStacksCommandInput, DescribeStacksCommandOutput>({
  action: 'cloudformation:DescribeStacks',
  resource: (input, ctx) => stackArn(ctx, input.StackName),
  limits: { NextToken: { min: 1, max: 1024 } },
  handle(input, ctx) {
    if (input.StackName !== undefined) return { Stacks: [stackView(needStack(ctx, input.StackName))] }
    const all = [...stacks(ctx).values()].filter(({ status }) => status !== 'DELETE_COMPLETE').reverse()
    const { items, more } = page(all, input.NextToken)
    return { Stacks: items.map(stackView), ...more }
  },
})
