import type { _Record } from '@aws-sdk/client-kinesis'
import type { Host } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import { work, type BatchContext } from './batch.ts'
import { changeMapping, checkpoints, type Checkpoint, type MappingRecord } from './mapping.ts'
import { fitting } from './records.ts'
import { Source, streamTopic } from './source.ts'
import { scopeOf, type FunctionRecord } from './state.ts'

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 30_000

export interface ReaderOptions {
  readonly host: Host
  readonly source: Source
  readonly shardId: string
  readonly signal: AbortSignal
  readonly mapping: () => MappingRecord | undefined
  readonly function: () => FunctionRecord
}

/** Reads one shard for one mapping, in order, and wakes when the stream has something new. */
export class ShardReader {
  readonly #of: ReaderOptions
  readonly #batch: BatchContext
  readonly #key: string
  readonly #scope: ReturnType<typeof scopeOf>
  #iterator: string | undefined
  /** Read, and not yet given to the function. */
  #pending: _Record[] = []
  #lastRead: string | undefined
  #closed = false
  #troubles = 0

  constructor(of: ReaderOptions, mapping: MappingRecord) {
    this.#of = of
    this.#key = `${mapping.uuid}/${of.shardId}`
    this.#scope = scopeOf(of.host, mapping)
    this.#batch = { ...of, checkpoint: (after) => this.#note({ after }) }
  }

  /** Runs until the shard is drained (true) or the mapping stops (false). */
  async run(): Promise<boolean> {
    const { signal } = this.#of
    while (!signal.aborted) {
      try {
        if (await this.#step()) return true
        this.#troubles = 0
      } catch (error) {
        await this.#trouble(error)
      }
    }
    return false
  }

  async #step(): Promise<boolean> {
    const { host, source, signal } = this.#of
    const topic = streamTopic(source.streamArn)
    const seen = host.signals.version(topic)
    if (!this.#closed) await this.#read()
    if (this.#pending.length > 0) {
      await this.#gather()
      await this.#giveOne()
    } else if (this.#closed) {
      this.#note({ ...this.#checkpoint, drained: true })
      return true
    } else await host.signals.changed(topic, seen, signal)
    return false
  }

  /** Takes in what there is, up to a batch; sets `#closed` behind the last record of a closed shard. */
  async #read(): Promise<void> {
    const { source, shardId } = this.#of
    const mapping = this.#of.mapping()
    if (!mapping || this.#pending.length >= mapping.batchSize) return
    this.#iterator ??= await source.resume(shardId, this.#position, mapping.startingTimestamp)
    const { records, next } = await source.read(this.#iterator, mapping.batchSize - this.#pending.length)
    this.#pending.push(...records)
    this.#lastRead = records.at(-1)?.SequenceNumber ?? this.#lastRead
    this.#iterator = next
    this.#closed = next === undefined
  }

  /** With a batching window: waits for more, until the batch is full or the window is over. */
  async #gather(): Promise<void> {
    const { host, source, signal } = this.#of
    const window_ms = (this.#of.mapping()?.window_s ?? 0) * 1000
    if (window_ms === 0) return
    const over = new AbortController()
    const stop = () => over.abort()
    const cancel = host.clock.after(window_ms, stop)
    signal.addEventListener('abort', stop, { once: true })
    const topic = streamTopic(source.streamArn)
    while (!over.signal.aborted && !this.#closed && !this.#full) {
      const seen = host.signals.version(topic)
      const before = this.#pending.length
      await this.#read()
      if (this.#pending.length === before) await host.signals.changed(topic, seen, over.signal)
    }
    cancel()
    signal.removeEventListener('abort', stop)
  }

  get #full(): boolean {
    const batchSize = this.#of.mapping()?.batchSize ?? 0
    return this.#pending.length >= batchSize || fitting(this.#pending, batchSize) < this.#pending.length
  }

  async #giveOne(): Promise<void> {
    const mapping = this.#of.mapping()
    if (!mapping || this.#of.signal.aborted) return
    const count = fitting(this.#pending, mapping.batchSize)
    await work(this.#batch, this.#pending.slice(0, count))
    this.#pending = this.#pending.slice(count)
  }

  get #checkpoint(): Checkpoint {
    return checkpoints(this.#scope).get(this.#key) ?? {}
  }

  get #position(): Checkpoint {
    return this.#lastRead === undefined ? this.#checkpoint : { after: this.#lastRead }
  }

  #note(checkpoint: Checkpoint): void {
    checkpoints(this.#scope).put(this.#key, checkpoint)
  }

  /** Reading failed: an old iterator is renewed at once, anything else is tried again after a while. */
  async #trouble(error: unknown): Promise<void> {
    const { host, signal } = this.#of
    if (!(error instanceof AwsError)) throw error
    this.#iterator = undefined
    const checkpoint = this.#checkpoint
    if (error.code === 'ExpiredIteratorException') {
      const { iterator: _, ...rest } = checkpoint
      if (checkpoint.iterator !== undefined) this.#note(rest)
      if (this.#troubles++ === 0) return
    }
    const mapping = this.#of.mapping()
    if (mapping) changeMapping(host, mapping, { lastResult: `PROBLEM: ${error.message}` })
    await host.clock.sleep(Math.min(FIRST_PAUSE_MS * 2 ** this.#troubles++, LONGEST_PAUSE_MS), signal)
  }
}
