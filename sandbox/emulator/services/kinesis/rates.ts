import type { Context } from '../../kernel/context.ts'
import type { AnyOperation } from '../../kernel/operation.ts'
import { collection } from '../../kernel/store.ts'
import { callRateExceeded, rateExceeded } from './errors.ts'
import { shardId, shardIndexOf } from './shards/shard.ts'
import { addressedArn, type StreamAddress } from './state.ts'

/** What may still be used now of something that is refilled all the time, up to a second's worth. */
interface Bucket {
  left: number
  /** Epoch milliseconds at which `left` was true. */
  at: number
}

const buckets = collection<Bucket>('kinesis.buckets', 'region', { isPassing: true })
const days = collection<readonly number[]>('kinesis.days', 'region')
const DAY_MS = 24 * 3_600_000

/** Whether AWS's rates are to be kept. */
export const areKept = (ctx: Pick<Context, 'settings'>) => ctx.settings.limits === 'aws'

/** Whether `amount` can be had now of what there is `perSecond` of; `spend` takes it. */
export function has(ctx: Context, key: string, perSecond: number, amount: number): boolean {
  // More than a second's worth is let through where nothing has been used, and paid for by those who come after.
  return refilled(ctx, key, perSecond).left >= Math.min(amount, perSecond)
}

export function spend(ctx: Context, key: string, perSecond: number, amount: number): void {
  refilled(ctx, key, perSecond).left -= amount
}

/** How long it is until `has` says yes; 0 where it does. */
export function delay_ms(ctx: Context, key: string, perSecond: number, amount: number): number {
  return Math.max(0, Math.ceil(((Math.min(amount, perSecond) - refilled(ctx, key, perSecond).left) / perSecond) * 1000))
}

function refilled(ctx: Context, key: string, perSecond: number): Bucket {
  const now = ctx.now
  const bucket = buckets(ctx).get(key)
  if (!bucket) return buckets(ctx).put(key, { left: perSecond, at: now })
  bucket.left = Math.min(perSecond, bucket.left + (Math.max(0, now - bucket.at) * perSecond) / 1000)
  bucket.at = now
  return bucket
}

type CallScope = 'account' | 'stream' | 'shard'

/** Calls a second, from the API reference's page of each operation. */
const CALLS: Readonly<Record<string, readonly [perSecond: number, scope: CallScope]>> = {
  AddTagsToStream: [5, 'account'],
  CreateChannel: [5, 'account'],
  CreateStream: [5, 'account'],
  DeleteChannel: [5, 'account'],
  DeleteStream: [5, 'account'],
  DeregisterStreamConsumer: [5, 'stream'],
  DescribeAccountSettings: [5, 'account'],
  DescribeChannel: [5, 'account'],
  DescribeLimits: [1, 'account'],
  DescribeStream: [10, 'account'],
  DescribeStreamConsumer: [20, 'stream'],
  DescribeStreamSummary: [20, 'account'],
  GetShardIterator: [5, 'shard'],
  ListChannels: [5, 'account'],
  ListShards: [1000, 'stream'],
  ListStreamConsumers: [5, 'stream'],
  ListStreams: [5, 'account'],
  ListTagsForStream: [5, 'account'],
  MergeShards: [5, 'account'],
  RegisterStreamConsumer: [5, 'account'],
  RemoveTagsFromStream: [5, 'account'],
  SplitShard: [5, 'account'],
  UpdateAccountSettings: [5, 'account'],
  UpdateChannel: [5, 'account'],
  UpdateShardCount: [10, 'account'],
  UpdateStreamWarmThroughput: [5, 'account'],
}

/** Calls in 24 hours for one stream; UpdateStreamMode's from the developer guide's page of quotas. */
const A_DAY: Readonly<Record<string, number>> = {
  StartStreamEncryption: 25,
  StopStreamEncryption: 25,
  UpdateShardCount: 10,
  UpdateStreamMode: 2,
}

type Calling = StreamAddress & { readonly ShardId?: string; readonly ConsumerARN?: string; readonly NextToken?: string }

/** The same operations, which refuse what is called too often where AWS's limits are kept. */
export function withCallRates(operations: Readonly<Record<string, AnyOperation>>): Readonly<Record<string, AnyOperation>> {
  const limited = ([name, operation]: [string, AnyOperation]) =>
    name in CALLS || name in A_DAY ? [name, withCallRate(name, operation)] : [name, operation]
  return Object.fromEntries(Object.entries(operations).map(limited)) as Record<string, AnyOperation>
}

function withCallRate(name: string, operation: AnyOperation): AnyOperation {
  return {
    ...operation,
    handle(input, ctx) {
      if (!areKept(ctx)) return operation.handle(input, ctx)
      checkCallRate(name, input as Calling, ctx)
      checkDay(name, input as Calling, ctx)
      return operation.handle(input, ctx)
    },
  }
}

function checkCallRate(name: string, input: Calling, ctx: Context): void {
  const [perSecond, scope] = CALLS[name] ?? []
  if (perSecond === undefined) return
  const shard = scope === 'shard' ? shardIndexOf(input.ShardId ?? '') : undefined
  const of = scope === 'account' ? '' : `/${input.ConsumerARN?.split('/consumer/')[0] ?? addressedArn(input, ctx)}`
  const key = `${name}${of}${shard === undefined ? '' : `/${shard}`}`
  if (has(ctx, key, perSecond, 1)) return spend(ctx, key, perSecond, 1)
  if (shard !== undefined) throw rateExceeded(shardId(shard), streamNameIn(input) ?? '', ctx.account)
  throw callRateExceeded(streamNameIn(input), ctx.account)
}

function checkDay(name: string, input: Calling, ctx: Context): void {
  const most = A_DAY[name]
  if (most === undefined) return
  const key = `${name}/${addressedArn(input, ctx)}`
  const recent = (days(ctx).get(key) ?? []).filter((time) => time > ctx.now - DAY_MS)
  if (recent.length >= most) throw callRateExceeded(streamNameIn(input), ctx.account)
  days(ctx).put(key, [...recent, ctx.now])
}

function streamNameIn({ StreamName, StreamARN, ConsumerARN }: Calling): string | undefined {
  return StreamName ?? /:stream\/([^/]+)/.exec(StreamARN ?? ConsumerARN ?? '')?.[1]
}
