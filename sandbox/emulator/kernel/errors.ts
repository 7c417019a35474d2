/**
 * What AWS would answer: a code, a message, an HTTP status and the members that belong to the error.
 * `code` is the name in the service's own error list; each protocol wraps it in its own envelope.
 */
export class AwsError extends Error {
  readonly code: string
  readonly status: number
  /** Members beside the message, by their name in the service's model (for example `Type`, `BucketName`). */
  readonly members: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: string,
    message: string,
    options: { status?: number; members?: Record<string, unknown>; headers?: Record<string, string> } = {},
  ) {
    super(message)
    this.name = code
    this.code = code
    this.status = options.status ?? 400
    this.members = options.members ?? {}
    this.headers = options.headers ?? {}
  }
}

/** AWS has this operation and we have not (yet): 501, by name, never a silent stub. */
export function notImplemented(service: string, operation: string): AwsError {
  return new AwsError('NotImplemented', `${service}:${operation} is not implemented by this emulator.`, { status: 501 })
}

/** Our own mistake, not the caller's: answered as 500 `InternalFailure`. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`)
}
