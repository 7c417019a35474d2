import type { GetLogEventsCommandInput, GetLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import { operation } from '../../../kernel/operation.ts'
import { beside, eventsIn, fitting, inOrder, isBeyond, keptRange, place, placeOf, readToken, type Cursor, type LogEvent } from '../events.ts'
import { NAME_LIMITS, namedGroup, namedGroupResource } from '../names.ts'
import { findStream } from '../state.ts'

export const GetLogEvents = operation<GetLogEventsCommandInput, GetLogEventsCommandOutput>({
  action: 'logs:GetLogEvents',
  resource: namedGroupResource,
  limits: {
    ...NAME_LIMITS,
    logGroupIdentifier: { min: 1, max: 2048 },
    startTime: { minValue: 0 },
    endTime: { minValue: 0 },
    limit: { minValue: 1, maxValue: 10_000 },
  },
  handle(input, ctx) {
    const stream = findStream(ctx, namedGroup(input), input.logStreamName!)
    const range = keptRange(ctx, stream.group, input.startTime, input.endTime)
    const token = input.nextToken === undefined ? undefined : readToken(input.nextToken)
    const forward = token?.forward ?? input.startFromHead ?? false
    const found = [...eventsIn(ctx, stream, range)].filter((event) => isBeyond(event, token)).sort(inOrder)
    const shown = forward ? fitting(found, input.limit) : fitting(found.reverse(), input.limit).reverse()
    return {
      events: shown.map(({ timestamp, message, ingestedAt }) => ({ timestamp, message, ingestionTime: ingestedAt })),
      ...tokens(shown, token ?? { forward, place: place(range.from) }),
    }
  },
})

/** Both tokens are always there; where nothing was found, the one that was used comes back unchanged. */
function tokens(shown: readonly LogEvent[], from: Cursor) {
  const [first, last] = [shown[0], shown.at(-1)]
  if (first && last) return { nextForwardToken: `f/${placeOf(last)}`, nextBackwardToken: `b/${placeOf(first)}` }
  return {
    nextForwardToken: `f/${from.forward ? from.place : beside(from.place, -1n)}`,
    nextBackwardToken: `b/${from.forward ? beside(from.place, 1n) : from.place}`,
  }
}
