import { hash } from 'node:crypto'

/**
 * Hash keys (0 to 2^128 - 1) as 32 hexadecimal digits: what MD5 gives, and text order is number order, so that
 * routing a record needs no big integers.
 */
export type HashKey = string

export const FIRST_HASH_KEY: HashKey = '0'.repeat(32)
export const LAST_HASH_KEY: HashKey = 'f'.repeat(32)
const SPACE = 1n << 128n

export const hashKeyOf = (partitionKey: string): HashKey => hash('md5', partitionKey, 'hex')

export const toDecimal = (key: HashKey): string => BigInt(`0x${key}`).toString()

/** A decimal number as a hash key; undefined where it lies outside of the space. */
export function fromDecimal(text: string): HashKey | undefined {
  const value = BigInt(text)
  return value < SPACE ? hex(value) : undefined
}

export const nextHashKey = (key: HashKey): HashKey => hex(BigInt(`0x${key}`) + 1n)
export const previousHashKey = (key: HashKey): HashKey => hex(BigInt(`0x${key}`) - 1n)

/** Start and end of each of `count` ranges that cover the space; the last takes what the division leaves over. */
export function evenRanges(count: number): { start: HashKey; end: HashKey }[] {
  const width = SPACE / BigInt(count)
  return Array.from({ length: count }, (_, i) => ({
    start: hex(width * BigInt(i)),
    end: i === count - 1 ? LAST_HASH_KEY : hex(width * BigInt(i + 1) - 1n),
  }))
}

interface Range {
  readonly start: HashKey
  readonly end: HashKey
}

/** How many hash keys lie in a range. */
export const widthOf = ({ start, end }: Range): bigint => BigInt(`0x${end}`) - BigInt(`0x${start}`) + 1n

/** A range of two keys or more in two. */
export function halves(range: Range): [Range, Range] {
  const middle = hex(BigInt(`0x${range.start}`) + widthOf(range) / 2n)
  return [{ start: range.start, end: previousHashKey(middle) }, { start: middle, end: range.end }]
}

function hex(value: bigint): HashKey {
  return value.toString(16).padStart(32, '0')
}
