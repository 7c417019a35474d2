import type { Context } from '../../kernel/context.ts'
import { LOWER_ALPHANUMERIC } from '../../kernel/ids.ts'
import { collection, type Store } from '../../kernel/store.ts'

/** Whose API an id is: the data plane knows no more than the id. */
export interface Owner {
  readonly account: string
  readonly region: string
  /** Absent for HTTP APIs. */
  readonly kind?: 'REST'
}

const owners = collection<Owner>('apigateway.owners', 'global', { accountOf: ({ account }) => account })
const all = (store: Store) => owners({ store, account: '', region: '' })

export function ownerOf(store: Store, apiId: string): Owner | undefined {
  return all(store).get(apiId)
}

export function putOwner(store: Store, apiId: string, owner: Owner): void {
  all(store).put(apiId, owner)
}

export function forgetOwner(store: Store, apiId: string): void {
  all(store).delete(apiId)
}

/** An id that no API of either generation in any account or region has. */
export function newApiId(ctx: Pick<Context, 'ids' | 'store'>): string {
  for (;;) {
    const id = ctx.ids.chars(10, LOWER_ALPHANUMERIC)
    if (!all(ctx.store).has(id)) return id
  }
}
