import type { SubscribeToShardEvent, SubscribeToShardEventStream } from '@aws-sdk/client-kinesis'
import type { Context, Host } from '../../kernel/context.ts'
import { collection } from '../../kernel/store.ts'
import { consumerByArn, type RegisteredConsumer } from './consumers.ts'
import { consumerNotFound, resourceInUse, streamNotFound } from './errors.ts'
import { measureEvent } from './measure.ts'
import { readFrom } from './shards/log.ts'
import { sequenceNumberAt } from './shards/sequence-number.ts'
import { baseIn, shardId, type Shard } from './shards/shard.ts'
import { childrenOf, showRecords } from './shards/show.ts'
import { takePush } from './shards/throughput.ts'
import { findStream, topicOf, trimHorizon, type Stream } from './state.ts'

/** The latest call of a consumer for a shard. */
interface Subscription {
  /** Epoch milliseconds. */
  readonly at: number
  readonly id: string
}

/** Who reads which shard, by consumer ARN and shard index. */
const subscriptions = collection<Subscription>('kinesis.subscriptions', 'region', { isPassing: true })

const LIFETIME_MS = 5 * 60_000
const EXCLUSIVE_MS = 5000
/** AWS sends events without records too, so that both sides know that the other is there. */
const KEEP_ALIVE_MS = 5000
const LARGEST_EVENT_BYTES = 1024 * 1024
const MOST_RECORDS = 10_000

/** The push of a shard's records to a consumer, from a place in its log on. */
export interface Feed {
  readonly stream: Stream
  readonly shard: Shard
  readonly consumer: RegisteredConsumer
  readonly place: number
}

/** Open feeds by engine, with their accounts, so that a reset can end them. */
const open = new WeakMap<Host['store'], Map<AbortController, string>>()

/** All of them, or those of one account. */
export function endSubscriptions(host: Pick<Host, 'store'>, account?: string): void {
  for (const [feed, owner] of open.get(host.store) ?? []) if (account === undefined || owner === account) feed.abort()
}

/**
 * Begins to push. Throws ResourceInUseException within five seconds of the call before it; after that it takes over,
 * and what was pushed before ends with that error.
 */
export function subscribe(ctx: Context, feed: Feed): AsyncIterable<SubscribeToShardEventStream> {
  const { consumer, shard, stream } = feed
  const key = `${consumer.arn}/${shard.index}`
  const before = subscriptions(ctx).get(key)
  if (before && ctx.now - before.at < EXCLUSIVE_MS) throw anotherSubscription(ctx, feed)
  const mine = subscriptions(ctx).put(key, { at: ctx.now, id: ctx.requestId })
  // Whoever has been reading finds out by looking.
  if (before) ctx.signals.notify(topicOf(stream.arn))
  return endable(ctx, (ended) => push(ctx, feed, () => subscriptions(ctx).get(key) === mine, ended))
}

const anotherSubscription = (ctx: Context, { consumer, shard, stream }: Feed) =>
  resourceInUse(
    `Another active subscription exists for this consumer: ${ctx.account}:${stream.name}:${shardId(shard.index)}:${consumer.name}`,
  )

async function* push(ctx: Context, feed: Feed, isMine: () => boolean, ended: AbortSignal): AsyncGenerator<SubscribeToShardEventStream> {
  const { clock, signals } = ctx
  const [topic, until] = [topicOf(feed.stream.arn), clock.now() + LIFETIME_MS]
  let { place } = feed
  let nextBeat = clock.now()
  while (!ended.aborted && clock.now() < until) {
    const version = signals.version(topic)
    checkAlive(ctx, feed, isMine)
    const [event, next] = eventAt(ctx, feed, place)
    const delay_ms = takePush(ctx, feed.stream, feed.shard, feed.consumer.arn, bytesOf(event))
    if (delay_ms > 0) {
      await clock.sleep(delay_ms, ended)
      continue
    }
    place = next
    if (event.Records!.length > 0 || event.ChildShards || clock.now() >= nextBeat) {
      nextBeat = clock.now() + KEEP_ALIVE_MS
      measureEvent(ctx, feed.stream, feed.consumer.name, event)
      yield { SubscribeToShardEvent: event }
      if (event.ChildShards) return
    } else await wake(ctx, topic, version, Math.min(nextBeat, until) - clock.now(), ended)
  }
}

const bytesOf = ({ Records }: SubscribeToShardEvent) => Records!.reduce((sum, { Data }) => sum + Data!.byteLength, 0)

function checkAlive(ctx: Context, feed: Feed, isMine: () => boolean): void {
  const { consumer, stream } = feed
  if (findStream(ctx, { StreamARN: stream.arn }) !== stream) throw streamNotFound(stream.name, ctx.account)
  if (consumerByArn(ctx, consumer.arn) !== consumer) throw consumerNotFound(consumer.arn, ctx.account)
  if (!isMine()) throw anotherSubscription(ctx, feed)
}

/** What there is from `place` on, and the place after it. */
function eventAt(ctx: Context, { stream, shard }: Feed, place: number): [event: SubscribeToShardEvent, next: number] {
  const now = ctx.clock.now()
  const start = Math.max(place, trimHorizon(stream, shard, now))
  const found = readFrom(shard.log, start, MOST_RECORDS, LARGEST_EVENT_BYTES)
  const next = start + found.length
  const isBehind = next < shard.log.end
  const isDone = shard.closedAt !== undefined && !isBehind
  const Records = showRecords(shard, start, found)
  const event: SubscribeToShardEvent = {
    Records,
    // At the end of a shard there is nothing to go on from.
    ContinuationSequenceNumber: isDone ? undefined : (Records.at(-1)?.SequenceNumber ?? numberBefore(shard, next, now)),
    MillisBehindLatest: isBehind ? now - found.at(-1)!.time : 0,
    ...(isDone ? { ChildShards: childrenOf(stream, shard) } : {}),
  }
  return [event, next]
}

/** The number after which the record at `place` will come, whether or not there is a record with it. */
function numberBefore(shard: Shard, place: number, now: number): string {
  return sequenceNumberAt(baseIn(shard, now), place - 1)
}

/** Waits for a change of the stream, but not for longer than `wait_ms`, nor beyond the end. */
async function wake(ctx: Context, topic: string, since: number, wait_ms: number, ended: AbortSignal): Promise<void> {
  const waiting = new AbortController()
  const stop = () => waiting.abort()
  ended.addEventListener('abort', stop, { once: true })
  await Promise.race([ctx.signals.changed(topic, since, waiting.signal), ctx.clock.sleep(wait_ms, waiting.signal)])
  ended.removeEventListener('abort', stop)
  stop()
}

/** Events that can be ended while they are being waited for: by the reader who leaves, and by a reset. */
function endable<T>(ctx: Context, begin: (ended: AbortSignal) => AsyncGenerator<T>): AsyncIterable<T> {
  const end = new AbortController()
  const all = open.get(ctx.store) ?? new Map<AbortController, string>()
  open.set(ctx.store, all.set(end, ctx.account))
  const events = begin(end.signal)
  const leave = () => {
    all.delete(end)
    end.abort()
  }
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        const next = await events.next()
        if (next.done) leave()
        return next
      },
      async return() {
        leave()
        return events.return(undefined)
      },
    }),
  }
}
