import { createCipheriv, createHash, randomBytes } from 'node:crypto'

/** The only source of randomness in the emulator: with a seed, every id, key and choice of a run repeats. */
export interface Ids {
  bytes(length: number): Buffer
  uuid(): string
  hex(length: number): string
  /** `length` characters out of `alphabet`, which has at most 256 characters. */
  chars(length: number, alphabet: string): string
  /** A number in [0, 1). */
  fraction(): number
  /** Whether there is a seed. */
  readonly repeats: boolean
  /**
   * With a seed: what is drawn for one purpose, the n-th time it is asked for, whatever others draw meanwhile, so that it
   * repeats although work is done side by side. Without one: this.
   */
  of(purpose: string): Ids
}

export const LOWER_ALPHANUMERIC = 'abcdefghijklmnopqrstuvwxyz0123456789'
export const UPPER_ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
export const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Ids from the operating system's randomness, or, with a `seed`, from a key stream that the seed fixes. */
export function createIds(seed?: string): Ids {
  if (seed === undefined) return idsFrom(pooled(randomBytes))
  const times = new Uint32Array(COUNTERS)
  const of = (purpose: string): Ids => {
    // Purposes that share a counter differ all the same.
    const counter = sha256(purpose).readUInt32BE(0) % COUNTERS
    return idsFrom(digests(`${seed}\n${purpose}\n${++times[counter]!}`), of)
  }
  return idsFrom(pooled(keyStream(seed)), of)
}

const sha256 = (text: string) => createHash('sha256').update(text).digest()

/** What is remembered of all purposes: no more, however many there are. */
const COUNTERS = 65_536

/** Without `of` nothing repeats. */
function idsFrom(draw: (length: number) => Buffer, of?: (purpose: string) => Ids): Ids {
  const hex = (length: number) => draw(Math.ceil(length / 2)).toString('hex').slice(0, length)
  const ids: Ids = {
    bytes: (length) => Buffer.from(draw(length)),
    hex,
    uuid: () => formatUuid(draw(16)),
    chars(length, alphabet) {
      let out = ''
      for (const byte of draw(length)) out += alphabet[byte % alphabet.length]
      return out
    },
    fraction: () => draw(4).readUInt32BE(0) / 2 ** 32,
    repeats: of !== undefined,
    of: (purpose) => of?.(purpose) ?? ids,
  }
  return ids
}

const DIGITS = Buffer.from('0123456789abcdef')

/** Version 4. Every request has one, so it is written as one text, not put together out of five. */
function formatUuid(drawn: Buffer): string {
  const text = Buffer.allocUnsafe(36)
  let at = 0
  for (let index = 0; index < 16; index++) {
    const byte = index === 6 ? (drawn[6]! & 0x0f) | 0x40 : index === 8 ? (drawn[8]! & 0x3f) | 0x80 : drawn[index]!
    text[at++] = DIGITS[byte >> 4]!
    text[at++] = DIGITS[byte & 15]!
    if (index === 3 || index === 5 || index === 7 || index === 9) text[at++] = 0x2d
  }
  return text.toString('latin1')
}

/** Draws small pieces from 4 KiB at a time: one system call for many ids. */
function pooled(source: (length: number) => Buffer): (length: number) => Buffer {
  let pool: Buffer = Buffer.alloc(0)
  let used = 0
  return (length) => {
    if (length > 1024) return source(length)
    if (pool.length - used < length) [pool, used] = [source(4096), 0]
    used += length
    return pool.subarray(used - length, used)
  }
}

function keyStream(seed: string): (length: number) => Buffer {
  const cipher = createCipheriv('aes-256-ctr', sha256(seed), Buffer.alloc(16))
  return (length) => cipher.update(Buffer.alloc(length))
}

/** For few bytes: each piece is a digest of the key and its number. */
function digests(key: string): (length: number) => Buffer {
  let drawn: Buffer = Buffer.alloc(0)
  let pieces = 0
  return (length) => {
    const parts = [drawn]
    for (let have = drawn.length; have < length; have += 32) parts.push(sha256(`${key}\n${pieces++}`))
    const all = parts.length === 1 ? drawn : Buffer.concat(parts)
    drawn = all.subarray(length)
    return all.subarray(0, length)
  }
}
