import type { ListLogGroupsCommandInput, ListLogGroupsCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import { operation } from '../../../kernel/operation.ts'
import { invalidParameter } from '../errors.ts'
import { groupArn, groupResource } from '../names.ts'
import { page } from '../paging.ts'
import { allGroups } from '../state.ts'

export const ListLogGroups = operation<ListLogGroupsCommandInput, ListLogGroupsCommandOutput>({
  action: 'logs:ListLogGroups',
  resource: (_input, ctx) => groupResource({}, ctx),
  limits: { limit: { minValue: 1, maxValue: 1000 } },
  handle(input, ctx) {
    const matches = nameTest(input.logGroupNamePattern ?? '')
    const groups = allGroups(ctx).filter(
      (group) => matches(group.name) && (input.logGroupClass === undefined || group.class === input.logGroupClass),
    )
    const { items, ...more } = page(groups, ({ name }) => name, input.nextToken, input.limit)
    const logGroups = items.map((group) => ({
      logGroupName: group.name,
      logGroupArn: groupArn(ctx, group.name),
      logGroupClass: group.class,
    }))
    return { logGroups, ...more }
  },
})

/** A regular expression: `^` anchors it at the start, and without that it may match anywhere. */
function nameTest(pattern: string): (name: string) => boolean {
  try {
    const expression = new RegExp(pattern)
    return (name) => expression.test(name)
  } catch {
    throw invalidParameter('The log group name pattern is not a valid regular expression.')
  }
}
