import { createHash } from 'node:crypto'
import type { Context } from '../../../kernel/context.ts'
import { invalidArgument } from '../errors.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._'
const RANDOM = 26

/** 32 characters. As in S3, which knows its ids from others, they say of themselves that they are genuine. */
export function newVersionId(ctx: Pick<Context, 'ids'>): string {
  const random = ctx.ids.chars(RANDOM, ALPHABET)
  return random + seal(random)
}

function seal(random: string): string {
  const digest = createHash('md5').update(random).digest()
  return [...digest.subarray(0, 32 - RANDOM)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')
}

export const isVersionId = (text: string) => text.length === 32 && seal(text.slice(0, RANDOM)) === text.slice(RANDOM)

/**
 * A `versionId` parameter as versions are found by it: undefined for `null`. Throws `InvalidArgument` for what was never
 * an id.
 */
export function readVersionId(given: string): string | undefined {
  if (given === 'null') return undefined
  if (given === '') throw invalidArgument('Version id cannot be the empty string', 'versionId', '')
  if (!isVersionId(given)) throw invalidArgument('Invalid version id specified', 'versionId', given)
  return given
}
