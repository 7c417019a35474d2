import type {
  DescribeStreamSummaryCommandOutput, GetRecordsCommandOutput, GetShardIteratorCommandOutput,
  ListShardsCommandOutput, Shard, StartingPosition, SubscribeToShardCommandOutput, SubscribeToShardEventStream, _Record,
} from '@aws-sdk/client-kinesis'
import type { Host } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import type { Span } from '../../kernel/trace/span.ts'
import type { Checkpoint } from './checkpoint.ts'
import { assumeRole, type RoleSession } from './runtime/role.ts'
import type { FunctionRecord } from './state.ts'

const RENEW_BEFORE_MS = 60_000

/** Signalled by Kinesis when a stream has something new: records, shards, or its end. */
export const streamTopic = (arn: string) => `kinesis:${arn}`

/** A stream as a function's role sees it: every read is a call in that role's name. */
export class Source {
  /** As it was given for the mapping: the stream's ARN or a consumer's. */
  readonly arn: string
  readonly streamArn: string
  readonly #host: Host
  readonly #function: () => FunctionRecord
  #session: Promise<RoleSession> | undefined
  #role = ''

  /** `current` gives the function as it is at the moment: its role may change. */
  constructor(host: Host, arn: string, current: () => FunctionRecord) {
    this.#host = host
    this.arn = arn
    this.streamArn = arn.replace(/\/consumer\/.*$/, '')
    this.#function = current
  }

  /** Whether records are pushed to a consumer, and not fetched from the stream. */
  get isConsumer(): boolean {
    return this.arn !== this.streamArn
  }

  async shards(): Promise<Shard[]> {
    const all: Shard[] = []
    for (let token: string | undefined; ; ) {
      const input = token === undefined ? { StreamARN: this.streamArn } : { NextToken: token }
      const page = await this.#read<ListShardsCommandOutput>('ListShards', input)
      all.push(...(page.Shards ?? []))
      token = page.NextToken
      if (token === undefined) return all
    }
  }

  /** What to remember of a shard's present end; `now` (epoch milliseconds) has been taken before. */
  async end(shardId: string, now: number): Promise<Checkpoint> {
    if (this.isConsumer) return this.#endForConsumer(shardId, now)
    return { iterator: await this.#latest(shardId), anchoredAt: now }
  }

  /** An iterator is no place to subscribe from, and a time is not exact: what came in the same millisecond is left out. */
  async #endForConsumer(shardId: string, now: number): Promise<Checkpoint> {
    let last: string | undefined
    try {
      let next: string | undefined = await this.#iterator({ ShardId: shardId, ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(now) })
      for (let isMore = true; isMore && next !== undefined; ) {
        const found = await this.read(next, 10_000)
        last = found.records.at(-1)?.SequenceNumber ?? last
        isMore = found.records.length > 0
        next = found.next
      }
    } catch (error) {
      // A role for subscriptions alone need not have the right to read otherwise.
      if (!(error instanceof AwsError && error.code.startsWith('AccessDenied'))) throw error
    }
    return last === undefined ? { anchoredAt: now } : { after: last }
  }

  async #latest(shardId: string): Promise<string> {
    return this.#iterator({ ShardId: shardId, ShardIteratorType: 'LATEST' })
  }

  /** An iterator for what comes after a checkpoint. */
  async resume(shardId: string, from: Pick<Checkpoint, 'after' | 'iterator' | 'anchoredAt'>, startAt?: Date): Promise<string> {
    if (from.after !== undefined) return this.#after(shardId, from.after)
    if (from.iterator !== undefined) return from.iterator
    const { Type: ShardIteratorType, Timestamp } = beginOf(from, startAt)
    return this.#iterator({ ShardId: shardId, ShardIteratorType, ...(Timestamp ? { Timestamp } : {}) })
  }

  /** Has the consumer's records of a shard pushed, from what comes after a checkpoint. */
  async subscribe(shardId: string, from: Pick<Checkpoint, 'after' | 'anchoredAt'>, startAt?: Date): Promise<AsyncIterable<SubscribeToShardEventStream>> {
    const begin = beginOf(from, startAt)
    if (from.after === undefined) return this.#subscribe(shardId, begin)
    try {
      return await this.#subscribe(shardId, { Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: from.after })
    } catch (error) {
      if (!isTrimmed(error)) throw error
      return this.#subscribe(shardId, { Type: 'TRIM_HORIZON' })
    }
  }

  async read(iterator: string, limit: number): Promise<{ records: _Record[]; next: string | undefined }> {
    const input = { ShardIterator: iterator, Limit: Math.min(10_000, limit), StreamARN: this.streamArn }
    const { Records, NextShardIterator } = await this.#read<GetRecordsCommandOutput>('GetRecords', input)
    return { records: Records ?? [], next: NextShardIterator }
  }

  /** How long the stream keeps a record. */
  async retention_ms(): Promise<number> {
    const found = await this.#read<DescribeStreamSummaryCommandOutput>('DescribeStreamSummary', { StreamARN: this.streamArn })
    return found.StreamDescriptionSummary!.RetentionPeriodHours! * 3_600_000
  }

  /** Does for once what a mapping will do all the time; throws what Kinesis throws where the role may not. */
  async tryOut(): Promise<Shard[]> {
    await this.#read('DescribeStream', { StreamARN: this.streamArn, Limit: 1 })
    await this.retention_ms()
    const shards = await this.shards()
    const [first] = shards
    if (first && this.isConsumer) await this.#trySubscribing(first.ShardId!)
    else if (first) await this.read(await this.#latest(first.ShardId!), 1)
    return shards
  }

  /** A subscription would keep the shard for five seconds, and the mapping's readers from it. */
  async #trySubscribing(ShardId: string): Promise<void> {
    const input = { ConsumerARN: this.arn, ShardId, StartingPosition: { Type: 'LATEST' }, DryRun: true }
    try {
      await this.#read('SubscribeToShard', input)
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'DryRunOperationException') throw error
    }
  }

  /** Calls any service in the role's name, in the region of the stream. */
  async call<O>(service: string, operation: string, input: object, trace?: Span): Promise<O> {
    const { caller } = await this.#assumed()
    return this.#host.call<O>({ ...caller, region: this.streamArn.split(':')[3]!, trace }, service, operation, input)
  }

  async #after(shardId: string, sequenceNumber: string): Promise<string> {
    try {
      return await this.#iterator({
        ShardId: shardId, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: sequenceNumber,
      })
    } catch (error) {
      if (!isTrimmed(error)) throw error
      return this.#iterator({ ShardId: shardId, ShardIteratorType: 'TRIM_HORIZON' })
    }
  }

  async #subscribe(ShardId: string, StartingPosition: StartingPosition): Promise<AsyncIterable<SubscribeToShardEventStream>> {
    const input = { ConsumerARN: this.arn, ShardId, StartingPosition }
    return (await this.#read<SubscribeToShardCommandOutput>('SubscribeToShard', input)).EventStream!
  }

  async #iterator(input: object): Promise<string> {
    const found = await this.#read<GetShardIteratorCommandOutput>('GetShardIterator', { StreamARN: this.streamArn, ...input })
    return found.ShardIterator!
  }

  #read<O>(operation: string, input: object): Promise<O> {
    return this.call<O>('kinesis', operation, input)
  }

  async #assumed(): Promise<RoleSession> {
    const current = this.#function()
    const known = this.#role === current.role ? await this.#session : undefined
    if (known && known.expiresAt > this.#host.clock.now() + RENEW_BEFORE_MS) return known
    this.#role = current.role
    this.#session = assumeRole(this.#host, current)
    this.#session.catch(() => (this.#session = undefined))
    return this.#session
  }
}

/** Where a shard begins of which nothing is done yet. */
function beginOf({ anchoredAt }: Pick<Checkpoint, 'anchoredAt'>, startAt: Date | undefined): StartingPosition & { Type: 'AT_TIMESTAMP' | 'TRIM_HORIZON' } {
  const time = anchoredAt === undefined ? startAt : new Date(anchoredAt)
  return time ? { Type: 'AT_TIMESTAMP', Timestamp: time } : { Type: 'TRIM_HORIZON' }
}

/** A checkpoint is older than what the stream still has: the oldest there is comes next. */
const isTrimmed = (error: unknown) => error instanceof AwsError && error.code === 'InvalidArgumentException'
