import type { DescribeStackEventsCommandInput, DescribeStackEventsCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { noStack } from '../errors.ts'
import { page } from '../paging.ts'
import { eventsOf, needStack, stackArn } from '../state.ts'
import { eventView } from '../views.ts'

export const DescribeStackEvents = operation<DescribeStackEventsCommandInput, DescribeStackEventsCommandOutput>({
  action: 'cloudformation:DescribeStackEvents',
  resource: (input, ctx) => stackArn(ctx, input.StackName),
  limits: { NextToken: { min: 1, max: 1024 } },
  handle(input, ctx) {
    const { items, more } = page(eventsOf(ctx, needStack(ctx, input.StackName!, noStack)), input.NextToken)
    return { StackEvents: items.map(eventView), ...more }
  },
})
