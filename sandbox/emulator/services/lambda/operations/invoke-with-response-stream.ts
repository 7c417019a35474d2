import type {
  InvokeWithResponseStreamCommandInput, InvokeWithResponseStreamCommandOutput, InvokeWithResponseStreamResponseEvent,
} from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { namedArn, QUALIFIED_NAME, QUALIFIER } from '../function-name.ts'
import type { Executed } from '../invocation.ts'
import { readInvocation, SYNC_BYTES } from '../invocation-input.ts'
import { findFunction } from '../state.ts'
import { invokeStreaming, type Streaming } from '../streaming.ts'

export const InvokeWithResponseStream = operation<InvokeWithResponseStreamCommandInput, InvokeWithResponseStreamCommandOutput>({
  action: 'lambda:InvokeFunction',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: {
    FunctionName: QUALIFIED_NAME,
    Qualifier: QUALIFIER,
    InvocationType: { enum: ['RequestResponse', 'DryRun'] },
    LogType: { enum: ['None', 'Tail'] },
  },
  async handle(input, ctx) {
    const found = findFunction(ctx, input.FunctionName!, input.Qualifier)
    const invocation = readInvocation(ctx, input, SYNC_BYTES)
    if (input.InvocationType === 'DryRun') return { StatusCode: 204 }
    const wantsTail = input.LogType === 'Tail'
    const streaming = await invokeStreaming(ctx, found, { ...invocation, wantsTail })
    return {
      StatusCode: 200,
      ExecutedVersion: streaming.version,
      ...(streaming.contentType === undefined ? {} : { ResponseStreamContentType: streaming.contentType }),
      EventStream: events(streaming, wantsTail),
    }
  },
})

/** The pieces of the answer, and how it ended. */
async function* events(streaming: Streaming, wantsTail: boolean): AsyncGenerator<InvokeWithResponseStreamResponseEvent> {
  const { body, ended } = streaming
  try {
    for await (const chunk of body) yield { PayloadChunk: { Payload: chunk as Buffer as Uint8Array<ArrayBuffer> } }
  } catch {
    // The end says why.
  }
  yield { InvokeComplete: describe(await ended, wantsTail) }
}

function describe({ errorType, payload, logTail }: Executed, wantsTail: boolean) {
  return {
    ...(errorType === undefined ? {} : { ErrorCode: 'Unhandled', ErrorDetails: payload.toString() }),
    ...(wantsTail ? { LogResult: Buffer.from(logTail ?? '').subarray(-4096).toString('base64') } : {}),
  }
}
