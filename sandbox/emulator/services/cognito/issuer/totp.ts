import { createHmac } from 'node:crypto'
import type { Ids } from '../../../kernel/ids.ts'
import { safeEqual } from './password.ts'

/** One-time codes of RFC 6238 as authenticator apps make them: HMAC-SHA-1, six digits, steps of 30 seconds. */
const STEP_MS = 30_000
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** 260 bits in base32, as many as Cognito gives. */
export const newSecret = (ids: Ids): string => ids.chars(52, ALPHABET)

/** The time step whose code was given: the present one, the one before or the one after; undefined where it is none of them. */
export function stepOfCode(secret: string, code: string, now: number): number | undefined {
  const present = Math.floor(now / STEP_MS)
  return [present, present - 1, present + 1].find((step) => safeEqual(codeOf(secret, step), code))
}

export function codeAt(secret: string, now: number): string {
  return codeOf(secret, Math.floor(now / STEP_MS))
}

function codeOf(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.max(0, step)))
  const digest = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const value = digest.readUInt32BE(digest.at(-1)! & 0x0f) & 0x7fffffff
  return String(value % 1_000_000).padStart(6, '0')
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const bytes = bits.match(/.{8}/g) ?? []
  return Buffer.from(bytes.map((byte) => parseInt(byte, 2)))
}
