import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import type { JWK } from 'jose'
import type { Context } from '../../../kernel/context.ts'
import type { Ids } from '../../../kernel/ids.ts'
import type { Store } from '../../../kernel/store.ts'
import { findKeys, saveKeys, type PoolKeys } from '../state.ts'
import { seededKey } from './seeded-key.ts'

type Making = Pick<Context, 'store' | 'ids'>

/** Key pairs on their way, by engine and pool. */
const making = new WeakMap<Store, Map<string, Promise<PoolKeys>>>()

/**
 * The two signing keys of a pool (private, RSA 2048): one for ID tokens, one for access tokens. They are made once,
 * off the main thread, from the moment that the pool exists; whoever needs them first waits for the rest of it.
 */
export function keysOf(ctx: Making, poolId: string): Promise<PoolKeys> {
  const ready = findKeys(ctx, poolId)
  if (ready) return Promise.resolve(ready)
  const underway = making.get(ctx.store) ?? new Map<string, Promise<PoolKeys>>()
  making.set(ctx.store, underway)
  const known = underway.get(poolId)
  if (known) return known
  const started = makeKeys(ctx, poolId).finally(() => underway.delete(poolId))
  underway.set(poolId, started)
  return started
}

/** Starts making a pool's keys without waiting for them. */
export function prepareKeys(ctx: Making, poolId: string): void {
  // A failure is not lost: whoever needs the keys starts again and is told.
  keysOf(ctx, poolId).catch(() => {})
}

async function makeKeys(ctx: Making, poolId: string): Promise<PoolKeys> {
  const keys = await makePair(ctx, poolId)
  saveKeys(ctx, poolId, keys)
  return keys
}

async function makePair({ ids }: Making, poolId: string): Promise<PoolKeys> {
  const [id, access] = await Promise.all(['id', 'access'].map((use) => makeKey(ids.of(`key ${poolId} ${use}`))))
  return { id: id!, access: access! }
}

const generate = promisify(generateKeyPair)

async function makeKey(ids: Ids): Promise<JWK> {
  const kid = ids.bytes(32).toString('base64')
  const key = ids.repeats ? await seededKey(ids) : (await generate('rsa', { modulusLength: 2048 })).privateKey
  return { ...key.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' } as JWK
}

/**
 * Gives a pool two new keys and signs with them from now on. The old ones stay in the JWKS, so that their tokens still
 * verify; with `forget` they go, as if they had leaked.
 */
export async function rotateKeys(ctx: Making, poolId: string, options: { forget?: boolean } = {}): Promise<void> {
  const { id, access, retired = [] } = await keysOf(ctx, poolId)
  const fresh = await makePair(ctx, poolId)
  saveKeys(ctx, poolId, options.forget ? fresh : { ...fresh, retired: [publicJwk(id), publicJwk(access), ...retired] })
}

/** What a JWKS shows of a key, with the members and the order that Cognito has. */
export function publicJwk({ e, kid: keyId, n }: JWK): JWK {
  return { alg: 'RS256', e: e!, kid: keyId!, kty: 'RSA', n: n!, use: 'sig' }
}
