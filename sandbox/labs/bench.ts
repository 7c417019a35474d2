import type { EventSourceMappingConfiguration, UpdateEventSourceMappingCommandInput } from '@aws-sdk/client-lambda'
import { signIn } from '../commands/support/pipeline.ts'
import { untilProcessed, type StoredText } from '../commands/support/processed.ts'
import type { Target } from '../commands/support/target.ts'
import { gateOf, type Gate } from './gate.ts'
import type { Memo } from './lab.ts'
import { namesOf, type Names } from './names.ts'

/** What the API answered to an upload. */
export interface Posted {
  readonly name: string
  readonly status: number
  readonly text: string
  readonly requestId: string
}

const PATIENCE_MS = 12_000

/** The pipeline under a lab's hands: everything goes through the SDK and the API, as for anybody else. */
export class Bench {
  readonly target: Target
  readonly names: Names
  readonly memo: Memo
  readonly gate: Gate
  readonly #patience_ms: number

  /** `patience_ms`: how long a check waits for what should arrive. */
  constructor(target: Target, memo: Memo = {}, patience_ms = PATIENCE_MS) {
    this.target = target
    this.memo = memo
    this.names = namesOf(target.stack, target.clients.endpoints.region)
    this.gate = gateOf(target, this.names)
    this.#patience_ms = patience_ms
  }

  get clients(): Target['clients'] {
    return this.target.clients
  }

  async token(use: 'access' | 'id' = 'access'): Promise<string> {
    const { accessToken, idToken } = await signIn(this.target, {})
    return use === 'id' ? idToken : accessToken
  }

  /** Sends a text to the API; without a token where it is null. */
  async post(token: string | null, name = `check-${crypto.randomUUID().slice(0, 8)}.txt`): Promise<Posted> {
    const response = await fetch(`${this.names.apiUrl}/uploads`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ filename: name, content: `text of ${name}` }),
    })
    return { name, status: response.status, text: await response.text(), requestId: response.headers.get('apigw-requestid') ?? '' }
  }

  /** The result of an upload, once it is there; undefined where it does not come. */
  async processed(name: string): Promise<StoredText | undefined> {
    const { state, result } = await untilProcessed(this.target, name, Date.now() + this.#patience_ms)
    return state === 'done' ? result : undefined
  }

  /** One upload with a fresh token, from the API to its result: what is wrong with it. */
  async endToEnd(): Promise<string[]> {
    const posted = await this.post(await this.token())
    if (posted.status !== 200) return [`An upload with a fresh token is answered with ${posted.status}: ${posted.text}`]
    return (await this.processed(posted.name)) ? [] : [`An upload was taken (${posted.name}), and ${this.#patience_ms / 1000} seconds later s3://${this.names.processedBucket}/processed/${posted.name} is not there.`]
  }

  /** Whether what was sent at the lab's beginning has been processed, and not sent again meanwhile. */
  async arrived(name: string): Promise<string[]> {
    const result = await this.processed(name)
    if (!result) return [`${name}, which was sent before, has no result in s3://${this.names.processedBucket}/processed/.`]
    return result.requestId === this.memo[name] ? [] : [`${name} was sent again or written by hand. It is the first one that has to arrive: its record is still in the stream.`]
  }

  /** All mappings of the processor. */
  async mappings(): Promise<EventSourceMappingConfiguration[]> {
    const { ListEventSourceMappingsCommand } = await import('@aws-sdk/client-lambda')
    const { EventSourceMappings = [] } = await (await this.clients.lambda()).send(new ListEventSourceMappingsCommand({ FunctionName: this.names.processorFunction }))
    return EventSourceMappings
  }

  /** Exactly one, enabled, on the stack's stream: what is wrong with it. */
  async mappingProblems(): Promise<string[]> {
    const found = (await this.mappings()).filter(({ State }) => State !== 'Deleting')
    if (found.length !== 1) return [`${this.names.processorFunction} has ${found.length} event source mappings, and should have one.`]
    if (found[0]!.EventSourceArn !== this.names.streamArn) return [`The event source mapping reads ${found[0]!.EventSourceArn} instead of ${this.names.streamArn}.`]
    return ['Enabled', 'Enabling', 'Updating'].includes(found[0]!.State ?? '') ? [] : [`The event source mapping is ${found[0]!.State}.`]
  }

  async mapping(): Promise<EventSourceMappingConfiguration> {
    const [found] = await this.mappings()
    if (!found) throw new Error(`${this.names.processorFunction} has no event source mapping.`)
    return found
  }

  async updateMapping(change: Omit<UpdateEventSourceMappingCommandInput, 'UUID'>): Promise<void> {
    const { UpdateEventSourceMappingCommand } = await import('@aws-sdk/client-lambda')
    const { UUID } = await this.mapping()
    await (await this.clients.lambda()).send(new UpdateEventSourceMappingCommand({ UUID, ...change }))
    await this.#settled(UUID!)
  }

  /** One in place of the other. */
  async replaceMapping(position: 'LATEST' | 'TRIM_HORIZON', between: () => Promise<void> = async () => {}): Promise<void> {
    const { CreateEventSourceMappingCommand, DeleteEventSourceMappingCommand } = await import('@aws-sdk/client-lambda')
    const lambda = await this.clients.lambda()
    for (const { UUID } of await this.mappings()) {
      await lambda.send(new DeleteEventSourceMappingCommand({ UUID }))
      await this.#settled(UUID!)
    }
    await between()
    const { UUID } = await lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: this.names.processorFunction, EventSourceArn: this.names.streamArn, StartingPosition: position,
        BatchSize: 10, MaximumRetryAttempts: 3, FunctionResponseTypes: ['ReportBatchItemFailures'],
      }),
    )
    await this.#settled(UUID!)
  }

  /** Until a mapping is what it was told to be: in AWS that takes up to a minute. */
  async #settled(UUID: string): Promise<void> {
    const { GetEventSourceMappingCommand } = await import('@aws-sdk/client-lambda')
    const lambda = await this.clients.lambda()
    for (;;) {
      try {
        const { State } = await lambda.send(new GetEventSourceMappingCommand({ UUID }))
        if (State === 'Enabled' || State === 'Disabled') return
      } catch (error) {
        if ((error as Error).name === 'ResourceNotFoundException') return
        throw error
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
