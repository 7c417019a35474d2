import { checkPrime, createPrivateKey, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { Ids } from '../../../kernel/ids.ts'

const PRIME_BYTES = 128
const E = 65_537n
const isPrime = promisify<bigint, { readonly checks: number }, boolean>(checkPrime)

/** An RSA key of 2048 bits that `ids` fixes; Node makes only keys that nobody can make again. For tests, and for nothing else. */
export async function seededKey(ids: Ids): Promise<KeyObject> {
  const [one, other] = [await prime(ids), await prime(ids)]
  const [p, q] = one > other ? [one, other] : [other, one]
  const d = inverse(E, (p - 1n) * (q - 1n))
  const numbers = { n: p * q, e: E, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) }
  const key = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, toBytes(value).toString('base64url')]))
  return createPrivateKey({ key: { kty: 'RSA', ...key }, format: 'jwk' })
}

/** The first prime from a place that is drawn. Its two highest bits are set, so that the product of two has 2048 bits. */
async function prime(ids: Ids): Promise<bigint> {
  const drawn = ids.bytes(PRIME_BYTES)
  drawn[0]! |= 0xc0
  drawn[PRIME_BYTES - 1]! |= 1
  for (let candidate = BigInt(`0x${drawn.toString('hex')}`); ; candidate += 2n)
    if (mayBePrime(candidate) && candidate % E !== 1n && (await isPrime(candidate, { checks: 8 }))) return candidate
}

const SMALL = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97].map(BigInt)

/** Spares most numbers the way to the thread that looks closer. */
const mayBePrime = (number: bigint) => SMALL.every((small) => number % small !== 0n)

/** `x` with `a * x ≡ 1` modulo `modulus`. */
function inverse(a: bigint, modulus: bigint): bigint {
  let [r, next, x, nextX] = [a % modulus, modulus, 1n, 0n]
  while (next > 0n) {
    const quotient = r / next
    ;[r, next, x, nextX] = [next, r - quotient * next, nextX, x - quotient * nextX]
  }
  return ((x % modulus) + modulus) % modulus
}

function toBytes(number: bigint): Buffer {
  const text = number.toString(16)
  return Buffer.from(text.length % 2 === 0 ? text : `0${text}`, 'hex')
}
