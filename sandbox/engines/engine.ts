import type { Endpoints } from '../stack/clients.ts'

export type EngineName = 'embedded' | 'localstack'

export interface StartOptions {
  /** Port of the AWS endpoint; 0 picks a free one. */
  readonly port: number
  readonly region: string
  /** Told what is going on, one line each, where it takes more than a moment. */
  readonly onProgress: (line: string) => void
}

/** A sandbox that is up. */
export interface RunningEngine {
  readonly name: EngineName
  readonly endpoints: Endpoints
  /** The process that ends it when it ends; absent where it lives on by itself (containers). */
  readonly pid?: number
  stop(): Promise<void>
}

/** One way to have a pipeline's AWS: everything above it talks to `endpoints` with the AWS SDK and cannot tell. */
export interface Engine {
  readonly name: EngineName
  start(options: StartOptions): Promise<RunningEngine>
}

/** Why an engine could not start, in one sentence that says what to do. */
export class EngineError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'EngineError'
  }
}

/** The engine of this name, loaded when it is asked for. */
export async function engineNamed(name: string): Promise<Engine> {
  if (name === 'embedded') return (await import('./embedded.ts')).embedded
  if (name === 'localstack') return (await import('./localstack.ts')).localstack
  throw new EngineError(`There is no engine "${name}". Use embedded or localstack.`)
}
