import type { InvokeAsyncCommandInput, InvokeAsyncCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { invokeLater } from '../async-invocation.ts'
import { FUNCTION_NAME, namedArn } from '../function-name.ts'
import { ASYNC_BYTES, readPayload } from '../invocation-input.ts'
import { findFunction } from '../state.ts'

/** What Invoke with `Event` was before there was one; old clients still have it. */
export const InvokeAsync = operation<InvokeAsyncCommandInput, InvokeAsyncCommandOutput>({
  action: 'lambda:InvokeFunction',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { FunctionName: FUNCTION_NAME },
  async handle(input, ctx) {
    const found = findFunction(ctx, input.FunctionName!)
    // To the model they are a stream, which the check of the signature has read by now.
    const args = ctx.request ? await ctx.request.bytes() : (input.InvokeArgs as Uint8Array)
    invokeLater(ctx, found, { requestId: ctx.requestId, payload: readPayload(args, ASYNC_BYTES), ...(ctx.trace ? { traceId: ctx.traces.header(ctx.trace) } : {}) })
    return { Status: 202 }
  },
})
