import { collection, type Scope } from '../../kernel/store.ts'
import type { OpenWindow } from './tumbling.ts'

/** How far one shard has been read for a mapping. */
export interface Checkpoint {
  /** The last record up to which all are done with. */
  readonly after?: string
  /** Where reading begins as long as nothing is done: an iterator taken at `anchoredAt`, or the shard's begin. */
  readonly iterator?: string
  readonly anchoredAt?: number
  /** Closed by a reshard and read to its end. */
  readonly drained?: boolean
  /** How far beyond `after` each lane has come; the present lanes last, before them those of earlier factors. */
  readonly lanes?: readonly Lanes[]
  /** Open tumbling windows, by lane. */
  readonly windows?: Readonly<Record<string, OpenWindow>>
}

/** With a parallelization factor, a shard's records go into that many lanes by their partition key. */
interface Lanes {
  readonly factor: number
  readonly after: readonly (string | undefined)[]
}

/** By `<mapping>/<shard>`. */
export const checkpoints = collection<Checkpoint>('lambda.checkpoints', 'region')

interface Positioned {
  readonly PartitionKey?: string | undefined
  readonly SequenceNumber?: string | undefined
}

/** Sequence numbers are decimal and have no leading zeros. */
export const isAfter = (one: string, other: string) => (one.length === other.length ? one > other : one.length > other.length)

/** FNV-1a: the same key is always in the same lane, and keys are spread evenly. */
export function laneOf(partitionKey: string, factor: number): number {
  if (factor === 1) return 0
  let hash = 0x811c9dc5
  for (let i = 0; i < partitionKey.length; i++) hash = Math.imul(hash ^ partitionKey.charCodeAt(i), 0x01000193)
  return ((hash ^ (hash >>> 15)) >>> 0) % factor
}

/** The progress of one mapping in one shard, with `factor` lanes; kept in the store at every step. */
export class Progress {
  readonly #scope: Scope
  readonly #key: string
  readonly #factor: number

  constructor(scope: Scope, key: string, factor: number) {
    this.#scope = scope
    this.#key = key
    this.#factor = factor
    const { lanes = [], ...rest } = this.checkpoint
    if (lanes.at(-1)?.factor === factor || (factor === 1 && lanes.length === 0)) return
    this.#put({ ...rest, lanes: [...lanes, { factor, after: Array<undefined>(factor).fill(undefined) }] })
  }

  get checkpoint(): Checkpoint {
    return checkpoints(this.#scope).get(this.#key) ?? {}
  }

  /** Where reading for all lanes goes on. */
  get start(): Pick<Checkpoint, 'after' | 'iterator' | 'anchoredAt'> {
    const { after, iterator, anchoredAt } = this.checkpoint
    return after === undefined ? anchor(iterator, anchoredAt) : { after }
  }

  /** Where a lane goes on. */
  position(lane: number): Pick<Checkpoint, 'after' | 'iterator' | 'anchoredAt'> {
    const { after, lanes, ...rest } = this.checkpoint
    const own = lanes?.at(-1)?.after[lane] ?? after
    return own === undefined ? rest : { after: own }
  }

  /** Whether a record was already done with in the lanes of an earlier factor. */
  isDone({ PartitionKey, SequenceNumber }: Positioned): boolean {
    const earlier = this.checkpoint.lanes?.slice(0, -1) ?? []
    return earlier.some(({ factor, after }) => {
      const mark = after[laneOf(PartitionKey!, factor)]
      return mark !== undefined && !isAfter(SequenceNumber!, mark)
    })
  }

  /** A lane is done with its records up to `sequenceNumber`. */
  advance(lane: number, sequenceNumber: string): void {
    const { iterator, anchoredAt, lanes = [], ...rest } = this.checkpoint
    const present = lanes.at(-1)
    if (!present) return this.#put({ ...rest, after: sequenceNumber })
    const after = present.after.with(lane, sequenceNumber)
    const low = lowest(after)
    if (low === undefined) return this.#put({ ...rest, ...anchor(iterator, anchoredAt), lanes: [...lanes.slice(0, -1), { ...present, after }] })
    const ahead = lanes.slice(0, -1).filter((other) => other.after.some((mark) => mark !== undefined && isAfter(mark, low)))
    if (this.#factor === 1 && ahead.length === 0) return this.#put({ ...rest, after: low })
    this.#put({ ...rest, after: low, lanes: [...ahead, { ...present, after }] })
  }

  /** Forgets an iterator that has expired; the time at which it was taken stands for it. */
  dropIterator(): void {
    const { iterator, ...rest } = this.checkpoint
    if (iterator !== undefined) this.#put(rest)
  }

  drain(): void {
    this.#put({ ...this.checkpoint, drained: true })
  }

  /** The open windows of all lanes, also of those of an earlier factor. */
  get windows(): Readonly<Record<string, OpenWindow>> {
    return this.checkpoint.windows ?? {}
  }

  keepWindow(name: string, window: OpenWindow | undefined): void {
    const { windows, ...rest } = this.checkpoint
    const { [name]: _, ...others } = windows ?? {}
    const next = window ? { ...others, [name]: window } : others
    this.#put(Object.keys(next).length === 0 ? rest : { ...rest, windows: next })
  }

  #put(checkpoint: Checkpoint): void {
    checkpoints(this.#scope).put(this.#key, checkpoint)
  }
}

/** Undefined as long as one of them has not begun. */
function lowest(marks: readonly (string | undefined)[]): string | undefined {
  return marks.reduce((least, mark) => (least === undefined || mark === undefined ? undefined : isAfter(least, mark) ? mark : least))
}

const anchor = (iterator: string | undefined, anchoredAt: number | undefined) => ({
  ...(iterator === undefined ? {} : { iterator }),
  ...(anchoredAt === undefined ? {} : { anchoredAt }),
})
