import { timingSafeEqual } from 'node:crypto'

/** Without letters and digits that are taken for each other when somebody reads them out. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A word that is hard to guess; 31 to the power of `length`. */
export function drawCode(length: number): string {
  const bytes = crypto.getRandomValues(new Uint32Array(length))
  return [...bytes].map((byte) => LETTERS[byte % LETTERS.length]).join('')
}

/** The number of an account that nobody guesses: with the endpoint it is all that a client needs. */
export function drawAccount(): string {
  const [drawn] = crypto.getRandomValues(new BigUint64Array(1))
  return String(100_000_000_000n + (drawn! % 900_000_000_000n))
}

/** Whether a code is right, in a time that does not depend on how much of it is. */
export function isCode(given: string | null | undefined, code: string): boolean {
  if (typeof given !== 'string') return false
  const [a, b] = [Buffer.from(given), Buffer.from(code)]
  return a.length === b.length && timingSafeEqual(a, b)
}
