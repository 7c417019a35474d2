import type { _Record } from '@aws-sdk/client-kinesis'
import { AwsError } from '../../kernel/errors.ts'
import type { Progress } from './checkpoint.ts'
import { streamTopic, type Source } from './source.ts'

/** What a lane has been given of its shard; `records` may also hold those of other lanes. */
export interface Taken {
  readonly records: readonly _Record[]
  /** The last record that has been looked at for this lane. */
  readonly upTo: string | undefined
  /** Nothing will follow: the shard is closed, and this was the rest of it. */
  readonly closed: boolean
}

/** Where a lane's records come from. */
export interface ShardInput {
  /** Signalled when there may be more to take. */
  readonly topic: string
  /** What is there at the moment, about `limit` records at most; throws what Kinesis throws. */
  take(limit: number): Promise<Taken>
  /** After an error: goes on behind what was taken last. True where doing so at once may help. */
  recover(error: AwsError): boolean
}

export interface PolledOptions {
  readonly source: Source
  readonly shardId: string
  readonly lane: number
  readonly progress: Progress
  /** Where a shard begins that was never read. */
  readonly startAt: () => Date | undefined
}

/** Reads by GetRecords, each lane for itself: one that is held up by a failing batch does not hold up the others. */
export class PolledInput implements ShardInput {
  readonly topic: string
  readonly #of: PolledOptions
  #iterator: string | undefined
  #upTo: string | undefined

  constructor(of: PolledOptions) {
    this.#of = of
    this.topic = streamTopic(of.source.streamArn)
  }

  async take(limit: number): Promise<Taken> {
    const { source, shardId, progress, lane, startAt } = this.#of
    const position = this.#upTo === undefined ? progress.position(lane) : { after: this.#upTo }
    this.#iterator ??= await source.resume(shardId, position, startAt())
    const { records, next } = await source.read(this.#iterator, limit)
    this.#iterator = next
    this.#upTo = records.at(-1)?.SequenceNumber ?? this.#upTo
    return { records, upTo: this.#upTo, closed: next === undefined }
  }

  recover(error: AwsError): boolean {
    this.#iterator = undefined
    const isOld = error.code === 'ExpiredIteratorException'
    if (isOld) this.#of.progress.dropIterator()
    return isOld
  }
}
