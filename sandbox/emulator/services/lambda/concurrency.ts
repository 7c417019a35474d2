import type { Context } from '../../kernel/context.ts'
import { invalidParameter } from './errors.ts'
import { ACCOUNT_CONCURRENCY } from './runtime/index.ts'
import { functions, scopeOf, type FunctionRecord } from './state.ts'

const LEAST_UNRESERVED = 100

type Where = Pick<Context, 'store' | 'account' | 'region'>

/** What the account's limit leaves to functions without a reserved concurrency. */
export function unreservedConcurrency(where: Where): number {
  let reserved = 0
  for (const { reservedConcurrency } of functions(where).values()) reserved += reservedConcurrency ?? 0
  return ACCOUNT_CONCURRENCY - reserved
}

export function reserve(ctx: Context, found: FunctionRecord, count: number): void {
  const where = scopeOf(ctx, found)
  if (unreservedConcurrency(where) + (found.reservedConcurrency ?? 0) - count < LEAST_UNRESERVED)
    throw invalidParameter(
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${LEAST_UNRESERVED}].`,
    )
  functions(where).put(found.name, { ...found, reservedConcurrency: count })
}

export function release(ctx: Context, found: FunctionRecord): void {
  const { reservedConcurrency: _, ...rest } = found
  functions(scopeOf(ctx, found)).put(found.name, rest)
}
