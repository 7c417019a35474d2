import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { ALGORITHM, TERMINATOR } from './claim.ts'

export const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text, 'latin1').digest()

/** The SHA-256 of bytes, or of a text whose characters are bytes, in hexadecimal. */
export function sha256(content: Buffer | string): string {
  if (content.length === 0) return EMPTY_SHA256
  const hash = createHash('sha256')
  return (typeof content === 'string' ? hash.update(content, 'latin1') : hash.update(content)).digest('hex')
}

/** `date` is `yyyyMMdd`. */
export function deriveKey(secret: string, date: string, region: string, service: string): Buffer {
  const day = createHmac('sha256', `AWS4${secret}`).update(date, 'latin1').digest()
  return hmac(hmac(hmac(day, region), service), TERMINATOR)
}

/** The string to sign of a canonical request. */
export const stringToSign = (timestamp: string, scope: string, canonical: string) =>
  `${ALGORITHM}\n${timestamp}\n${scope}\n${sha256(canonical)}`

export const sign = (key: Buffer, text: string) => createHmac('sha256', key).update(text, 'latin1').digest('hex')

/** Takes the same time wherever the two differ. */
export function sameSignature(given: string, computed: string): boolean {
  const [a, b] = [Buffer.from(given, 'latin1'), Buffer.from(computed, 'latin1')]
  return a.length === b.length && timingSafeEqual(a, b)
}

const MOST_KEYS = 1000

/** Signing keys of late: one holds for a secret's whole day in one region and service. */
export class SigningKeys {
  readonly #keys = new Map<string, Buffer>()

  get(secret: string, date: string, region: string, service: string): Buffer {
    const name = `${secret}\n${date}\n${region}\n${service}`
    const known = this.#keys.get(name)
    if (known) return known
    if (this.#keys.size >= MOST_KEYS) this.#keys.clear()
    const key = deriveKey(secret, date, region, service)
    this.#keys.set(name, key)
    return key
  }
}
