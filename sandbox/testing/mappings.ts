import { CreateStreamCommand, KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis'
import {
  CreateEventSourceMappingCommand, GetEventSourceMappingCommand, UpdateEventSourceMappingCommand, type CreateEventSourceMappingCommandInput,
  type UpdateEventSourceMappingCommandInput,
} from '@aws-sdk/client-lambda'
import { checkpoints } from '../emulator/services/lambda/checkpoint.ts'
import type { ManualClock } from '../emulator/kernel/clock.ts'
import type { Host } from '../emulator/kernel/context.ts'
import { AwsError } from '../emulator/kernel/errors.ts'
import { eventually, stoppedClock } from './engine.ts'
import { lambdaFixture, type LambdaFixture } from './lambda.ts'

export interface MappingEvent {
  readonly Records: { readonly eventID: string; readonly kinesis: { readonly partitionKey: string; readonly sequenceNumber: string; readonly data: string } }[]
  readonly [member: string]: unknown
}

/** Stands for a function that failed. */
export const FAILS = Symbol('fails')

export interface Call {
  /** The records' data, in order. */
  readonly texts: string[]
  readonly event: MappingEvent
  readonly functionName: string
  readonly bytes: number
}

/** Answers an invocation: a value, a promise of one, `FAILS`, or an error to be refused with. */
export type Answer = (call: Call, index: number) => unknown

/**
 * A real engine with real streams, in which mappings meet a stub instead of a function's process; by a clock that stands
 * still until `pass`.
 */
export class MappingFixture implements AsyncDisposable {
  readonly aws: LambdaFixture
  readonly clock: ManualClock
  readonly kinesis: KinesisClient
  readonly calls: Call[] = []
  /** Every other call from inside, as `service:Operation`. */
  readonly asked: string[] = []
  /** Of these, what is refused from now on for want of rights. */
  readonly denied = new Set<string>()
  answer: Answer = () => null
  #count = 0

  private constructor(aws: LambdaFixture, clock: ManualClock) {
    this.aws = aws
    this.clock = clock
    this.kinesis = new KinesisClient({ ...aws.engine.client, maxAttempts: 1 })
    const call = aws.engine.host.call
    const stub: Host['call'] = async (caller, service, operation, input) => {
      if (service === 'lambda' && operation === 'Invoke') return (await this.#invoke(input as { FunctionName: string; Payload: Uint8Array })) as never
      this.asked.push(`${service}:${operation}`)
      if (this.denied.has(`${service}:${operation}`))
        throw new AwsError('AccessDeniedException', `${caller.principal.arn} is not authorized to perform: ${service}:${operation}`)
      return call(caller, service, operation, input)
    }
    Object.assign(aws.engine.host, { call: stub })
  }

  static async start(): Promise<MappingFixture> {
    const clock = stoppedClock()
    return new MappingFixture(await lambdaFixture({ clock }), clock)
  }

  async #invoke({ FunctionName, Payload }: { FunctionName: string; Payload: Uint8Array }): Promise<object> {
    const event = JSON.parse(Buffer.from(Payload).toString()) as MappingEvent
    const texts = event.Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString())
    const call = { texts, event, functionName: FunctionName, bytes: Payload.byteLength }
    const result = await this.answer(call, this.calls.push(call) - 1)
    if (result instanceof Error) throw result
    const failed = result === FAILS
    const body = failed ? { errorMessage: 'no' } : (result ?? null)
    return {
      StatusCode: 200, ExecutedVersion: '$LATEST', Payload: Buffer.from(JSON.stringify(body)), ...(failed ? { FunctionError: 'Unhandled' } : {}),
      $metadata: { requestId: `request-${this.calls.length}` },
    }
  }

  /** A new stream and function with a mapping between them, Enabled, from the stream's begin unless told otherwise. */
  async map(options: Partial<CreateEventSourceMappingCommandInput> = {}, shards = 1) {
    const StreamName = `stream-${++this.#count}`
    await this.kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: shards }))
    const stream = `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`
    const name = await this.aws.create({ 'index.mjs': '' })
    const input = { FunctionName: name, EventSourceArn: stream, StartingPosition: 'TRIM_HORIZON' as const, ...options }
    const { UUID } = await this.aws.client.send(new CreateEventSourceMappingCommand(input))
    const get = () => this.aws.client.send(new GetEventSourceMappingCommand({ UUID }))
    const state = (wanted: string) => eventually(`the state ${wanted}`, async () => ((await get()).State === wanted ? true : undefined))
    await state(input.Enabled === false ? 'Disabled' : 'Enabled')
    const update = async (changes: Partial<UpdateEventSourceMappingCommandInput>) => {
      const answer = await this.aws.client.send(new UpdateEventSourceMappingCommand({ UUID, ...changes }))
      return answer
    }
    return { StreamName, stream, name, uuid: UUID!, get, state, update, put: (...texts: string[]) => this.put(StreamName, ...texts) }
  }

  /** Texts as records; `key:text` has its own partition key, others share one. */
  async put(StreamName: string, ...texts: string[]): Promise<string[]> {
    const Records = texts.map((text) => {
      const [, key = 'key'] = /^([a-z0-9]+):/.exec(text) ?? []
      return { Data: Buffer.from(text), PartitionKey: key }
    })
    const answer = await this.kinesis.send(new PutRecordsCommand({ StreamName, Records }))
    return answer.Records!.map(({ SequenceNumber }) => SequenceNumber!)
  }

  /** The texts of each call so far, joined. */
  get batches(): string[] {
    return this.calls.map(({ texts }) => texts.join())
  }

  /** Resolves with the batches once there are `count`. */
  async until(count: number): Promise<string[]> {
    return eventually(`${count} invocations (${this.batches.length} so far)`, () => (this.calls.length >= count ? this.batches : undefined))
  }

  /** Moves the engine's clock, and lets what was due happen. */
  async pass(by_ms: number): Promise<void> {
    this.kinesis.config.systemClockOffset += by_ms
    this.aws.client.config.systemClockOffset += by_ms
    await this.clock.advance(by_ms)
    await this.turns()
  }

  /** Passes time in steps until the engine has nothing left to do; gives the batches. */
  async settle(step_ms = 30_000, most = 500): Promise<string[]> {
    for (let step = 0; step < most; step++) {
      const response = await fetch(`${this.aws.engine.endpoint}/_sandbox/idle?timeout=0`)
      if (response.status === 200) return this.batches
      await this.pass(step_ms)
    }
    throw new Error('never idle')
  }

  async turns(count = 20): Promise<void> {
    for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
  }

  checkpoint(uuid: string, shard = 'shardId-000000000000') {
    return checkpoints({ store: this.aws.engine.host.store, account: '000000000000', region: 'us-east-1' }).get(`${uuid}/${shard}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kinesis.destroy()
    await this.aws[Symbol.asyncDispose]()
  }
}
