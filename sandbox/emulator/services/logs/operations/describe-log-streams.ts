import type { DescribeLogStreamsCommandInput, DescribeLogStreamsCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import { operation } from '../../../kernel/operation.ts'
import { invalidParameter } from '../errors.ts'
import { NAME_LIMITS, namedGroup, namedGroupResource } from '../names.ts'
import { page } from '../paging.ts'
import { findGroup, streamsOf } from '../state.ts'
import { streamView } from '../views.ts'

export const DescribeLogStreams = operation<DescribeLogStreamsCommandInput, DescribeLogStreamsCommandOutput>({
  action: 'logs:DescribeLogStreams',
  resource: namedGroupResource,
  limits: {
    logGroupName: NAME_LIMITS.logGroupName,
    logGroupIdentifier: { min: 1, max: 2048 },
    logStreamNamePrefix: NAME_LIMITS.logStreamName,
    orderBy: { enum: ['LogStreamName', 'LastEventTime'] },
    limit: { minValue: 1, maxValue: 50 },
  },
  handle(input, ctx) {
    const byTime = input.orderBy === 'LastEventTime'
    if (byTime && input.logStreamNamePrefix !== undefined)
      throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.')
    const { name: group } = findGroup(ctx, namedGroup(input))
    const streams = streamsOf(ctx, group).filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? ''))
    // A stream without events has no time of its own: it is ordered by its creation.
    if (byTime) streams.sort((a, b) => (a.lastEventAt ?? a.createdAt) - (b.lastEventAt ?? b.createdAt))
    if (input.descending) streams.reverse()
    const { items, ...more } = page(streams, ({ name }) => name, input.nextToken, input.limit)
    return { logStreams: items.map((stream) => streamView(ctx, stream)), ...more }
  },
})
