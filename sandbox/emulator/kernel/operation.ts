import type { Context } from './context.ts'
import type { Limits } from './validate.ts'

/**
 * One operation of a service. `Input` and `Output` are the SDK's own command types.
 * - `action`: the IAM action that it needs.
 * - `resource`: the ARN or ARNs that it touches (`'*'` where the action has no resource).
 * - `limits`: AWS's constraints on members, as data; required members come from the schema.
 * - `storedOnly`: what it writes can be read back and has no other effect here; counted apart by the coverage.
 * - `handle`: does the work; throws `AwsError`.
 */
export interface Operation<Input, Output> {
  readonly action: string
  readonly resource: '*' | ((input: Input, ctx: Context) => string | readonly string[])
  readonly limits?: Limits
  readonly storedOnly?: true
  handle(input: Input, ctx: Context): Output | Promise<Output>
}

/** What dispatch holds: an operation whose types it does not know. */
export type AnyOperation = Operation<never, unknown>

/** Declares an operation (see `Operation`); `$metadata` is not the operation's business. */
export function operation<Input extends object, Output extends object>(
  definition: Operation<Input, Omit<Output, '$metadata'>>,
): Operation<Input, Omit<Output, '$metadata'>> {
  return definition
}
