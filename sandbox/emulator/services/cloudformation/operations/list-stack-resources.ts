import type { ListStackResourcesCommandInput, ListStackResourcesCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { page } from '../paging.ts'
import { needStack, stackArn } from '../state.ts'
import { resourceSummary } from '../views.ts'

export const ListStackResources = operation<ListStackResourcesCommandInput, ListStackResourcesCommandOutput>({
  action: 'cloudformation:ListStackResources',
  resource: (input, ctx) => stackArn(ctx, input.StackName),
  limits: { NextToken: { min: 1, max: 1024 } },
  handle(input, ctx) {
    const { items, more } = page(Object.values(needStack(ctx, input.StackName!).resources), input.NextToken)
    return { StackResourceSummaries: items.map(resourceSummary), ...more }
  },
})
