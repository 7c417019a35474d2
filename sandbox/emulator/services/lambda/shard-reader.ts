import type { _Record } from '@aws-sdk/client-kinesis'
import { AwsError } from '../../kernel/errors.ts'
import { beginWork } from '../../kernel/work.ts'
import type { BatchContext } from './attempt.ts'
import { tellFiltered } from './batch-span.ts'
import { closeWindow, work } from './batch.ts'
import { laneOf, type Progress } from './checkpoint.ts'
import { changeMapping, mappingTopic, type MappingRecord } from './mapping.ts'
import { countEvents } from './measure.ts'
import { filterOf } from './record-filter.ts'
import { arrivalOf, fitting, itemOf, membersOf, type Item } from './records.ts'
import type { ShardInput } from './shard-input.ts'
import { windowAt, type OpenWindow } from './tumbling.ts'

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 30_000
/** Read at once where only some of the records are wanted. */
const AT_LEAST = 100

export interface ReaderOptions extends Omit<BatchContext, 'checkpoint' | 'window' | 'keepWindow'> {
  readonly progress: Progress
  readonly input: ShardInput
  /** Which of the shard's `factor` lanes. */
  readonly lane: number
  readonly factor: number
}

/** Works on one lane of one shard for one mapping, in order, and wakes when its input has something new. */
export class ShardReader {
  readonly #of: ReaderOptions
  readonly #batch: BatchContext
  readonly #windowName: string
  /** Read, and not yet given to the function. */
  #pending: Item[] = []
  #lastRead: string | undefined
  #closed = false
  #troubles = 0
  #rest: (() => void) | undefined

  constructor(of: ReaderOptions) {
    this.#of = of
    this.#windowName = `${of.factor}/${of.lane}`
    this.#batch = {
      ...of,
      checkpoint: (sequenceNumber) => of.progress.advance(of.lane, sequenceNumber),
      window: () => this.#window,
      keepWindow: (window) => of.progress.keepWindow(this.#windowName, window),
    }
  }

  /** Runs until the lane is drained (true) or the mapping stops (false). */
  async run(): Promise<boolean> {
    const { signal } = this.#of
    this.#wake()
    try {
      while (!signal.aborted) {
        try {
          if (await this.#step()) return true
          this.#troubles = 0
        } catch (error) {
          await this.#trouble(error)
        }
      }
      return false
    } finally {
      this.#rest?.()
    }
  }

  async #step(): Promise<boolean> {
    const { host, input, progress, lane } = this.#of
    const seen = host.signals.version(input.topic)
    const known = this.#lastRead
    if (!this.#closed) await this.#read()
    if (await this.#closeWindows()) return false
    if (this.#pending.length > 0) {
      await this.#gather()
      await this.#giveOne()
    } else if (this.#lastRead !== known) progress.advance(lane, this.#lastRead!)
    else if (this.#closed) return true
    else await this.#sleep(seen)
    return false
  }

  /** Takes in what there is, up to a batch; sets `#closed` behind the last record of a closed shard. */
  async #read(): Promise<void> {
    const { input, progress, factor } = this.#of
    const mapping = this.#of.mapping()
    if (!mapping || this.#pending.length >= mapping.batchSize) return
    const wanted = mapping.batchSize - this.#pending.length
    const some = factor > 1 || mapping.filters.length > 0
    const { records, upTo, closed } = await input.take(some ? Math.max(wanted, AT_LEAST) : wanted)
    for (const record of records)
      if (this.#isMine(record) && !progress.isDone(record)) this.#take(mapping, record)
    this.#lastRead = upTo ?? this.#lastRead
    this.#closed = closed
  }

  #isMine({ PartitionKey }: _Record): boolean {
    return laneOf(PartitionKey!, this.#of.factor) === this.#of.lane
  }

  #take(mapping: MappingRecord, record: _Record): void {
    const { host, shardId, source } = this.#of
    const members = membersOf(record, { shardId, sourceArn: source.arn, roleArn: this.#of.function().role })
    countEvents(host, mapping, 'PolledEventCount', 1)
    const item = itemOf(record, members)
    if (filterOf(mapping.filters)(record, members)) return void this.#pending.push(item)
    countEvents(host, mapping, 'FilteredOutEventCount', 1)
    tellFiltered(this.#of, mapping, item)
  }

  /** With a batching window: waits for more, until the batch is full or the window is over. */
  async #gather(): Promise<void> {
    const { host, input, signal } = this.#of
    const window_ms = (this.#of.mapping()?.window_s ?? 0) * 1000
    if (window_ms === 0) return
    const over = new AbortController()
    const stop = () => over.abort()
    const cancel = host.clock.after(window_ms, stop)
    signal.addEventListener('abort', stop, { once: true })
    try {
      while (!over.signal.aborted && !this.#closed && !this.#full) {
        const seen = host.signals.version(input.topic)
        const before = this.#lastRead
        await this.#read()
        if (this.#lastRead === before) await host.signals.changed(input.topic, seen, over.signal)
      }
    } finally {
      cancel()
      signal.removeEventListener('abort', stop)
    }
  }

  get #full(): boolean {
    const batchSize = this.#of.mapping()?.batchSize ?? 0
    return this.#pending.length >= batchSize || fitting(this.#pending, batchSize) < this.#pending.length
  }

  async #giveOne(): Promise<void> {
    const mapping = this.#of.mapping()
    if (!mapping || this.#of.signal.aborted) return
    const window = this.#openWindow(mapping)
    const state_bytes = window ? JSON.stringify(window.state).length * 2 + 500 : 0
    const fit = fitting(this.#pending, mapping.batchSize, state_bytes)
    const beyond = window ? this.#pending.findIndex((item) => arrivalOf(item) >= window.end) : -1
    const count = beyond < 0 ? fit : Math.min(fit, beyond)
    await work(this.#batch, this.#pending.slice(0, count))
    if (this.#of.signal.aborted) return
    this.#pending = this.#pending.slice(count)
    if (this.#pending.length === 0) this.#of.progress.advance(this.#of.lane, this.#lastRead!)
  }

  get #window(): OpenWindow | undefined {
    return this.#of.progress.windows[this.#windowName]
  }

  /** The window of the first pending record, begun where it is a new one. */
  #openWindow({ tumbling_s }: MappingRecord): OpenWindow | undefined {
    if (tumbling_s > 0 && !this.#window) this.#batch.keepWindow(windowAt(arrivalOf(this.#pending[0]!), tumbling_s))
    return this.#window
  }

  /**
   * Ends the lane's window when its time, its stream or its mapping's setting is over, and hands over a state that is too
   * large. The first lane also ends those that an earlier factor has left. True where there was something to do.
   */
  async #closeWindows(): Promise<boolean> {
    const { progress, lane, factor } = this.#of
    const left = lane > 0 ? [] : Object.entries(progress.windows).filter(([name]) => !name.startsWith(`${factor}/`))
    const own = this.#window
    const over = own && (own.overflown || this.#isOver(own)) ? [[this.#windowName, own] as const] : []
    for (const [name, window] of [...left, ...over]) {
      await closeWindow(this.#batch, window)
      if (this.#of.signal.aborted) return true
      const { start, end, overflown } = window
      progress.keepWindow(name, overflown ? { start, end, state: {} } : undefined)
    }
    return left.length + over.length > 0
  }

  #isOver(window: OpenWindow): boolean {
    const [next] = this.#pending
    if (next) return arrivalOf(next) >= window.end
    return this.#closed || this.#of.mapping()?.tumbling_s === 0 || this.#of.host.clock.now() >= window.end
  }

  /** Until the stream or the mapping changes, or the open window ends, which is work that is still to come. */
  async #sleep(seen: number): Promise<void> {
    const { host, input, signal } = this.#of
    const window = this.#window
    const mapping = this.#of.mapping()
    if (window && mapping) return this.#sleepUntil(window.end, mapping, seen)
    this.#fallAsleep()
    await host.signals.changed(input.topic, seen, signal)
    this.#wake()
  }

  async #sleepUntil(end: number, { uuid }: MappingRecord, seen: number): Promise<void> {
    const { host, input, signal } = this.#of
    const over = new AbortController()
    const stop = () => over.abort()
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    const topic = mappingTopic(uuid)
    await Promise.race([
      host.signals.changed(input.topic, seen, over.signal),
      host.signals.changed(topic, host.signals.version(topic), over.signal),
      host.clock.sleep(end - host.clock.now(), over.signal),
    ])
    stop()
    signal.removeEventListener('abort', stop)
  }

  #wake(): void {
    const { host, shardId } = this.#of
    this.#rest ??= beginWork(host, () => `lambda: ${shardId} for ${this.#of.mapping()?.functionArn ?? 'a mapping that has gone'}`, this.#of.mapping()?.account)
  }

  #fallAsleep(): void {
    this.#rest?.()
    this.#rest = undefined
  }

  /** Reading failed: an old iterator is renewed at once, anything else is tried again after a while. */
  async #trouble(error: unknown): Promise<void> {
    const { host, signal, input } = this.#of
    if (!(error instanceof AwsError)) throw error
    if (input.recover(error) && this.#troubles++ === 0) return
    const mapping = this.#of.mapping()
    if (mapping) changeMapping(host, mapping, { lastResult: `PROBLEM: ${error.message}` })
    await host.clock.sleep(Math.min(FIRST_PAUSE_MS * 2 ** this.#troubles++, LONGEST_PAUSE_MS), signal)
  }
}
