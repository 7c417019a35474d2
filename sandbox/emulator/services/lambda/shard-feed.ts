import type { SubscribeToShardEvent, _Record } from '@aws-sdk/client-kinesis'
import type { Host } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import { beginWork } from '../../kernel/work.ts'
import { isAfter, laneOf, type Progress } from './checkpoint.ts'
import { changeMapping, type MappingRecord } from './mapping.ts'
import type { ShardInput, Taken } from './shard-input.ts'
import type { Source } from './source.ts'

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 30_000
/** Kinesis keeps a shard for whoever subscribed within the last five seconds, and that may have been this mapping. */
const PATIENCE = 5
/** What a lane may leave lying before the shard is not read on: more than an invocation can carry. */
const LANE_BYTES = 16 * 1024 * 1024

export interface FeedOptions {
  readonly host: Host
  readonly source: Source
  readonly shardId: string
  readonly factor: number
  readonly progress: Progress
  readonly signal: AbortSignal
  readonly mapping: () => MappingRecord | undefined
}

interface Lane {
  /** Up to here all was done before. */
  readonly mark: string | undefined
  waiting: _Record[]
  bytes: number
}

/**
 * Reads a shard for a consumer with enhanced fan-out. Kinesis lets a consumer have one subscription a shard, so all
 * lanes are fed by it; it lasts five minutes and is then made anew.
 */
export class ShardFeed {
  readonly topic: string
  readonly #of: FeedOptions
  readonly #lanes: readonly Lane[]
  readonly #tookTopic: string
  /** Where the next subscription goes on. */
  #continuation: string | undefined
  #upTo: string | undefined
  #closed = false

  constructor(of: FeedOptions) {
    this.#of = of
    this.topic = `lambda:feed:${of.mapping()?.uuid}/${of.shardId}`
    this.#tookTopic = `${this.topic}/took`
    this.#lanes = Array.from({ length: of.factor }, (_, lane) => ({ mark: of.progress.position(lane).after, waiting: [], bytes: 0 }))
  }

  lane(index: number): ShardInput {
    const lane = this.#lanes[index]!
    // Troubles are the feed's own affair.
    return { topic: this.topic, take: async (limit) => this.#take(lane, limit), recover: () => false }
  }

  /** Runs until the shard is read to its end or the mapping stops. */
  async run(): Promise<void> {
    const { signal } = this.#of
    for (let troubles = 0; !signal.aborted && !this.#closed; ) {
      try {
        await this.#follow(() => (troubles = 0))
      } catch (error) {
        await this.#trouble(error, troubles++)
      }
    }
  }

  #take(lane: Lane, limit: number): Taken {
    const records = lane.waiting.slice(0, limit)
    lane.waiting = lane.waiting.slice(limit)
    lane.bytes -= bytesOf(records)
    if (records.length > 0) this.#of.host.signals.notify(this.#tookTopic)
    const isAll = lane.waiting.length === 0
    return { records, upTo: isAll ? this.#upTo : records.at(-1)?.SequenceNumber, closed: isAll && this.#closed }
  }

  /** One subscription, to its end. */
  async #follow(onEvent: () => void): Promise<void> {
    const { signal } = this.#of
    const events = (await this.#subscribe())[Symbol.asyncIterator]()
    const leave = () => void events.return?.()
    signal.addEventListener('abort', leave, { once: true })
    try {
      while (!signal.aborted && !this.#closed) {
        const next = await events.next()
        if (next.done) return
        onEvent()
        if (next.value.SubscribeToShardEvent) this.#distribute(next.value.SubscribeToShardEvent)
        await this.#room()
      }
    } finally {
      signal.removeEventListener('abort', leave)
      leave()
    }
  }

  async #subscribe() {
    const { host, source, shardId, progress, mapping } = this.#of
    const ended = beginWork(host, () => `lambda: a subscription to ${shardId}`, mapping()?.account)
    try {
      const position = this.#continuation === undefined ? progress.start : { after: this.#continuation }
      return await source.subscribe(shardId, position, mapping()?.startingTimestamp)
    } finally {
      ended()
    }
  }

  #distribute({ Records = [], ContinuationSequenceNumber, ChildShards }: SubscribeToShardEvent): void {
    const { host, factor } = this.#of
    for (const record of Records) {
      const lane = this.#lanes[laneOf(record.PartitionKey!, factor)]!
      if (lane.mark !== undefined && !isAfter(record.SequenceNumber!, lane.mark)) continue
      lane.waiting.push(record)
      lane.bytes += record.Data!.byteLength
    }
    this.#upTo = Records.at(-1)?.SequenceNumber ?? this.#upTo
    this.#continuation = ContinuationSequenceNumber ?? this.#continuation
    this.#closed = ChildShards !== undefined
    if (Records.length > 0 || this.#closed) host.signals.notify(this.topic)
  }

  /** Waits until no lane has too much before it. */
  async #room(): Promise<void> {
    const { host, signal } = this.#of
    for (;;) {
      const seen = host.signals.version(this.#tookTopic)
      if (signal.aborted || this.#lanes.every(({ bytes }) => bytes < LANE_BYTES)) return
      await host.signals.changed(this.#tookTopic, seen, signal)
    }
  }

  async #trouble(error: unknown, earlier: number): Promise<void> {
    const { host, shardId, signal } = this.#of
    if (!(error instanceof AwsError)) throw error
    const mapping = this.#of.mapping()
    const ended = beginWork(host, () => `lambda: another subscription to ${shardId}`, mapping?.account)
    const isOften = error.code !== 'ResourceInUseException' || earlier >= PATIENCE
    if (mapping && isOften) changeMapping(host, mapping, { lastResult: `PROBLEM: ${error.message}` })
    await host.clock.sleep(Math.min(FIRST_PAUSE_MS * 2 ** earlier, LONGEST_PAUSE_MS), signal)
    ended()
  }
}

const bytesOf = (records: readonly _Record[]) => records.reduce((sum, { Data }) => sum + Data!.byteLength, 0)
