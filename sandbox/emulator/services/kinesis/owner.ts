import type { Context } from '../../kernel/context.ts'
import type { AnyOperation } from '../../kernel/operation.ts'

interface Addressed {
  readonly StreamARN?: string
  readonly ConsumerARN?: string
  readonly ResourceARN?: string
}

/** The same operations, done in the account that owns the stream or consumer. Whether the caller may has been asked before. */
export function atOwner(operations: Readonly<Record<string, AnyOperation>>): Readonly<Record<string, AnyOperation>> {
  const moved = ([name, operation]: [string, AnyOperation]): [string, AnyOperation] => [
    name,
    { ...operation, handle: (input, ctx) => operation.handle(input, ownerContext(input as Addressed, ctx)) },
  ]
  return Object.fromEntries(Object.entries(operations).map(moved))
}

function ownerContext({ StreamARN, ConsumerARN, ResourceARN }: Addressed, ctx: Context): Context {
  const account = (StreamARN ?? ConsumerARN ?? ResourceARN)?.split(':', 5)[4]
  return account === undefined || account === '' || account === ctx.account ? ctx : { ...ctx, account }
}
