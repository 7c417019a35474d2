import type { InvokeCommandInput, InvokeCommandOutput } from '@aws-sdk/client-lambda'
import type { Context } from '../../../kernel/context.ts'
import { operation } from '../../../kernel/operation.ts'
import { invalidRequestContent, requestTooLarge, unsupported } from '../errors.ts'
import { givenQualifier, namedArn, QUALIFIED_NAME, QUALIFIER } from '../function-name.ts'
import { invokeLater } from '../async-invocation.ts'
import { invokeFunction, type Executed } from '../invocation.ts'
import { findFunction } from '../state.ts'

const SYNC_BYTES = 6_291_456
const ASYNC_BYTES = 1_048_576

export const Invoke = operation<InvokeCommandInput, InvokeCommandOutput>({
  action: 'lambda:InvokeFunction',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: {
    FunctionName: QUALIFIED_NAME,
    Qualifier: QUALIFIER,
    InvocationType: { enum: ['RequestResponse', 'Event', 'DryRun'] },
    LogType: { enum: ['None', 'Tail'] },
  },
  async handle(input, ctx) {
    if (input.DurableExecutionName !== undefined) throw unsupported('DurableExecutionName')
    const found = findFunction(ctx, input.FunctionName!, input.Qualifier)
    const type = input.InvocationType ?? 'RequestResponse'
    const payload = readPayload(input, type === 'Event' ? ASYNC_BYTES : SYNC_BYTES)
    if (type === 'DryRun') return { StatusCode: 204 }
    const qualifier = givenQualifier(ctx, input.FunctionName!, input.Qualifier)
    const invocation = {
      requestId: ctx.requestId,
      payload,
      ...(qualifier === undefined ? {} : { qualifier }),
      ...(input.ClientContext === undefined ? {} : { clientContext: decodeClientContext(input.ClientContext) }),
      ...(ctx.request?.headers['x-amzn-trace-id'] ? { traceId: ctx.request.headers['x-amzn-trace-id'] } : {}),
    }
    if (type === 'Event') {
      invokeLater(ctx, found, invocation)
      return { StatusCode: 202, Payload: NOTHING }
    }
    return answer(ctx, input, await invokeFunction(ctx, found, { ...invocation, wantsTail: input.LogType === 'Tail' }))
  },
})

type Payload = NonNullable<InvokeCommandOutput['Payload']>

const NOTHING = Buffer.alloc(0) as unknown as Payload

function answer(
  ctx: Context,
  input: InvokeCommandInput,
  outcome: Executed,
): Omit<InvokeCommandOutput, '$metadata'> {
  if (ctx.request) ctx.responseHeaders['content-type'] = 'application/json'
  const tail = Buffer.from(outcome.logTail ?? '').subarray(-4096)
  return {
    StatusCode: 200,
    ...(outcome.errorType === undefined ? {} : { FunctionError: 'Unhandled' }),
    ...(input.LogType === 'Tail' ? { LogResult: tail.toString('base64') } : {}),
    ExecutedVersion: outcome.version,
    Payload: outcome.payload as unknown as Payload,
  }
}

/** An event is JSON; without one the function gets `{}`. */
function readPayload(input: InvokeCommandInput, limit_bytes: number): Uint8Array {
  // From the wire and from inside it is bytes, whatever else the SDK's own clients may be given.
  const payload = input.Payload as Uint8Array | undefined
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
