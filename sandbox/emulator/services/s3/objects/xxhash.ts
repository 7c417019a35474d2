import type { IHasher } from 'hash-wasm'
import { assert } from '../../../kernel/errors.ts'
import type { Hasher } from './crc.ts'

const makers = {
  XXHASH64: 'createXXHash64',
  XXHASH3: 'createXXHash3',
  XXHASH128: 'createXXHash128',
} as const

export type Xxhash = keyof typeof makers

const isXxhash = (name: string): name is Xxhash => Object.hasOwn(makers, name)

/** Code alone, and the same for all engines: one instance does the work of all hashers, each with a state of its own. */
const instances = new Map<Xxhash, IHasher>()

/** Whether `loadXxhash` must come before a hasher of one of these can be made. */
export const wantsLoading = (names: readonly string[]) => names.some((name) => isXxhash(name) && !instances.has(name))

/** Loads what computes xxHash: few clients ask for it, so the others do not pay. */
export async function loadXxhash(names: Iterable<string>): Promise<void> {
  const library = await import('hash-wasm')
  for (const name of names) if (isXxhash(name)) instances.set(name, await library[makers[name]]())
}

/** Digests are in xxHash's canonical form, highest byte first. */
export function xxhasher(name: Xxhash): Hasher {
  const instance = instances.get(name)
  assert(instance, `${name} is not loaded`)
  let state = instance.init().save()
  return {
    update(bytes) {
      state = instance.load(state).update(bytes).save()
    },
    digest: () => Buffer.from(instance.load(state).digest('binary')),
  }
}
