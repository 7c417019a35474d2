import type {
  DescribeStreamConsumerCommandOutput, DescribeStreamSummaryCommandOutput, GetRecordsCommandOutput, GetShardIteratorCommandOutput,
  ListShardsCommandOutput, Shard, _Record,
} from '@aws-sdk/client-kinesis'
import type { Host } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
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

  async latest(shardId: string): Promise<string> {
    return this.#iterator({ ShardId: shardId, ShardIteratorType: 'LATEST' })
  }

  /** An iterator for what comes after a checkpoint. */
  async resume(shardId: string, from: Pick<Checkpoint, 'after' | 'iterator' | 'anchoredAt'>, startAt?: Date): Promise<string> {
    if (from.after !== undefined) return this.#after(shardId, from.after)
    if (from.iterator !== undefined) return from.iterator
    const time = from.anchoredAt === undefined ? startAt : new Date(from.anchoredAt)
    if (time) return this.#iterator({ ShardId: shardId, ShardIteratorType: 'AT_TIMESTAMP', Timestamp: time })
    return this.#iterator({ ShardId: shardId, ShardIteratorType: 'TRIM_HORIZON' })
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
    if (this.arn !== this.streamArn)
      await this.#read<DescribeStreamConsumerCommandOutput>('DescribeStreamConsumer', { ConsumerARN: this.arn })
    const shards = await this.shards()
    const [first] = shards
    if (first) await this.read(await this.latest(first.ShardId!), 1)
    return shards
  }

  /** Calls any service in the role's name, in the region of the stream. */
  async call<O>(service: string, operation: string, input: object): Promise<O> {
    const { caller } = await this.#assumed()
    return this.#host.call<O>({ ...caller, region: this.streamArn.split(':')[3]! }, service, operation, input)
  }

  async #after(shardId: string, sequenceNumber: string): Promise<string> {
    try {
      return await this.#iterator({
        ShardId: shardId, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: sequenceNumber,
      })
    } catch (error) {
      // The record is older than what the stream still has: the oldest there is comes next.
      if (!(error instanceof AwsError) || error.code !== 'InvalidArgumentException') throw error
      return this.#iterator({ ShardId: shardId, ShardIteratorType: 'TRIM_HORIZON' })
    }
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
