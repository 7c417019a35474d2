import type { Context, Principal } from './context.ts'
import { collection, type Store } from './store.ts'

/** A key pair that this emulator has issued (an access key, or a session's temporary credentials). */
export interface IssuedCredential {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly principal: Principal
  /** Epoch milliseconds; absent for keys that do not expire. */
  readonly expiresAt?: number
}

const issued = collection<IssuedCredential>('kernel.credentials', 'global', { accountOf: ({ principal }) => principal.account })
const everywhere = (store: Store) => issued({ store, account: '', region: '' })

export function rememberCredential(ctx: Pick<Context, 'store'>, credential: IssuedCredential): void {
  everywhere(ctx.store).put(credential.accessKeyId, credential)
}

export function forgetCredential(ctx: Pick<Context, 'store'>, accessKeyId: string): void {
  everywhere(ctx.store).delete(accessKeyId)
}

export function findCredential(store: Store, accessKeyId: string): IssuedCredential | undefined {
  return everywhere(store).get(accessKeyId)
}
