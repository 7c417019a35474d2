import type { AppliedStack } from '../stack/apply.ts'
import type { Endpoints, Place } from '../stack/clients.ts'
import type { DeployOptions } from '../stack/deploy/deploy.ts'
import type { HttpRequest, HttpResponse, Quotas } from './embedded.ts'

export type LocalEngineName = 'embedded' | 'localstack'
export type EngineName = LocalEngineName | 'aws'

export interface StartOptions {
  /** Port of the AWS endpoint; 0 picks a free one. */
  readonly port: number
  readonly region: string
  /** Whether the engine verifies signatures, where it can; `verify` unless said otherwise. */
  readonly signatures?: 'verify' | 'off'
  /** Whether policies decide, are only asked, or are not, where the engine has them; `enforce` unless said otherwise. */
  readonly iam?: 'enforce' | 'audit' | 'off'
  /** Whether AWS's rates and quotas hold, where the engine can keep them; `off` unless said otherwise. */
  readonly limits?: 'off' | 'aws'
  /** Whether accounts may have buckets of the same name, where the engine can; `global`, as in AWS, unless said otherwise. */
  readonly bucketNames?: 'global' | 'account'
  /** Whether tokens name the pool's address at AWS as their issuer, or the one here; `aws` unless said otherwise. */
  readonly tokenIssuer?: 'aws' | 'local'
  /** Makes ids, keys and sequence numbers repeat from run to run, where the engine can. */
  readonly seed?: string
  /** Where the engine keeps its state over a restart, where it can; nowhere by default. */
  readonly state?: { readonly directory: string; readonly fsync?: boolean }
  /** The first port at which functions can be debugged, where the engine runs them itself. */
  readonly inspect?: number
  /** An OpenTelemetry collector that is sent traces, where the engine has them. */
  readonly otlp?: string
  /** Address to listen on, where the engine can choose; loopback by default. */
  readonly host?: string
  /** What one account may use, where the engine can tell; all there is by default. */
  readonly quotas?: Quotas
  /** Pages of our own below `/_sandbox/`, where the engine runs in this process. */
  readonly pages?: (request: HttpRequest) => Promise<HttpResponse | undefined>
  /** Aborted by who has changed their mind; an engine that takes long to start then leaves nothing and rejects. */
  readonly signal?: AbortSignal
  /** Told what is going on, one line each, where it takes more than a moment. */
  readonly onProgress: (line: string) => void
}

/** A sandbox that is up, or AWS. */
export interface RunningEngine<P extends Place = Place> {
  readonly name: P extends Endpoints ? LocalEngineName : EngineName
  readonly endpoints: P
  /** The process that ends it when it ends; absent where it lives on by itself (containers). */
  readonly pid?: number
  /** Whether there was nothing in it; absent where the engine cannot tell. */
  readonly isFresh?: boolean
  /** Resolves when the engine has ended by itself; absent where this process would end with it. */
  readonly ended?: Promise<void>
  /** Where the engine makes a stack from its template by itself. Elsewhere the SDK makes it, resource by resource. */
  deploy?(options: Omit<DeployOptions, 'clients' | 'account'>): Promise<AppliedStack>
  stop(): Promise<void>
}

/** One way to have a pipeline's AWS: everything above it talks to `endpoints` with the AWS SDK and cannot tell. */
export interface Engine<P extends Place = Place> {
  readonly name: EngineName
  start(options: StartOptions): Promise<RunningEngine<P>>
}

/** Why an engine could not start, in one sentence that says what to do. */
export class EngineError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'EngineError'
  }
}
