import { crc32 } from 'node:zlib'

/** A checksum in the making. Node's `Hash` is one as well. */
export interface Hasher {
  update(bytes: Uint8Array): unknown
  digest(): Buffer
}

/** Polynomials with their bits reversed, as the byte-wise algorithms use them. */
const CRC32_POLYNOMIAL = 0xedb88320n
const CRC32C_POLYNOMIAL = 0x82f63b78n
const CRC64NVME_POLYNOMIAL = 0x9a6c9329ac4bc9b5n

const WIDTHS = { CRC32: 32, CRC32C: 32, CRC64NVME: 64 } as const
const POLYNOMIALS = { CRC32: CRC32_POLYNOMIAL, CRC32C: CRC32C_POLYNOMIAL, CRC64NVME: CRC64NVME_POLYNOMIAL } as const

export type CrcName = keyof typeof WIDTHS

export function crcHasher(name: CrcName): Hasher {
  if (name === 'CRC64NVME') return crc64()
  const step = name === 'CRC32' ? (bytes: Uint8Array, crc: number) => crc32(bytes, crc) : crc32c
  let crc = 0
  return {
    update: (bytes) => (crc = step(bytes, crc)),
    digest() {
      const out = Buffer.alloc(4)
      out.writeUInt32BE(crc >>> 0)
      return out
    },
  }
}

/**
 * The CRC of two stretches of bytes behind each other, out of their own CRCs and the length of the second, without
 * reading a byte of either.
 */
export function combineCrc(name: CrcName, first: Buffer, second: Buffer, secondLength: number): Buffer {
  const [width, polynomial] = [WIDTHS[name], POLYNOMIALS[name]]
  const shifted = multiply(toBigInt(first), xToThe8n(secondLength, width, polynomial), width, polynomial)
  return Buffer.from((shifted ^ toBigInt(second)).toString(16).padStart(width / 4, '0'), 'hex')
}

const toBigInt = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`)

/** Product of two polynomials modulo the CRC's; the highest bit stands for x⁰. */
function multiply(a: bigint, b: bigint, width: number, polynomial: bigint): bigint {
  let product = 0n
  for (let mask = 1n << BigInt(width - 1); mask !== 0n; mask >>= 1n) {
    if (a & mask) product ^= b
    b = b & 1n ? (b >> 1n) ^ polynomial : b >> 1n
  }
  return product
}

function xToThe8n(n: number, width: number, polynomial: bigint): bigint {
  let result = 1n << BigInt(width - 1)
  let square = 1n << BigInt(width - 9)
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(square, result, width, polynomial)
    square = multiply(square, square, width, polynomial)
  }
  return result
}

/** `table[k * 256 + byte]`: what `byte` does to the CRC when k more zero bytes follow. Halves apart: no BigInt at run time. */
function tables(polynomial: bigint): { high: Uint32Array; low: Uint32Array } {
  const [high, low] = [new Uint32Array(2048), new Uint32Array(2048)]
  const [polyHigh, polyLow] = [Number(polynomial >> 32n), Number(polynomial & 0xffffffffn)]
  for (let byte = 0; byte < 256; byte++) {
    let [h, l] = [0, byte]
    for (let bit = 0; bit < 8; bit++) {
      const odd = l & 1
      l = (l >>> 1) | (h << 31)
      h = h >>> 1
      if (odd) [h, l] = [h ^ polyHigh, l ^ polyLow]
    }
    high[byte] = h
    low[byte] = l
  }
  for (let at = 256; at < 2048; at++) {
    const [h, l] = [high[at - 256]!, low[at - 256]!]
    high[at] = (h >>> 8) ^ high[l & 255]!
    low[at] = ((l >>> 8) | (h << 24)) ^ low[l & 255]!
  }
  return { high, low }
}

const CRC32C_TABLE = tables(CRC32C_POLYNOMIAL).low

function crc32c(bytes: Uint8Array, before: number): number {
  const t = CRC32C_TABLE
  let crc = ~before
  let i = 0
  for (const end = bytes.length - 7; i < end; i += 8) {
    const a = crc ^ (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24))
    crc =
      t[1792 + (a & 255)]! ^ t[1536 + ((a >>> 8) & 255)]! ^ t[1280 + ((a >>> 16) & 255)]! ^ t[1024 + (a >>> 24)]! ^
      t[768 + bytes[i + 4]!]! ^ t[512 + bytes[i + 5]!]! ^ t[256 + bytes[i + 6]!]! ^ t[bytes[i + 7]!]!
  }
  for (; i < bytes.length; i++) crc = (crc >>> 8) ^ t[(crc ^ bytes[i]!) & 255]!
  return ~crc
}

const CRC64 = tables(CRC64NVME_POLYNOMIAL)

function crc64(): Hasher {
  const { high: th, low: tl } = CRC64
  let [h, l] = [-1, -1]
  return {
    update(bytes) {
      let i = 0
      for (const end = bytes.length - 7; i < end; i += 8) {
        const a = l ^ (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24))
        const b = h ^ (bytes[i + 4]! | (bytes[i + 5]! << 8) | (bytes[i + 6]! << 16) | (bytes[i + 7]! << 24))
        const [a0, a1, a2, a3] = [1792 + (a & 255), 1536 + ((a >>> 8) & 255), 1280 + ((a >>> 16) & 255), 1024 + (a >>> 24)]
        const [b0, b1, b2, b3] = [768 + (b & 255), 512 + ((b >>> 8) & 255), 256 + ((b >>> 16) & 255), b >>> 24]
        h = th[a0]! ^ th[a1]! ^ th[a2]! ^ th[a3]! ^ th[b0]! ^ th[b1]! ^ th[b2]! ^ th[b3]!
        l = tl[a0]! ^ tl[a1]! ^ tl[a2]! ^ tl[a3]! ^ tl[b0]! ^ tl[b1]! ^ tl[b2]! ^ tl[b3]!
      }
      for (; i < bytes.length; i++) {
        const at = (l ^ bytes[i]!) & 255
        l = ((l >>> 8) | (h << 24)) ^ tl[at]!
        h = (h >>> 8) ^ th[at]!
      }
    },
    digest() {
      const out = Buffer.alloc(8)
      out.writeUInt32BE(~h >>> 0, 0)
      out.writeUInt32BE(~l >>> 0, 4)
      return out
    },
  }
}
