import type { DescribeLogGroupsCommandInput, DescribeLogGroupsCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import { operation } from '../../../kernel/operation.ts'
import { invalidParameter } from '../errors.ts'
import { groupResource, NAME_LIMITS, namedGroup } from '../names.ts'
import { page } from '../paging.ts'
import { allGroups } from '../state.ts'
import { groupView } from '../views.ts'

export const DescribeLogGroups = operation<DescribeLogGroupsCommandInput, DescribeLogGroupsCommandOutput>({
  action: 'logs:DescribeLogGroups',
  resource: (input, ctx) => groupResource({ logGroupName: input.logGroupNamePrefix }, ctx),
  limits: {
    logGroupNamePrefix: NAME_LIMITS.logGroupName,
    logGroupNamePattern: { max: 512 },
    limit: { minValue: 1, maxValue: 50 },
  },
  handle(input, ctx) {
    const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupIdentifiers: identifiers } = input
    if (prefix !== undefined && pattern !== undefined)
      throw invalidParameter('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.')
    const wanted = identifiers && new Set(identifiers.map((identifier) => namedGroup({ logGroupIdentifier: identifier })))
    const groups = allGroups(ctx).filter(
      (group) =>
        group.name.startsWith(prefix ?? '') &&
        group.name.includes(pattern ?? '') &&
        (!wanted || wanted.has(group.name)) &&
        (input.logGroupClass === undefined || group.class === input.logGroupClass),
    )
    const { items, ...more } = page(groups, ({ name }) => name, input.nextToken, input.limit)
    return { logGroups: items.map((group) => groupView(ctx, group)), ...more }
  },
})
