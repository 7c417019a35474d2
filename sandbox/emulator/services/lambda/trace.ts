import type { InvocationRequest } from '@aws-sdk/client-lambda'
import type { Attributes } from '../../kernel/trace/span.ts'

/** The function, and how it is invoked. */
export function describe(_operation: string, input: object): Attributes | undefined {
  const { FunctionName, InvocationType, Payload } = input as Partial<InvocationRequest>
  if (FunctionName === undefined) return undefined
  return {
    function: FunctionName,
    ...(InvocationType === undefined || InvocationType === 'RequestResponse' ? {} : { invocationType: InvocationType }),
    ...(Payload instanceof Uint8Array ? { size_bytes: Payload.byteLength } : {}),
  }
}
