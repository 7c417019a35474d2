import { PassThrough, type Readable } from 'node:stream'
import type { Host } from '../../kernel/context.ts'
import { chooseVersion, runVersion, type Executed, type InvocationRequest } from './invocation.ts'
import type { FunctionRecord } from './state.ts'

export interface Streaming {
  readonly version: string
  /** As the function has set it; undefined where it does not stream. */
  readonly contentType?: string
  readonly body: Readable
  /** How it ended, where it ended before it began to stream. */
  readonly outcome?: Executed
  /** How it ends. */
  readonly ended: Promise<Executed>
}

/**
 * Runs the function and resolves as soon as it begins to answer; the body of one that does not stream is its whole
 * answer. Throws `TooManyRequestsException`.
 */
export async function invokeStreaming(host: Host, found: FunctionRecord, request: InvocationRequest): Promise<Streaming> {
  const chosen = chooseVersion(host, found, request.qualifier)
  const { version } = chosen
  const body = new PassThrough()
  let began = false
  let ended: Promise<Executed> | undefined
  const first = new Promise<{ contentType?: string; outcome?: Executed }>((resolve, reject) => {
    const sink = {
      begin(contentType: string | undefined) {
        began = true
        resolve(contentType === undefined ? {} : { contentType })
      },
      write: (chunk: Buffer) => void body.write(chunk),
    }
    ended = runVersion(host, chosen, { ...request, sink })
    ended.then((outcome) => {
      if (!began && outcome.errorType === undefined) body.write(outcome.payload)
      // A stream that broke off must not look whole.
      if (began && outcome.errorType !== undefined) body.destroy(new Error(outcome.errorType))
      else body.end()
      resolve({ outcome })
    }, reject)
  })
  // Whoever reads it may have gone.
  body.on('error', () => {})
  return { version, body, ...(await first), ended: ended! }
}
