import type { InvokeCommandInput, InvokeWithResponseStreamCommandInput } from '@aws-sdk/client-lambda'
import type { Context } from '../../kernel/context.ts'
import { invalidRequestContent, requestTooLarge } from './errors.ts'
import { givenQualifier } from './function-name.ts'
import type { InvocationRequest } from './invocation.ts'

export const SYNC_BYTES = 6_291_456
export const ASYNC_BYTES = 1_048_576

type Input = InvokeCommandInput | InvokeWithResponseStreamCommandInput

/** What is to be run, out of a request to run it. */
export function readInvocation(ctx: Context, input: Input, limit_bytes: number): InvocationRequest {
  const qualifier = givenQualifier(ctx, input.FunctionName!, input.Qualifier)
  // From the wire and from inside it is bytes, whatever else the SDK's own clients may be given.
  return {
    requestId: ctx.requestId,
    payload: readPayload(input.Payload as Uint8Array | undefined, limit_bytes),
    ...(qualifier === undefined ? {} : { qualifier }),
    ...(input.ClientContext === undefined ? {} : { clientContext: decodeClientContext(input.ClientContext) }),
    ...(ctx.trace ? { traceId: ctx.traces.header(ctx.trace) } : {}),
  }
}

/** An event is JSON; without one the function gets `{}`. */
export function readPayload(payload: Uint8Array | undefined, limit_bytes: number): Uint8Array {
  if (payload === undefined || payload.byteLength === 0) return Buffer.from('{}')
  if (payload.byteLength > limit_bytes) throw requestTooLarge(limit_bytes)
  try {
    JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString())
    return payload
  } catch (error) {
    const reason = error instanceof Error ? error.message : ''
    throw invalidRequestContent(`Could not parse request body into json: Could not parse payload into json: ${reason}`)
  }
}

function decodeClientContext(text: string): string {
  const json = Buffer.from(text, 'base64').toString()
  try {
    JSON.parse(json)
    return json
  } catch {
    throw invalidRequestContent('Could not parse base64 client context into json.')
  }
}
