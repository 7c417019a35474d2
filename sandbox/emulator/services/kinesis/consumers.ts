import type { Consumer, ConsumerStatus } from '@aws-sdk/client-kinesis'
import type { Context } from '../../kernel/context.ts'
import { collection } from '../../kernel/store.ts'
import { consumerNotFound, invalidArgument } from './errors.ts'
import { changeTime_ms, findStream, topicOf, type Stream } from './state.ts'
import { wholeSeconds } from './views.ts'

/** An enhanced fan-out consumer of a stream. */
export interface RegisteredConsumer {
  readonly name: string
  readonly arn: string
  readonly streamArn: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** CREATING until that time. */
  readonly activeAt: number
  /** DELETING until that time, and then no more. */
  goneAt?: number
  tags: Readonly<Record<string, string>>
}

const consumers = collection<RegisteredConsumer>('kinesis.consumers', 'region')

export function registerConsumer(ctx: Context, stream: Stream, name: string, tags: Record<string, string>): RegisteredConsumer {
  const arn = `${stream.arn}/consumer/${name}:${Math.floor(ctx.now / 1000)}`
  return saveConsumer(ctx, { name, arn, streamArn: stream.arn, createdAt: ctx.now, activeAt: ctx.now + changeTime_ms(ctx), tags })
}

export function saveConsumer(ctx: Context, consumer: RegisteredConsumer): RegisteredConsumer {
  return consumers(ctx).put(consumer.arn, consumer)
}

export const consumerByArn = (ctx: Context, arn: string) => present(ctx, consumers(ctx).get(arn))

/** In the order of registration. */
export function listConsumers(ctx: Context, stream: Pick<Stream, 'arn'>): RegisteredConsumer[] {
  return [...consumers(ctx).values()].filter((consumer) => consumer.streamArn === stream.arn && present(ctx, consumer))
}

function present(ctx: Context, consumer: RegisteredConsumer | undefined): RegisteredConsumer | undefined {
  return consumer?.goneAt !== undefined && ctx.clock.now() >= consumer.goneAt ? undefined : consumer
}

export function consumerStatus({ activeAt, goneAt }: RegisteredConsumer, now: number): ConsumerStatus {
  return goneAt !== undefined ? 'DELETING' : now < activeAt ? 'CREATING' : 'ACTIVE'
}

/** Consumers of all streams of the account that are not ready yet. */
export function countCreating(ctx: Context): number {
  let count = 0
  for (const consumer of consumers(ctx).values()) if (consumerStatus(consumer, ctx.now) === 'CREATING') count++
  return count
}

/** Subscriptions of the consumer end. */
export function deleteConsumer(ctx: Context, consumer: RegisteredConsumer): void {
  const time_ms = changeTime_ms(ctx)
  consumer.goneAt = ctx.now + time_ms
  saveConsumer(ctx, consumer)
  const end = () => {
    if (consumers(ctx).get(consumer.arn) === consumer) consumers(ctx).delete(consumer.arn)
    ctx.signals.notify(topicOf(consumer.streamArn))
  }
  if (time_ms > 0) ctx.clock.after(time_ms, end)
  else end()
}

export function deleteConsumersOf(ctx: Context, stream: Stream): void {
  for (const consumer of listConsumers(ctx, stream)) deleteConsumer(ctx, consumer)
}

/** By its ARN, or by its stream's and its name. */
export interface ConsumerAddress {
  readonly StreamARN?: string | undefined
  readonly ConsumerName?: string | undefined
  readonly ConsumerARN?: string | undefined
}

/** Throws ResourceNotFoundException. */
export function findConsumer(ctx: Context, { StreamARN, ConsumerName, ConsumerARN }: ConsumerAddress): RegisteredConsumer {
  if (ConsumerARN === undefined && (StreamARN === undefined || ConsumerName === undefined))
    throw invalidArgument('Either ConsumerARN or both StreamARN and ConsumerName should be provided.')
  const found =
    ConsumerARN === undefined
      ? listConsumers(ctx, findStream(ctx, { StreamARN })).find((consumer) => consumer.name === ConsumerName)
      : consumerByArn(ctx, ConsumerARN)
  if (!found) throw consumerNotFound(ConsumerARN ?? ConsumerName!, ctx.account)
  // Any of the three may be given, "as long as they don't conflict with each other" (DescribeStreamConsumer).
  if ((StreamARN ?? found.streamArn) !== found.streamArn || (ConsumerName ?? found.name) !== found.name)
    throw invalidArgument(`StreamARN and ConsumerName do not belong to the consumer ${found.arn}.`)
  return found
}

/** What IAM checks a request about a consumer against. */
export function consumerArnOf(input: ConsumerAddress): string {
  return input.ConsumerARN ?? `${input.StreamARN}/consumer/${input.ConsumerName}:*`
}

export function describeConsumer(consumer: RegisteredConsumer, now: number): Consumer {
  return {
    ConsumerName: consumer.name,
    ConsumerARN: consumer.arn,
    ConsumerStatus: consumerStatus(consumer, now),
    ConsumerCreationTimestamp: wholeSeconds(consumer.createdAt),
  }
}
