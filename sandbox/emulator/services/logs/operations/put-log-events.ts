import type {
  InputLogEvent,
  PutLogEventsCommandInput,
  PutLogEventsCommandOutput,
  RejectedLogEventsInfo,
} from '@aws-sdk/client-cloudwatch-logs'
import { operation } from '../../../kernel/operation.ts'
import { invalidParameter } from '../errors.ts'
import { NAME_LIMITS, streamResource } from '../names.ts'
import { appendEvents, eventBytes, findGroup, findStream, oldestKept, type StoredEvent } from '../state.ts'

const HOUR_MS = 3_600_000
const OLDEST_MS = 14 * 24 * HOUR_MS
const NEWEST_MS = 2 * HOUR_MS
const LONGEST_SPAN_MS = 24 * HOUR_MS
/** 256 KiB until 2025. */
const EVENT_BYTES = 1_048_576
const BATCH_BYTES = 1_048_576

export const PutLogEvents = operation<PutLogEventsCommandInput, PutLogEventsCommandOutput>({
  action: 'logs:PutLogEvents',
  resource: streamResource,
  limits: {
    ...NAME_LIMITS,
    logEvents: {
      min: 1,
      max: 10_000,
      each: { members: { timestamp: { required: true, minValue: 0 }, message: { required: true, min: 1 } } },
    },
  },
  handle(input, ctx) {
    const events = checkEvents(input.logEvents!)
    const stream = findStream(ctx, input.logGroupName!, input.logStreamName!)
    const rejected = rejections(events, ctx.now, oldestKept(findGroup(ctx, stream.group), ctx.now))
    const accepted = events.slice(
      Math.max(rejected.tooOldLogEventEndIndex ?? 0, rejected.expiredLogEventEndIndex ?? 0),
      rejected.tooNewLogEventStartIndex ?? events.length,
    )
    if (accepted.length > 0) {
      appendEvents(ctx, stream, accepted)
      ctx.signals.notify(`logs:${stream.group}`)
    }
    return {
      // Nobody has to send it back any more, but AWS still gives one: 56 digits.
      nextSequenceToken: `49${ctx.ids.chars(54, '0123456789')}`,
      ...(Object.keys(rejected).length > 0 ? { rejectedLogEventsInfo: rejected } : {}),
    }
  },
})

/** AWS's rules for one call: at most 1 MiB in all, in order of time, within 24 hours. */
function checkEvents(events: readonly InputLogEvent[]): StoredEvent[] {
  let bytes = 0
  let previous = -Infinity
  const checked = events.map((event) => {
    const [timestamp, message] = [event.timestamp!, event.message!]
    if (timestamp < previous)
      throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.')
    previous = timestamp
    const size = eventBytes(message)
    if (size > EVENT_BYTES) throw invalidParameter(`Log event too large: ${size} bytes exceeds limit of ${EVENT_BYTES}`)
    bytes += size
    return { timestamp, message }
  })
  if (bytes > BATCH_BYTES) throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${BATCH_BYTES}`)
  if (checked.at(-1)!.timestamp - checked[0]!.timestamp > LONGEST_SPAN_MS)
    throw invalidParameter('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.')
  return checked
}

/** Which ends of the batch (in order of time) are left out; end indexes are exclusive. */
function rejections(events: readonly StoredEvent[], now: number, oldestKept: number): RejectedLogEventsInfo {
  const before = (time: number) => events.filter(({ timestamp }) => timestamp < time).length
  const [tooOld, expired, tooNew] = [before(now - OLDEST_MS), before(oldestKept), before(now + NEWEST_MS + 1)]
  return {
    ...(tooNew < events.length ? { tooNewLogEventStartIndex: tooNew } : {}),
    ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
    ...(expired > 0 ? { expiredLogEventEndIndex: expired } : {}),
  }
}
