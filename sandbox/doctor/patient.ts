import type { EventSourceMappingConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda'
import type { Target } from '../commands/support/target.ts'
import { once } from './once.ts'

/** One call, as the embedded engine's journal has it; other engines keep none. */
export interface JournalEntry {
  readonly time: number
  readonly service: string
  readonly operation: string
  readonly principal: string
  readonly resources: readonly string[]
  readonly status: number
  readonly error?: string
  readonly requestId: string
}

export interface LogLine {
  readonly functionName: string
  readonly time: number
  readonly message: string
}

export interface StreamRecord {
  readonly data: string
  readonly arrived: Date
}

export interface StackFunction {
  readonly logicalId: string
  readonly name: string
  /** Absent where there is no such function. */
  readonly configuration?: FunctionConfiguration
}

export interface StackMapping {
  readonly logicalId: string
  readonly uuid: string
  /** Absent where there is no such mapping. */
  readonly configuration?: EventSourceMappingConfiguration
}

/** An upload that has no result of its own. */
export interface Pending {
  readonly name: string
  readonly uploadedAt: Date
}

const RECENT_MS = 3_600_000
const RECORDS_A_SHARD = 100

/** What there is to know of a sandbox; each thing is asked for once, when a diagnosis first wants it. */
export class Patient {
  readonly target: Target
  /** Of a caller who was refused; absent where none was given. */
  readonly token: string | undefined

  constructor(target: Target, token?: string) {
    this.target = target
    this.token = token
  }

  readonly functions = once(async (): Promise<readonly StackFunction[]> => {
    const { GetFunctionConfigurationCommand } = await import('@aws-sdk/client-lambda')
    const lambda = await this.target.clients.lambda()
    return Promise.all(
      this.#resources('AWS::Lambda::Function').map(async ([logicalId, name]) => {
        const configuration = await absent(lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name })), 'ResourceNotFoundException')
        return { logicalId, name, ...(configuration ? { configuration } : {}) }
      }),
    )
  })

  readonly mappings = once(async (): Promise<readonly StackMapping[]> => {
    const { GetEventSourceMappingCommand } = await import('@aws-sdk/client-lambda')
    const lambda = await this.target.clients.lambda()
    return Promise.all(
      this.#resources('AWS::Lambda::EventSourceMapping').map(async ([logicalId, uuid]) => {
        const configuration = await absent(lambda.send(new GetEventSourceMappingCommand({ UUID: uuid })), 'ResourceNotFoundException')
        return { logicalId, uuid, ...(configuration ? { configuration } : {}) }
      }),
    )
  })

  /** What the functions wrote in the last hour, oldest first. */
  readonly logs = once(async (): Promise<readonly LogLine[]> => {
    const { FilterLogEventsCommand } = await import('@aws-sdk/client-cloudwatch-logs')
    const logs = await this.target.clients.logs()
    const found = await Promise.all(
      (await this.functions()).map(async ({ name, configuration }) => {
        const logGroupName = configuration?.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`
        const answer = await absent(logs.send(new FilterLogEventsCommand({ logGroupName, startTime: Date.now() - RECENT_MS })), 'ResourceNotFoundException')
        return (answer?.events ?? []).map(({ timestamp, message }) => ({ functionName: name, time: timestamp ?? 0, message: (message ?? '').trimEnd() }))
      }),
    )
    return found.flat().sort((a, b) => a.time - b.time)
  })

  /** Uploads without a result, oldest first. */
  readonly pending = once(async (): Promise<readonly Pending[]> => {
    const { UploadBucket, ProcessedBucket } = this.target.stack.outputs
    if (UploadBucket === undefined || ProcessedBucket === undefined) return []
    const [uploads, results] = await Promise.all([this.#keys(UploadBucket, 'uploads/'), this.#keys(ProcessedBucket, 'processed/')])
    return [...uploads]
      .filter(([name, uploadedAt]) => !results.has(name) || results.get(name)! < uploadedAt)
      .map(([name, uploadedAt]) => ({ name, uploadedAt }))
      .sort((a, b) => a.uploadedAt.getTime() - b.uploadedAt.getTime())
  })

  /** The oldest records of the mapped streams, some of each shard; none where they cannot be read. */
  readonly records = once(async (): Promise<readonly StreamRecord[]> => {
    const { ListShardsCommand } = await import('@aws-sdk/client-kinesis')
    const kinesis = await this.target.clients.kinesis()
    const found: StreamRecord[] = []
    for (const [, StreamName] of this.#resources('AWS::Kinesis::Stream')) {
      try {
        const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName }))
        for (const { ShardId } of Shards) found.push(...(await this.#read(StreamName, ShardId!)))
      } catch (error) {
        if ((error as Error).name !== 'ResourceNotFoundException') throw error
      }
    }
    return found
  })

  /** The latest calls; none on an engine that keeps no journal. */
  readonly journal = once(async (): Promise<readonly JournalEntry[]> => {
    if (this.target.session.engine !== 'embedded') return []
    const response = await fetch(`${this.target.session.endpoints.edge}/_sandbox/journal`)
    return response.ok ? ((await response.json()) as { entries: JournalEntry[] }).entries : []
  })

  async #keys(Bucket: string, prefix: string): Promise<Map<string, Date>> {
    const { paginateListObjectsV2 } = await import('@aws-sdk/client-s3')
    const found = new Map<string, Date>()
    try {
      for await (const page of paginateListObjectsV2({ client: await this.target.clients.s3() }, { Bucket, Prefix: prefix }))
        for (const { Key, LastModified } of page.Contents ?? []) found.set(Key!.slice(prefix.length), LastModified!)
    } catch (error) {
      if ((error as Error).name !== 'NoSuchBucket') throw error
    }
    return found
  }

  async #read(StreamName: string, ShardId: string): Promise<StreamRecord[]> {
    const { GetRecordsCommand, GetShardIteratorCommand } = await import('@aws-sdk/client-kinesis')
    const kinesis = await this.target.clients.kinesis()
    const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' }))
    const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator, Limit: RECORDS_A_SHARD }))
    return Records.map(({ Data, ApproximateArrivalTimestamp }) => ({ data: Buffer.from(Data!).toString(), arrived: ApproximateArrivalTimestamp! }))
  }

  #resources(type: string): [logicalId: string, ref: string][] {
    return Object.entries(this.target.stack.resources).flatMap(([id, found]) => (found.type === type ? [[id, found.ref] as [string, string]] : []))
  }
}

/** What a call answers; undefined where it fails with one of these errors. */
export async function absent<T>(call: Promise<T>, ...names: string[]): Promise<T | undefined> {
  try {
    return await call
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return undefined
    throw error
  }
}
