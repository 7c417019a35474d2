import type { Span } from '../../../kernel/trace/span.ts'
import type { Program } from './programs.ts'

/** What is to be run. */
export interface Invocation {
  readonly requestId: string
  readonly payload: Uint8Array
  /** As `X-Amzn-Trace-Id`: what the function calls belongs to this. */
  readonly traceId: string
  readonly span: Span
  /** The version or alias by which the function was called, where it was. */
  readonly qualifier?: string
  readonly clientContext?: string
  /** Takes an answer as it comes, from a function that streams it. */
  readonly sink?: ResponseSink
  /** What goes wrong with it on purpose. */
  readonly fault?: 'crash' | 'timeout' | undefined
  /** The caller wants the last 4 KB of the log, and waits for it. */
  readonly wantsTail?: boolean
}

export interface ResponseSink {
  begin(contentType: string | undefined): void
  write(chunk: Buffer): void
}

/** How an invocation ended: with what the function answered, or with an error in AWS's form. */
export interface Outcome {
  readonly payload: Buffer
  readonly errorType?: string
  readonly logTail?: string
}

/** Why a process did not come up. */
export interface InitFailure {
  readonly errorType: string
  /** Already in AWS's form; absent where the request id is part of the sentence. */
  readonly payload?: Buffer
  readonly sentence: string
}

/** What an invocation ends with that the engine's own end has cut short. */
export const STOPPED = failure('Sandbox.Stopped', 'The emulator has stopped.')

const RESPONSE_BYTES = 6_291_556

/** What a function answered, unless it is larger than AWS lets through. */
export function bounded(payload: Buffer): Outcome {
  if (payload.byteLength <= RESPONSE_BYTES) return { payload }
  return failure(
    'Function.ResponseSizeTooLarge',
    `Response payload size (${payload.byteLength} bytes) exceeded maximum allowed payload size (${RESPONSE_BYTES} bytes).`,
  )
}

/** An error in the form in which the Lambda service itself reports it. */
export function failure(errorType: string, errorMessage: string): Outcome & { readonly errorType: string } {
  return { payload: Buffer.from(JSON.stringify({ errorType, errorMessage })), errorType }
}

/** The outcome of an invocation whose process did not come up. */
export function failed(reason: InitFailure, requestId: string): Outcome {
  if (reason.payload) return { payload: reason.payload, errorType: reason.errorType }
  return failure(reason.errorType, `RequestId: ${requestId} Error: ${reason.sentence}`)
}

/** A process that ended while it initialised, or that the system would not start. */
export function spawnFailure(how: string, program: Program): InitFailure {
  if (!how.startsWith('spawn ')) return { errorType: 'Runtime.ExitError', sentence: how }
  const sentence = how.includes('ENOENT')
    ? `Couldn't find valid bootstrap(s): [${program.command}]`
    : `fork/exec ${program.command}: ${how.includes('EACCES') ? 'permission denied' : how}`
  return { errorType: 'Runtime.InvalidEntrypoint', sentence }
}
