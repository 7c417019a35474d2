import type { Shard } from '@aws-sdk/client-kinesis'
import type { Host } from '../../kernel/context.ts'
import { assert } from '../../kernel/errors.ts'
import { beginWork } from '../../kernel/work.ts'
import { checkpoints, Progress } from './checkpoint.ts'
import { functionNotFound } from './errors.ts'
import { readFunctionName } from './function-name.ts'
import { changeMapping, mappings, mappingTopic, removeMapping, type MappingRecord } from './mapping.ts'
import { ShardFeed } from './shard-feed.ts'
import { PolledInput, type ShardInput } from './shard-input.ts'
import { ShardReader } from './shard-reader.ts'
import { Source } from './source.ts'
import { lookUp, scopeOf, type FunctionRecord } from './state.ts'

/** The event source mappings at work: for each enabled one, a reader for each shard of its stream. */
export class Mappings {
  readonly #host: Host
  readonly #runs = new Map<string, MappingRun>()
  /** Changes of one mapping happen one after the other. */
  readonly #changes = new Map<string, Promise<void>>()

  constructor(host: Host) {
    this.#host = host
  }

  /** Takes up all mappings, or one account's. */
  start(account?: string): void {
    for (const { value } of mappings.all(this.#host.store)) if (account === undefined || value.account === account) this.apply(value)
  }

  /** Brings what runs for a mapping in line with what is stored of it. */
  apply(mapping: MappingRecord): void {
    const ended = beginWork(this.#host, () => `lambda: a change of the event source mapping ${mapping.uuid}`, mapping.account)
    this.#host.signals.notify(mappingTopic(mapping.uuid))
    const next = (this.#changes.get(mapping.uuid) ?? Promise.resolve()).then(() => this.#reconcile(mapping))
    this.#changes.set(mapping.uuid, next)
    void next.finally(() => {
      ended()
      if (this.#changes.get(mapping.uuid) === next) this.#changes.delete(mapping.uuid)
    })
  }

  /** Ends all readers without waiting for what they are doing; `ended` does. */
  abort(): void {
    for (const run of this.#runs.values()) run.abort()
  }

  /** Ends the readers of one account's mappings; first `interrupt` ends what they may be waiting for. */
  async endedOf(account: string, interrupt: () => Promise<void>): Promise<void> {
    const own = () => [...this.#runs].filter(([, run]) => run.account === account)
    for (const [, run] of own()) run.abort()
    await interrupt()
    for (const { key } of [...mappings.all(this.#host.store)].filter((row) => row.account === account)) await this.#changes.get(key)
    for (const [, run] of own()) run.abort()
    for (const [uuid, run] of own()) {
      await run.ended()
      this.#runs.delete(uuid)
    }
  }

  async ended(): Promise<void> {
    this.abort()
    await Promise.all(this.#changes.values())
    await Promise.all([...this.#runs.values()].map((run) => run.ended()))
    this.#runs.clear()
  }

  async #reconcile({ uuid, account, region }: MappingRecord): Promise<void> {
    // A turn later, so that the answer still shows the state of transition, as AWS's does.
    await new Promise((resolve) => setImmediate(resolve))
    const host = this.#host
    const stored = mappings({ store: host.store, account, region }).get(uuid)
    const run = this.#runs.get(uuid)
    if (run && !(stored?.enabled && stored.state !== 'Deleting' && run.factor === stored.factor)) {
      run.abort()
      await run.ended()
      this.#runs.delete(uuid)
    }
    if (!stored) return
    if (stored.state === 'Deleting') return removeMapping(host, stored)
    if (stored.enabled && !this.#runs.has(uuid)) this.#runs.set(uuid, new MappingRun(host, stored))
    changeMapping(host, stored, { state: stored.enabled ? 'Enabled' : 'Disabled' })
  }
}

class MappingRun {
  /** The readers of each shard: another number of them is another run. */
  readonly factor: number
  readonly account: string
  readonly #host: Host
  readonly #mapping: MappingRecord
  readonly #source: Source
  readonly #abort = new AbortController()
  readonly #readers = new Map<string, Promise<void>>()

  constructor(host: Host, mapping: MappingRecord) {
    this.factor = mapping.factor
    this.account = mapping.account
    this.#host = host
    this.#mapping = mapping
    this.#source = sourceOf(host, () => this.#current ?? mapping)
    this.#readers.set('', this.#startReaders())
  }

  abort(): void {
    this.#abort.abort()
  }

  async ended(): Promise<void> {
    // Readers start readers, so the set may still grow while some of it is awaited.
    for (let size = -1; size !== this.#readers.size; ) {
      size = this.#readers.size
      await Promise.all(this.#readers.values())
    }
  }

  get #current(): MappingRecord | undefined {
    return mappings(scopeOf(this.#host, this.#mapping)).get(this.#mapping.uuid)
  }

  /** Starts a reader for each shard that may be read by now: a child only when its parents are drained. */
  async #startReaders(): Promise<void> {
    const ended = beginWork(this.#host, () => `lambda: the shards of ${this.#source.arn}`, this.account)
    try {
      await this.#findShards()
    } finally {
      ended()
    }
  }

  async #findShards(): Promise<void> {
    const { clock, settings } = this.#host
    for (let pause_ms = 200; !this.#abort.signal.aborted; pause_ms = Math.min(pause_ms * 2, 30_000)) {
      try {
        const shards = await this.#source.shards()
        for (const shard of shards) if (this.#startable(shard, shards)) this.#start(shard.ShardId!)
        return
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        changeMapping(this.#host, this.#mapping, { lastResult: `PROBLEM: ${reason}` })
        settings.log(`The event source mapping of ${this.#mapping.functionArn} cannot list its stream's shards: ${reason}`)
        await clock.sleep(pause_ms, this.#abort.signal)
      }
    }
  }

  #startable(shard: Shard, all: readonly Shard[]): boolean {
    if (this.#readers.has(shard.ShardId!)) return false
    const checkpoint = this.#checkpoint(shard.ShardId)
    if (checkpoint) return !checkpoint.drained
    const parents = [shard.ParentShardId, shard.AdjacentParentShardId].filter((id) => id !== undefined)
    return parents.every((id) => !all.some(({ ShardId }) => ShardId === id) || this.#checkpoint(id)?.drained)
  }

  #checkpoint(shardId: string | undefined) {
    return checkpoints(scopeOf(this.#host, this.#mapping)).get(`${this.#mapping.uuid}/${shardId}`)
  }

  #start(shardId: string): void {
    const progress = new Progress(scopeOf(this.#host, this.#mapping), `${this.#mapping.uuid}/${shardId}`, this.factor)
    const feed = this.#source.isConsumer ? this.#feed(shardId, progress) : undefined
    const lanes = Array.from({ length: this.factor }, (_, lane) => {
      const input = feed?.lane(lane) ?? this.#polled(shardId, lane, progress)
      return this.#reader(shardId, lane, progress, input).run()
    })
    const reading = Promise.all([Promise.all(lanes), feed?.run()]).then(
      ([drained]) => {
        if (!drained.every(Boolean)) return undefined
        progress.drain()
        return this.#startReaders()
      },
      (error: unknown) => this.#host.settings.log(`internal error: ${error instanceof Error ? error.stack : String(error)}`),
    )
    this.#readers.set(shardId, reading)
  }

  #feed(shardId: string, progress: Progress): ShardFeed {
    return new ShardFeed({
      host: this.#host, source: this.#source, shardId, factor: this.factor, progress, signal: this.#abort.signal, mapping: () => this.#current,
    })
  }

  #polled(shardId: string, lane: number, progress: Progress): PolledInput {
    return new PolledInput({ source: this.#source, shardId, lane, progress, startAt: () => this.#current?.startingTimestamp })
  }

  #reader(shardId: string, lane: number, progress: Progress, input: ShardInput): ShardReader {
    return new ShardReader({
      host: this.#host,
      source: this.#source,
      shardId,
      input,
      lane,
      factor: this.factor,
      progress,
      signal: this.#abort.signal,
      mapping: () => this.#current,
      function: () => functionOf(this.#host, this.#current ?? this.#mapping),
    })
  }
}

/** The stream of a mapping, read in the name of its function's role. */
export function sourceOf(host: Host, mapping: () => Pick<MappingRecord, 'sourceArn' | 'functionArn' | 'account' | 'region'>): Source {
  return new Source(host, mapping().sourceArn, () => functionOf(host, mapping()))
}

function functionOf(host: Host, mapping: Pick<MappingRecord, 'functionArn' | 'account' | 'region'>): FunctionRecord {
  const found = lookUp(host, readFunctionName(mapping, mapping.functionArn))
  if (!found) throw functionNotFound(mapping.functionArn)
  return found
}

const running = new WeakMap<Host['store'], Mappings>()

export function startMappings(host: Host): Mappings {
  const started = new Mappings(host)
  running.set(host.store, started)
  started.start()
  return started
}

/** The mappings of the engine that `host` belongs to. */
export function mappingsOf(host: Pick<Host, 'store'>): Mappings {
  const found = running.get(host.store)
  assert(found, 'the Lambda service has been started')
  return found
}
