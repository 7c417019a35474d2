import type { FilterLogEventsCommandInput, FilterLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import type { Context } from '../../../kernel/context.ts'
import { operation } from '../../../kernel/operation.ts'
import { invalidParameter } from '../errors.ts'
import { eventsIn, fitting, inOrder, isBeyond, keptRange, placeOf, readToken, type LogEvent } from '../events.ts'
import { compilePattern } from '../filter/pattern.ts'
import { NAME_LIMITS, namedGroup, namedGroupResource } from '../names.ts'
import { findStream, streamsOf, type LogStream } from '../state.ts'

export const FilterLogEvents = operation<FilterLogEventsCommandInput, FilterLogEventsCommandOutput>({
  action: 'logs:FilterLogEvents',
  resource: namedGroupResource,
  limits: {
    logGroupName: NAME_LIMITS.logGroupName,
    logGroupIdentifier: { min: 1, max: 2048 },
    logStreamNames: { min: 1, max: 100 },
    logStreamNamePrefix: NAME_LIMITS.logStreamName,
    startTime: { minValue: 0 },
    endTime: { minValue: 0 },
    filterPattern: { max: 1024 },
    limit: { minValue: 1, maxValue: 10_000 },
  },
  handle(input, ctx) {
    const group = namedGroup(input)
    // The end is inclusive here, other than in GetLogEvents.
    const range = keptRange(ctx, group, input.startTime, input.endTime === undefined ? undefined : input.endTime + 1)
    const matches = compilePattern(input.filterPattern ?? '')
    const token = input.nextToken === undefined ? undefined : readToken(input.nextToken)
    const forward = token?.forward ?? input.startFromHead ?? true
    const found: LogEvent[] = []
    for (const stream of streamsFor(ctx, group, input))
      for (const event of eventsIn(ctx, stream, range))
        if (isBeyond(event, token) && matches(event.message)) found.push(event)
    found.sort(forward ? inOrder : (a, b) => inOrder(b, a))
    const shown = fitting(found, input.limit)
    return {
      events: shown.map(view),
      searchedLogStreams: [],
      ...(shown.length < found.length ? { nextToken: `${forward ? 'f' : 'b'}/${placeOf(shown.at(-1)!)}` } : {}),
    }
  },
})

const view = (event: LogEvent) => ({
  logStreamName: event.stream.name,
  timestamp: event.timestamp,
  message: event.message,
  ingestionTime: event.ingestedAt,
  eventId: placeOf(event),
})

function streamsFor(ctx: Context, group: string, input: FilterLogEventsCommandInput): LogStream[] {
  const { logStreamNames: names, logStreamNamePrefix: prefix } = input
  if (names && prefix !== undefined)
    throw invalidParameter('LogStreamNamePrefix and LogStreamNames are mutually exclusive parameters.')
  if (names) return [...new Set(names)].map((name) => findStream(ctx, group, name))
  return streamsOf(ctx, group).filter(({ name }) => name.startsWith(prefix ?? ''))
}
