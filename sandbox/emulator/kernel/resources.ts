import type { Context } from './context.ts'
import type { AnyOperation } from './operation.ts'

/** What an operation was asked for last, as the next call is mostly about the same and the journal keeps them all. */
const latestOf = new WeakMap<AnyOperation, readonly string[]>()
const ANY: readonly string[] = ['*']

/** What a call is about, by ARN. */
export function resourcesOf(operation: AnyOperation, input: object, ctx: Context): readonly string[] {
  if (operation.resource === '*') return ANY
  const found = operation.resource(input as never, ctx)
  if (typeof found !== 'string') return found
  const latest = latestOf.get(operation)
  if (latest?.[0] === found) return latest
  const resources = [found]
  latestOf.set(operation, resources)
  return resources
}
