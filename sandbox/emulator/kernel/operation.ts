import type { Need } from './authorize.ts'
import type { Context } from './context.ts'
import type { Limits } from './validate.ts'

/**
 * One operation of a service. `Input` and `Output` are the SDK's own command types.
 * - `action`: the IAM action that it needs.
 * - `resource`: the ARN or ARNs that it touches (`'*'` where the action has no resource).
 * - `needs`: what the caller must be allowed, where that is not `action` on each of `resource`; all of it.
 * - `limits`: AWS's constraints on members, as data; required members come from the schema.
 * - `storedOnly`: what it writes can be read back and has no other effect here; counted apart by the coverage.
 * - `handle`: does the work; throws `AwsError`.
 */
export interface Operation<Input, Output> {
  readonly action: string
  readonly resource: '*' | ((input: Input, ctx: Context) => string | readonly string[])
  readonly needs?: (input: Input, ctx: Context) => readonly Need[]
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

/** For `needs`: everybody may, also unsigned. What the request holds proves enough, or there is nothing to protect. */
export const nothing = (): readonly Need[] => []

/** For `needs`: the operation asks by `ctx.denial` itself, and may find out by other things than a signature who asks. */
export const later = (): readonly Need[] => []
