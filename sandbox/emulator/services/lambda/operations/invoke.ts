import type { InvokeCommandInput, InvokeCommandOutput } from '@aws-sdk/client-lambda'
import type { Context } from '../../../kernel/context.ts'
import { operation } from '../../../kernel/operation.ts'
import { unsupported } from '../errors.ts'
import { namedArn, QUALIFIED_NAME, QUALIFIER } from '../function-name.ts'
import { invokeLater } from '../async-invocation.ts'
import { invokeFunction, type Executed } from '../invocation.ts'
import { ASYNC_BYTES, readInvocation, SYNC_BYTES } from '../invocation-input.ts'
import { findFunction } from '../state.ts'

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
    const invocation = readInvocation(ctx, input, type === 'Event' ? ASYNC_BYTES : SYNC_BYTES)
    if (type === 'DryRun') return { StatusCode: 204 }
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
